"""Other readings of a question that is misspelled, for where what it most likely says has no answer."""

from __future__ import annotations

from collections.abc import Iterator

from bot.qa.normalization import clean, words_of, written_as_names
from bot.qa.reading import ENDS, Reader
from bot.qa.slots import Reading


def rereadings(reader: Reader, reading: Reading) -> Iterator[Reading]:
    """Yield a question as read with all of it mended first, then with one of its words mended to something else."""
    lang = reading.language
    lexicon = reader.lexicon(lang.tag)
    cleaned = clean(reading.text)
    if not lang.segmented or not lexicon.may_misread(words_of(cleaned)):
        return
    names = written_as_names(reading.text) if not lang.capital_nouns else frozenset[str]()
    respelled = lexicon.respell(cleaned)
    ending = respelled[len(respelled.rstrip(ENDS)) :]
    words = lexicon.words(respelled, names=names)
    mended = [words] if any(word.typed for word in words) else []
    for other in (*mended, *lexicon.otherwise(words, names)):
        # What is left as a name stays written as one.
        put = [word.text.upper() if word.typed is None and word.text in names else word.text for word in other]
        text = "".join([word.token.before + text for word, text in zip(other, put, strict=True)])
        yield reader.read(text + ending, lang.tag)
