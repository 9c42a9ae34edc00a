"""Every sentence of a document is quoted, excluded or open, and long stretches that no fact tells are listed."""

from __future__ import annotations

from pathlib import Path

from curated_base import Curated

from bot.factbase.coverage import Coverage, Standing, cover, open_sentences

LIT = "The lamp of the old lighthouse was lit in 1841."


def coverage_of(base: Curated, text: str | None = None) -> Coverage:
    if text is not None:
        (base.seeds / "lamp.txt").write_text(text, "utf-8")
    (coverage,) = cover(base.load())
    return coverage


def doubts(base: Curated) -> list[str]:
    return [str(fault) for fault in open_sentences(cover(base.load()), base.seeds)]


def test_a_curated_base_covers_its_documents(curated: Curated) -> None:
    fundy, severn = cover(curated.load())
    assert (len(fundy.sentences), fundy.quoted, fundy.excluded, fundy.open) == (8, 6, 2, ())
    assert (len(severn.sentences), severn.quoted, severn.excluded, severn.open) == (7, 5, 2, ())
    assert (severn.source, severn.file) == ("severn-2021", "severn-bore.txt")


def test_a_sentence_that_no_fact_quotes_is_open(bare: Curated) -> None:
    coverage = coverage_of(bare, f"{LIT}\nIt was dear. It burned whale oil.\nIt stank.")
    assert [sentence.standing for sentence in coverage.sentences] == [
        Standing.QUOTED,
        Standing.OPEN,
        Standing.QUOTED,
        Standing.OPEN,
    ]
    assert [(sentence.text, sentence.line) for sentence in coverage.open] == [("It was dear.", 2), ("It stank.", 3)]
    assert doubts(bare) == [
        "seeds/lamp.txt:2: no fact quotes “It was dear.”: add a fact, or exclude the sentence with a reason",
        "seeds/lamp.txt:3: no fact quotes “It stank.”: add a fact, or exclude the sentence with a reason",
    ]


def test_a_withdrawn_fact_covers_nothing(bare: Curated) -> None:
    bare.edit("lamps.yaml", "    questions:", "    withdrawn: it was another lamp\n    questions:")
    assert len(coverage_of(bare).open) == 1


def test_a_partly_excluded_sentence_is_open(bare: Curated) -> None:
    bare.edit("sources.yaml", "    title:", "    excluded:\n      - exact: It was\n        reason: stray\n    title:")
    text = f"{LIT} It burned whale oil. It was dear."
    assert [sentence.text for sentence in coverage_of(bare, text).open] == ["It was dear."]


def test_a_wholly_excluded_sentence_is_excluded(bare: Curated) -> None:
    bare.edit(
        "sources.yaml", "    title:", "    excluded:\n      - exact: It was dear\n        reason: stray\n    title:"
    )
    text = f"{LIT} It burned whale oil. It was dear."
    coverage = coverage_of(bare, text)
    assert (coverage.quoted, coverage.excluded, coverage.open) == (2, 1, ())


def test_more_than_six_unquoted_words_in_a_row_are_listed(bare: Curated) -> None:
    text = f"{LIT} After the war that nobody had wanted at all, It burned whale oil."
    (part,) = coverage_of(bare, text).partly_quoted
    assert part.unquoted == ("After the war that nobody had wanted at all",)
    assert doubts(bare) == [
        "seeds/lamp.txt:1: no fact quotes this part of a sentence, “After the war that nobody had wanted at all”:"
        " add what it claims, or quote more"
    ]


def test_six_unquoted_words_in_a_row_are_let_be(bare: Curated) -> None:
    bare.edit("lamps.yaml", "exact: It burned whale oil.", "exact: It burned whale oil")
    text = f"{LIT} One two three four five six, It burned whale oil, one two three."
    assert coverage_of(bare, text).partly_quoted == ()


def test_an_exclusion_ends_an_unquoted_stretch(bare: Curated) -> None:
    bare.edit("sources.yaml", "    title:", "    excluded:\n      - exact: (sic)\n        reason: stray\n    title:")
    text = f"{LIT} One two three four five (sic) six seven eight nine ten, It burned whale oil."
    assert coverage_of(bare, text).partly_quoted == ()


def test_a_quote_across_sentences_covers_each(bare: Curated) -> None:
    bare.edit("lamps.yaml", "exact: It burned whale oil.", "exact: It was dear. It burned whale oil.")
    text = f"{LIT} It was dear. It burned whale oil."
    assert coverage_of(bare, text).quoted == 3


def test_long_open_sentences_are_trimmed(bare: Curated) -> None:
    long = "It was dear " + "and dear " * 60
    coverage_of(bare, f"{LIT} It burned whale oil. {long}")
    (doubt,) = doubts(bare)
    assert len(doubt) < 280
    assert "…" in doubt


def test_documents_are_named_under_their_folder(curated: Curated) -> None:
    curated.edit("bay-of-fundy.txt", "Photo by staff.", "Photo by staff. It rained.")
    (fault,) = open_sentences(cover(curated.load()), Path("elsewhere"))
    assert (fault.file, fault.line) == ("elsewhere/bay-of-fundy.txt", 6)
