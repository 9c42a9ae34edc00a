"""Coverage: every sentence of every document is quoted by a fact or excluded with a reason.

A sentence counts as quoted when a quote overlaps it, and as excluded when excluded passages take all its words. What
of it stays outside both beyond a few words in a row is listed, for a claim may hide there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.errors import Fault
from bot.factbase.findings import excerpt
from bot.factbase.models import FactBase, Source
from bot.factbase.quotes import Span
from bot.factbase.sentences import split_sentences

UNQUOTED_LIMIT = 6
"""The most words in a row that a quoted sentence may leave unquoted without being listed."""

# Scripts without spaces have no words to count; two of their characters are about one word.
_WORD = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]{1,2}|[^\W_\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+(?:[.,'’-]\w+)*"
)


class Standing(StrEnum):
    """What became of a sentence."""

    QUOTED = "quoted"
    EXCLUDED = "excluded"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document, with what of it no fact tells."""

    start: int
    end: int
    line: int
    text: str
    standing: Standing
    unquoted: tuple[str, ...] = ()
    """Stretches of more than UNQUOTED_LIMIT words that no quote and no exclusion holds."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One document's sentences and what became of them."""

    source: str
    file: str
    sentences: tuple[Sentence, ...]

    @property
    def quoted(self) -> int:
        """How many sentences facts quote."""
        return sum(sentence.standing is Standing.QUOTED for sentence in self.sentences)

    @property
    def excluded(self) -> int:
        """How many sentences are excluded with a reason."""
        return sum(sentence.standing is Standing.EXCLUDED for sentence in self.sentences)

    @property
    def open(self) -> tuple[Sentence, ...]:
        """The sentences that are neither."""
        return tuple(sentence for sentence in self.sentences if sentence.standing is Standing.OPEN)

    @property
    def partly_quoted(self) -> tuple[Sentence, ...]:
        """The quoted sentences with a long stretch that no fact tells."""
        return tuple(s for s in self.sentences if s.standing is Standing.QUOTED and s.unquoted)


def cover(base: FactBase) -> tuple[Coverage, ...]:
    """Hold every sentence of every document against the quotes of the facts that are served."""
    quotes: dict[str, list[Span]] = {}
    for fact in base.served:
        for evidence in fact.evidence:
            quotes.setdefault(evidence.source, []).append(Span(evidence.start, evidence.end))
    return tuple(_cover_source(source, quotes.get(source.id, ())) for source in base.sources.values())


def open_sentences(coverages: Iterable[Coverage], seeds: Path) -> Iterator[Fault]:
    """Give a warning for each sentence, or long stretch of one, that is neither quoted nor excluded."""
    for coverage in coverages:
        document = str(seeds / coverage.file)
        for sentence in coverage.open:
            yield Fault(
                document,
                sentence.line,
                f"no fact quotes “{excerpt(sentence.text)}”: add a fact, or exclude the sentence with a reason",
            )
        for sentence in coverage.partly_quoted:
            for stretch in sentence.unquoted:
                yield Fault(
                    document,
                    sentence.line,
                    f"no fact quotes this part of a sentence, “{excerpt(stretch)}”: add what it claims, or quote more",
                )


def _cover_source(source: Source, quotes: Iterable[Span]) -> Coverage:
    quoted = _merged(quotes)
    excluded = _merged(Span(passage.start, passage.end) for passage in source.excluded)
    both = _merged((*quoted, *excluded))
    line_starts = [0, *(match.end() for match in re.finditer(r"\n", source.text))]
    sentences = []
    for span in split_sentences(source.text):
        text = source.text[span.start : span.end]
        words = [Span(span.start + word.start(), span.start + word.end()) for word in _WORD.finditer(text)]
        if _touches(quoted, span):
            standing = Standing.QUOTED
        elif words and all(_touches(excluded, word) for word in words):
            standing = Standing.EXCLUDED
        else:
            standing = Standing.OPEN
        unquoted = tuple(source.text[gap.start : gap.end] for gap in _gaps(words, both))
        line = bisect_right(line_starts, span.start)
        sentences.append(Sentence(span.start, span.end, line, text, standing, unquoted))
    return Coverage(source.id, source.file, tuple(sentences))


def _gaps(words: list[Span], covered: list[Span]) -> Iterator[Span]:
    """Find runs of more than UNQUOTED_LIMIT words that no span covers."""
    run: list[Span] = []
    for word in [*words, None]:
        if word is not None and not _touches(covered, word):
            run.append(word)
            continue
        if len(run) > UNQUOTED_LIMIT:
            yield Span(run[0].start, run[-1].end)
        run = []


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Sort spans and join those that touch, so that looking one up takes a binary search."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _touches(merged: list[Span], span: Span) -> bool:
    """Say whether one of the merged spans overlaps `span`."""
    index = bisect_right(merged, span.start, key=lambda other: other.start)
    return any(other.overlaps(span) for other in merged[max(0, index - 1) : index + 1])
