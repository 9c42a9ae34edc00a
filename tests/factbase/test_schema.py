"""Each key of the curated files has a sentence for whoever gets it wrong."""

from __future__ import annotations

import pytest
from curated_base import Curated

FACT_KEYS = (
    "id, statement, questions, evidence, also_asked, statement_in, headline, entities, scope, measure, value, unit,"
    " change, change_basis, period, period_note, as_of, place, said_by, exclusive, modality, notes, related,"
    " withdrawn, superseded_by"
)


def add_to_fact(base: Curated, lines: str) -> int:
    """Add keys to the first fact of lamps.yaml; return the line of the first one."""
    return base.edit("lamps.yaml", "    questions:", f"{lines}\n    questions:")


def only_fault(base: Curated) -> str:
    (fault,) = base.faults()
    return fault


def test_an_unknown_key_is_shown_the_closest_and_the_allowed_ones(bare: Curated) -> None:
    line = add_to_fact(bare, "    headlin: Lit")
    assert only_fault(bare) == (
        f"facts/lamps.yaml:{line}: a fact has no key 'headlin': did you mean `headline`? correct or remove it"
        f" (the keys are {FACT_KEYS})"
    )


def test_an_unknown_key_unlike_any_other_is_shown_the_allowed_ones(bare: Curated) -> None:
    bare.edit("lamps.yaml", "topic: lamps", "topic: lamps\nxyz: a")
    assert only_fault(bare) == (
        "facts/lamps.yaml:2: a topic file has no key 'xyz': correct or remove it"
        " (the keys are topic, title, title_in, facts)"
    )


def test_an_unknown_key_of_evidence_is_told_too(bare: Curated) -> None:
    line = bare.edit("lamps.yaml", "exact: It burned whale oil.", "exact: It burned whale oil.\n        sufix: x")
    assert only_fault(bare) == (
        f"facts/lamps.yaml:{line + 1}: a piece of evidence has no key 'sufix': did you mean `suffix`?"
        " correct or remove it (the keys are source, exact, prefix, suffix)"
    )


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("    statement: The lamp burned whale oil.\n", "`statement`: add the claim in your own words, with its date"),
        (
            "    questions:\n      - What did the lamp burn?\n",
            "`questions`: add wordings that people ask it in, one a line",
        ),
        (
            "    evidence:\n      - source: lamp-note\n        exact: It burned whale oil.\n",
            "`evidence`: add the quotes that it rests on, each with `source` and `exact`",
        ),
    ],
)
def test_a_required_key_of_a_fact_is_asked_for(bare: Curated, line: str, meaning: str) -> None:
    bare.edit("lamps.yaml", line, "")
    assert only_fault(bare) == f"facts/lamps.yaml:11: a fact needs {meaning}"


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("    title: Note on a lamp\n", "`title`: add a title in your own words"),
        (
            "    published: 1990\n",
            "`published`: add the date of publication as far as it is known: 2023, 2023-08 or 2023-08-04",
        ),
        ("    file: lamp.txt\n", "`file`: add the document's file name in the folder of documents"),
    ],
)
def test_a_required_key_of_a_source_is_asked_for(bare: Curated, line: str, meaning: str) -> None:
    bare.edit("sources.yaml", line, "")
    faults = bare.faults()
    assert faults == [f"facts/sources.yaml:2: a source needs {meaning}"]


def test_a_fact_without_an_id_still_has_its_quotes_checked(bare: Curated) -> None:
    bare.edit("lamps.yaml", "  - id: lamp-oil\n    statement", "  - statement")
    bare.edit("lamps.yaml", "It burned whale oil.", "It burned lamp oil.")
    assert [fault.split(":")[1] for fault in bare.faults()] == ["11", "16"]


@pytest.mark.parametrize("nothing", ["", " ~", " null", " ''"])
def test_an_empty_value_is_a_fault(bare: Curated, nothing: str) -> None:
    line = add_to_fact(bare, f"    headline:{nothing}")
    assert only_fault(bare) == (
        f"facts/lamps.yaml:{line}: `headline` is empty: write the answer in a few words, or remove the key"
    )


def test_an_empty_item_of_a_list_is_a_fault(bare: Curated) -> None:
    line = bare.edit("lamps.yaml", "      - When was the lamp lit?", "      - When was the lamp lit?\n      -")
    assert only_fault(bare) == (
        f"facts/lamps.yaml:{line + 1}: `questions` holds an empty text:"
        " write wordings that people ask it in, one a line, or remove it"
    )


def test_an_empty_list_is_a_fault(bare: Curated) -> None:
    line = add_to_fact(bare, "    notes: []")
    assert only_fault(bare) == (
        f"facts/lamps.yaml:{line}: `notes` is an empty list:"
        " add what a reader should know about it, one a line, or remove the key"
    )


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            "notes: one",
            "`notes` must be a list (one `- ` line each): write what a reader should know about it, one a line",
        ),
        ("headline: [one]", "`headline` must be one text: write the answer in a few words"),
        (
            "statement_in: Licht",
            "`statement_in` must be a mapping by language (`zh: …`):"
            " write the statement in other languages, one under each tag (`zh:`)",
        ),
        (
            "statement_in:\n      german!: Licht",
            "`statement_in` has 'german!' for a language: write a tag such as zh or pt-BR",
        ),
        (
            "value: 636,000",
            "`value` '636,000' is not a number: write digits without separators, such as 512000 or about 2.5",
        ),
        (
            "change: 150 %",
            "`change` '150 %' is not a change:"
            " write a signed number and its unit, such as +150 % or about -3 percentage points",
        ),
        (
            "change: +150",
            "`change` '+150' is not a change:"
            " write a signed number and its unit, such as +150 % or about -3 percentage points",
        ),
        ("modality: hoped", "`modality` 'hoped' is not one of stated, planned, expected, possible: choose one of them"),
        (
            "period: last year",
            "`period` 'last year' is not ISO 8601 (2019, 2023-08, 2023-01/2023-07, 2024/..);"
            " write 2019, 2023-08, 2023-01/2023-07 or 2024/..",
        ),
        (
            "as_of: 2023-02-30",
            "`as_of` '2023-02-30' names a day or month that does not exist;"
            " write the date for which it holds: 2019, 2023-08 or 2023-08-04",
        ),
        (
            "period: 2023/2022",
            "`period` '2023/2022' ends before it begins; write 2019, 2023-08, 2023-01/2023-07 or 2024/..",
        ),
    ],
)  # fmt: skip
def test_a_bad_value_of_a_fact_is_told_with_what_to_write(bare: Curated, written: str, sentence: str) -> None:
    line = add_to_fact(bare, f"    {written}") + written.count("\n")
    assert only_fault(bare) == f"facts/lamps.yaml:{line}: {sentence}"


@pytest.mark.parametrize("name", ["Lamp-Lit", "lamp_lit", "lamp lit", "-lamp", "lamp--lit", "灯", "a" * 65])
def test_an_id_is_kebab_case_and_short(bare: Curated, name: str) -> None:
    bare.edit("lamps.yaml", "lamp-lit", name)
    fault = only_fault(bare)
    assert fault.startswith("facts/lamps.yaml:4: `id` ")
    assert fault.endswith(" is not an id: use lower-case letters, digits and single hyphens, at most 64 characters")


def test_an_id_of_64_characters_is_short_enough(bare: Curated) -> None:
    bare.edit("lamps.yaml", "lamp-lit", "a" * 64)
    assert bare.faults() == []


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("quality: good", "`quality` 'good' is not one of clean, machine-translated: choose one of them"),
        ("language: e", "`language` 'e' is not a language tag: write the document's language, such as en or pt-BR"),
        ("sha256: abc", "`sha256` is not a SHA-256: write the file's SHA-256, 64 hexadecimal digits"),
        (
            "excluded:\n      - exact: It burned",
            "an excluded passage needs `reason`:"
            " add why no fact may rest on it: garbled, stray, markup or repeated, then if you like a colon and details",
        ),
        (
            "excluded:\n      - reason: stray",
            "an excluded passage needs either `exact`, or both `from` and `to`:"
            " give its very words, or its first and its last words",
        ),
        (
            "excluded:\n      - exact: It burned\n        to: oil.\n        reason: stray",
            "an excluded passage needs either `exact`, or both `from` and `to`:"
            " give its very words, or its first and its last words",
        ),
    ],
)
def test_a_bad_value_of_a_source_is_told_with_what_to_write(bare: Curated, written: str, sentence: str) -> None:
    bare.edit("sources.yaml", "    title:", f"    {written}\n    title:")
    assert only_fault(bare).split(": ", 1)[1] == sentence


def test_an_entry_that_is_no_mapping_is_a_fault(bare: Curated) -> None:
    bare.write("glossary.yaml", "entities:\n  - Eddystone\n")
    assert only_fault(bare) == (
        "facts/glossary.yaml:2: an entity must be a mapping: write its keys one a line, `id: …` first"
    )


def test_a_quote_written_as_a_block_loses_its_last_line_break(bare: Curated) -> None:
    bare.edit("lamps.yaml", "exact: It burned whale oil.", "exact: >\n          It burned\n          whale oil.")
    assert bare.load().facts["lamp-oil"].evidence[0].quote == "It burned whale oil."
