"""Quotes found in their documents: a selector (exact, prefix, suffix) becomes a span of code points.

The terms are those of the W3C Web Annotation model's TextQuoteSelector. `exact` is matched verbatim; the words of
`prefix` and `suffix` must stand next to it, whatever whitespace lies between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.factbase.findings import excerpt
from bot.factbase.models import Passage

_TYPOGRAPHY = str.maketrans("‘’‚‛“”„‟–—‐‑", "''''\"\"\"\"----")

# An edge (here "|") inside a word or a number; scripts that do not part their words by spaces have none.
_LETTER = r"[^\W_\u2e80-\uffff]"
_CUT = re.compile(rf"{_LETTER}\|{_LETTER}|\d[.,]\|\d|\d\|[.,]\d")


@dataclass(frozen=True, slots=True)
class Selector:
    """The words that are quoted, and words right before and after them that tell one occurrence from another."""

    exact: str
    prefix: str | None = None
    suffix: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document: `text[start:end]`, code points."""

    start: int
    end: int

    def overlaps(self, other: Span | Passage) -> bool:
        """Say whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote stands; `rivals` counts the other places that it could as well have meant."""

    span: Span
    rivals: int = 0


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a quote has no place in its document, as a sentence that ends in what to change."""

    message: str


def locate_quote(selector: Selector, text: str, document: str, excluded: Iterable[Passage] = ()) -> Found | Lost:
    """Find the occurrence that a quote means: beside its prefix and suffix, outside every excluded passage."""
    everywhere = _occurrences(selector.exact, text)
    if not everywhere:
        return Lost(_not_in(selector.exact, text, document, "the quote"))
    beside = [span for span in everywhere if _stands_beside(selector, span, text)]
    if not beside:
        return Lost(_context_missing(selector, document))
    passages = tuple(excluded)
    allowed = [span for span in beside if not any(span.overlaps(passage) for passage in passages)]
    if not allowed:
        passage = next(passage for passage in passages if beside[0].overlaps(passage))
        return Lost(
            f"the quote “{excerpt(selector.exact, 60)}” lies in a passage of {document} that is excluded"
            f" ({excerpt(passage.reason, 80)}): quote another sentence, or remove the exclusion"
        )
    return Found(allowed[0], len(allowed) - 1)


def locate_passage(selector: Selector, text: str, document: str) -> Found | Lost:
    """Find an excluded passage, which must be the only one that its selector fits."""
    everywhere = _occurrences(selector.exact, text)
    if not everywhere:
        return Lost(_not_in(selector.exact, text, document, "the excluded passage"))
    beside = [span for span in everywhere if _stands_beside(selector, span, text)]
    if not beside:
        return Lost(_context_missing(selector, document))
    if len(beside) > 1:
        return Lost(
            f"the excluded passage “{excerpt(selector.exact, 60)}” stands {len(beside)} times in {document}:"
            " add a `prefix` or a `suffix` that tells which one is meant"
        )
    return Found(beside[0])


def locate_stretch(first: Selector, last: str, suffix: str | None, text: str, document: str) -> Found | Lost:
    """Find a long excluded passage, from the only place of its first words to the nearest of its last words."""
    beginning = locate_passage(first, text, document)
    if isinstance(beginning, Lost):
        return beginning
    start = beginning.span.start
    ends = [
        span
        for span in _occurrences(last, text)
        if span.start >= start
        and span.end >= beginning.span.end
        and _stands_beside(Selector(last, suffix=suffix), span, text)
    ]
    if not ends:
        beside = f" followed by “{excerpt(suffix, 60)}”" if suffix else ""
        return Lost(
            f"the last words “{excerpt(last, 60)}”{beside} do not stand after the first words of the excluded passage"
            f" in {document}: correct `to`"
        )
    return Found(Span(start, ends[0].end))


def closest_passage(quote: str, text: str) -> str | None:
    """Find the passage of a document that is most like a quote, widened to whole words; None when nothing is."""
    if not text.strip():
        return None
    alignment = fuzz.partial_ratio_alignment(quote, text, score_cutoff=50)
    if alignment is None:
        return None
    if len(quote) > len(text):  # then it is the text that was aligned with a part of the quote
        return text.strip()
    start, end = alignment.dest_start, alignment.dest_end
    return text[_word_edge(text, start) : _word_edge(text, end)].strip() or text[start:end].strip()


def _word_edge(text: str, position: int) -> int:
    """Move a position inside a word to the nearer edge of that word, if that is not far."""
    before = re.search(r"\S*\Z", text[max(0, position - 30) : position])
    after = re.match(r"\S*", text[position : position + 30])
    left, right = (len(match[0]) if match else 0 for match in (before, after))
    return position - left if left <= right else position + right


def cuts_word(span: Span, text: str) -> bool:
    """Say whether a span begins or ends inside a word or a number, where spaces part words."""
    return any(
        _CUT.search(text[max(0, edge - 2) : edge] + "|" + text[edge : edge + 2]) is not None
        for edge in (span.start, span.end)
    )


def _occurrences(exact: str, text: str) -> list[Span]:
    spans: list[Span] = []
    start = text.find(exact)
    while start != -1:
        spans.append(Span(start, start + len(exact)))
        start = text.find(exact, start + 1)
    return spans


def _stands_beside(selector: Selector, span: Span, text: str) -> bool:
    if selector.prefix is not None:
        prefix = " ".join(selector.prefix.split())
        # Twice the length leaves room for runs of whitespace, and a constant for short prefixes.
        before = " ".join(text[max(0, span.start - 2 * len(prefix) - 40) : span.start].split())
        if not before.endswith(prefix):
            return False
    if selector.suffix is not None:
        suffix = " ".join(selector.suffix.split())
        after = " ".join(text[span.end : span.end + 2 * len(suffix) + 40].split())
        if not after.startswith(suffix):
            return False
    return True


def _not_in(exact: str, text: str, document: str, what: str) -> str:
    shown = excerpt(exact)
    passage = closest_passage(exact, text)
    if passage is None:
        return f"{what} “{shown}” is not in {document}, nor is anything like it: copy the words from the document"
    if _plain(exact) in _plain(text):
        return (
            f"{what} “{shown}” is in {document} with other spaces, line breaks, dashes or quotation marks:"
            f" copy “{excerpt(passage)}” from the document as it stands"
        )
    return (
        f"{what} “{shown}” is not in {document}; the closest passage is “{excerpt(passage)}”:"
        " copy the words from the document as they stand"
    )


def _plain(text: str) -> str:
    return " ".join(text.translate(_TYPOGRAPHY).split())


def _context_missing(selector: Selector, document: str) -> str:
    shown = excerpt(selector.exact, 60)
    parts = [
        f"{where} “{excerpt(words, 60)}”"
        for where, words in (("after", selector.prefix), ("before", selector.suffix))
        if words is not None
    ]
    keys = " and ".join(
        key for key, words in (("`prefix`", selector.prefix), ("`suffix`", selector.suffix)) if words is not None
    )
    return f"“{shown}” does not stand {' and '.join(parts)} in {document}: correct {keys}"
