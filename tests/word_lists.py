"""Writes the lists of everyday words that the languages ship, from the small lists of wordfreq, and their stems.

Run it after an update of those, or of the stemmers.

    python tests/word_lists.py [--check]

A line is how rare its words are, in centibels (300 is one word in a thousand), and the words, folded as questions are.
A line of stems is a stem and the words that have it: what follows the stem after a hyphen, or the whole word.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import wordfreq

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "bot" / "qa" / "languages" / "words"
sys.path[:0] = [str(ROOT)]

from bot.qa.languages import language  # noqa: E402 - the path comes first
from bot.qa.languages.words import ENDING  # noqa: E402 - the path comes first
from bot.qa.normalization import clean  # noqa: E402 - the path comes first


def written(tag: str) -> str:
    """Write the list of one language; a word that several are folded into is as rare as the rarest of them."""
    rarities = {
        clean(word): rarity for rarity, words in enumerate(wordfreq.get_frequency_list(tag, "small")) for word in words
    }
    lines = defaultdict(list)
    for word, rarity in rarities.items():
        if word:
            lines[rarity].append(word)
    return "".join(f"{rarity} {' '.join(sorted(words))}\n" for rarity, words in sorted(lines.items()))


def stems(tag: str, words: str) -> str:
    """Write the stems of one language's list, so that no run of Roro has to find them."""
    lang = language(tag)
    found = defaultdict(list)
    for word in (word for line in words.splitlines() for word in line.split()[1:]):
        if not lang.is_stem(word):
            found[lang.stem(word)].append(word)

    def form(stem: str, word: str) -> str:
        return ENDING + word.removeprefix(stem) if word.startswith(stem) else word

    return "".join(f"{stem} {' '.join(sorted(form(stem, word) for word in found[stem]))}\n" for stem in sorted(found))


def main() -> None:
    """Write every list there is a file for, or only tell whether they are up to date."""
    stale = []
    for path in sorted(WORDS.glob("*.txt")):
        words = written(path.stem)
        for file, text in ((path, words), (path.with_suffix(".stems"), stems(path.stem, words))):
            if not file.exists() or text != file.read_text(encoding="utf-8"):
                stale.append(file.name)
                if "--check" not in sys.argv:
                    file.write_text(text, encoding="utf-8")
    if "--check" in sys.argv and stale:
        sys.exit(f"out of date: {', '.join(stale)}")


if __name__ == "__main__":
    main()
