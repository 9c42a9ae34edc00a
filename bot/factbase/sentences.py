"""Sentences of a document: where each one begins and ends, so that none is overlooked.

Splitting errs on the side of too many sentences: two taken for one could hide the second from the curator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.factbase.quotes import Span


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What a scrape leaves of HTML tags, spaced out by a translation ("< / P > < p >") or not.
_MARKUP = re.compile(r"(?:<\s*/?\s*[A-Za-z][A-Za-z0-9]{0,15}\s*(?:\s[\w-]+\s*=[^<>]*)?/?\s*>\s*)+")

# A line ends a sentence unless the next one goes on in lower case, as a hard-wrapped text does.
_LINE_END = re.compile(r"[ \t]*(?:\r\n|\r|\n|\u2028|\u2029)+\s*")

_END = re.compile(
    r"[。！？｡](?P<wide>[”’」』）】\"']*)"
    r"|[.!?…]+[\"'”’)\]»]*(?=\s|\Z)"
    r"|(?<=[a-z0-9)%])[.!?](?=[A-Z][a-z])"  # the space after a full stop got lost
)

# Never the end of a sentence, whatever follows.
_TITLES = _words(
    "mr mrs ms dr prof st messrs hon rev gen col capt lt sgt sen rep gov mt ft vs cf eg e.g ie i.e viz approx ca est"
    " fig figs vol pp al jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun"
)

# The end of a sentence only when a new one plainly begins; so are dotted letters (U.S.) and initials.
_AMBIGUOUS = _words("no nos jr sr dept ave blvd rd")

_LETTERS = re.compile(r"[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]")

_BEGINNERS = _words(
    "the a an it its in on at by for from to and but or so yet he she they we you i this that these those there then"
    " when while if as after before since however meanwhile according with his her their our what who which"
)


def split_sentences(text: str) -> tuple[Span, ...]:
    """Split a document into spans without the whitespace around them; markup remnants are spans of their own."""
    spans: list[Span] = []
    position = 0
    for markup in _MARKUP.finditer(text):
        spans += _prose(text, position, markup.start())
        spans.append(_trimmed(text, markup.start(), markup.end()))
        position = markup.end()
    spans += _prose(text, position, len(text))
    return tuple(span for span in spans if any(char.isalnum() for char in text[span.start : span.end]))


def _prose(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for boundary in _boundaries(text, start, end):
        if boundary > begin:
            yield _trimmed(text, begin, boundary)
            begin = boundary
    yield _trimmed(text, begin, end)


def _boundaries(text: str, start: int, end: int) -> list[int]:
    lines = [
        match.end()
        for match in _LINE_END.finditer(text, start, end)
        if not text[match.end() : match.end() + 1].islower() or match[0].count("\n") > 1
    ]
    stops = [match.end() for match in _END.finditer(text, start, end) if _ends_sentence(text, match, start, end)]
    return sorted({*lines, *stops})


def _ends_sentence(text: str, match: re.Match[str], start: int, end: int) -> bool:
    if match["wide"] is not None:
        return True
    rest = text[match.end() : min(end, match.end() + 60)].lstrip(" \t\u00a0\"'“‘(«[")
    if rest[:1].islower():
        return False
    if match[0][0] != "." or match[0].startswith(".."):
        return True
    word_match = re.search(r"[^\s(\[“\"'‘,;:/]+\Z", text[max(start, match.start() - 30) : match.start()])
    word = word_match[0] if word_match else ""
    if word.casefold() in _TITLES:
        return False
    following = re.match(r"[^\W\d_]+", rest)
    if word.casefold() in _AMBIGUOUS or _LETTERS.fullmatch(word):
        return not rest or rest[0] in "\r\n" or (following is not None and following[0].casefold() in _BEGINNERS)
    return True


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
