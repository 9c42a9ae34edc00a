"""Each rule that crosses files has its sentence, and a sound base gives none of them."""

from __future__ import annotations

import hashlib

import pytest
from curated_base import Curated

from bot.factbase.checks import survey


def only(findings: list[str]) -> str:
    (finding,) = findings
    return finding


# Evidence and documents.


def test_a_quote_that_is_not_in_its_document(curated: Curated) -> None:
    line = curated.edit("tides.yaml", "It can reach 2 metres in height", "It can reach 3 meters in height")
    assert only(curated.faults()) == (
        f"facts/tides.yaml:{line}: the quote “It can reach 3 meters in height” is not in seeds/severn-bore.txt;"
        " the closest passage is “It can reach 2 metres in height”: copy the words from the document as they stand"
    )


def test_a_quote_of_more_than_320_characters(bare: Curated) -> None:
    words = "The keeper climbed the tower. " * 11
    (bare.seeds / "lamp.txt").write_text(f"The lamp of the old lighthouse was lit in 1841. {words}", "utf-8")
    line = bare.edit("lamps.yaml", "It burned whale oil.", words.strip())
    assert only(bare.faults()) == (
        f"facts/lamps.yaml:{line}: the quote is 329 characters long, and 320 is the most:"
        " quote less, or split it into two pieces of evidence"
    )


def test_a_quote_of_320_characters_is_short_enough(bare: Curated) -> None:
    words = "x" * 319 + "."
    (bare.seeds / "lamp.txt").write_text(f"The lamp of the old lighthouse was lit in 1841. {words}", "utf-8")
    bare.edit("lamps.yaml", "It burned whale oil.", words)
    assert bare.faults() == []


def test_a_quote_on_an_excluded_passage(curated: Curated) -> None:
    line = curated.edit("tides.yaml", "It can reach 2 metres in height", "The wave water its time")
    assert only([fault for fault in curated.faults() if f":{line}:" in fault]) == (
        f"facts/tides.yaml:{line}: the quote “The wave water its time” lies in a passage of seeds/severn-bore.txt"
        " that is excluded (garbled): quote another sentence, or remove the exclusion"
    )


def test_a_quote_that_reaches_into_an_excluded_passage(curated: Curated) -> None:
    curated.edit("tides.yaml", "exact: In 1996 a", "exact: according to the Severn Trust. < / P > # In 1996 a")
    assert "lies in a passage of seeds/severn-bore.txt that is excluded (markup: " in only(curated.faults())


def test_an_excluded_passage_that_is_not_there(curated: Curated) -> None:
    line = curated.edit("sources.yaml", "exact: Photo by staff.", "exact: Photo by the staff.")
    assert only(curated.faults()) == (
        f"facts/sources.yaml:{line}: the excluded passage “Photo by the staff.” is not in seeds/bay-of-fundy.txt;"
        " the closest passage is “Photo by staff.”: copy the words from the document as they stand"
    )


def test_an_excluded_passage_that_stands_twice(curated: Curated) -> None:
    curated.edit("sources.yaml", "        prefix: from 2025.\n", "")
    assert "stands 2 times in seeds/bay-of-fundy.txt: add a `prefix` or a `suffix`" in only(curated.faults())


def test_an_unknown_source(curated: Curated) -> None:
    line = curated.edit("tides.yaml", "source: severn-2021", "source: severn-2012")
    assert only(curated.faults()) == (
        f"facts/tides.yaml:{line}: the source 'severn-2012' is not in sources.yaml (did you mean 'severn-2021'?):"
        " correct the id, or add the source"
    )


def test_a_document_that_has_changed(bare: Curated) -> None:
    noted = hashlib.sha256(b"another text").hexdigest()
    line = bare.edit("sources.yaml", "    title:", f"    sha256: {noted}\n    title:")
    now = hashlib.sha256((bare.seeds / "lamp.txt").read_bytes()).hexdigest()
    assert only(bare.faults()) == (
        f"facts/sources.yaml:{line}: the document seeds/lamp.txt has changed, its SHA-256 is now {now}:"
        " restore the document, or check every quote against it and correct `sha256`"
    )


def test_a_document_that_has_not_changed(bare: Curated) -> None:
    now = hashlib.sha256((bare.seeds / "lamp.txt").read_bytes()).hexdigest()
    bare.edit("sources.yaml", "    title:", f"    sha256: {now.upper()}\n    title:")
    assert bare.faults() == []


def test_a_document_of_two_sources(curated: Curated) -> None:
    line = curated.edit("sources.yaml", "file: severn-bore.txt", "file: bay-of-fundy.txt")
    assert (
        f"facts/sources.yaml:{line}: the document 'bay-of-fundy.txt' already belongs to the source 'fundy-2024':"
        " keep one of the two"
    ) in curated.faults()


# Ids and references.


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "tides.yaml",
            "id: severn-bore-speed",
            "id: annapolis-closed",
            "the id 'annapolis-closed' already belongs to the fact at facts/tidal-power.yaml:4: rename one of them",
        ),
        (
            "glossary.yaml",
            "id: burntcoat-head",
            "id: bay-of-fundy",
            "the id 'bay-of-fundy' already belongs to the entity at facts/glossary.yaml:2: rename one of them",
        ),
        (
            "glossary.yaml",
            "- id: height",
            "- id: tidal-range",
            "the id 'tidal-range' already belongs to the measure at facts/glossary.yaml:74: rename one of them",
        ),
        (
            "glossary.yaml",
            "- id: phenomenon",
            "- id: place",
            "the id 'place' already belongs to the kind at facts/glossary.yaml:90: rename one of them",
        ),
        (
            "sources.yaml",
            "id: severn-2021",
            "id: fundy-2024",
            "the id 'fundy-2024' already belongs to the source at facts/sources.yaml:2: rename one of them",
        ),
    ],
)
def test_an_id_that_stands_twice(curated: Curated, name: str, old: str, new: str, sentence: str) -> None:
    line = curated.edit(name, old, new)
    assert f"facts/{name}:{line}: {sentence}" in curated.faults()


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("tides.yaml", "      - burntcoat-head\n", "      - burntcoat\n", "the entity 'burntcoat' in `entities`"),
        ("tides.yaml", "scope: tide", "scope: tides", "the entity 'tides' in `scope`"),
        ("tides.yaml", "place: severn", "place: severnn", "the entity 'severnn' in `place`"),
        ("tides.yaml", "measure: height", "measure: heights", "the measure 'heights' in `measure`"),
        ("tides.yaml", "      - severn-trust", "      - severn-trusts", "the entity 'severn-trusts' in `said_by`"),
        ("glossary.yaml", "kind: phenomenon", "kind: phenomena", "the kind 'phenomena' in `kind`"),
        ("glossary.yaml", "      - tide\n", "      - tyde\n", "the entity 'tyde' in `is_a`"),
        ("glossary.yaml", "      - canada\n", "      - kanada\n", "the entity 'kanada' in `part_of`"),
        (
            "glossary.yaml",
            "    belongs_to:\n      - hydrographic-service",
            "    belongs_to:\n      - hydro-service",
            "the entity 'hydro-service' in `belongs_to`",
        ),
        ("glossary.yaml", "    is_a:\n      - body", "    is_a:\n      - bodies", "the kind 'bodies' in `is_a`"),
    ],
)
def test_an_id_that_the_glossary_does_not_have(curated: Curated, name: str, old: str, new: str, sentence: str) -> None:
    line = curated.edit(name, old, new) + new.rstrip().count("\n")
    fault = only(curated.faults())
    assert fault.startswith(f"facts/{name}:{line}: {sentence} is not in the glossary (did you mean '")
    assert fault.endswith("'?): correct the id, add it, or remove it")


def test_an_entity_where_there_is_no_glossary(bare: Curated) -> None:
    line = bare.edit("lamps.yaml", "    questions:", "    place: cornwall\n    questions:")
    assert only(bare.faults()) == (
        f"facts/lamps.yaml:{line}: the entity 'cornwall' in `place` is not in the glossary, which has none:"
        " add it, or remove the key"
    )


def test_a_glossary_without_kinds_takes_any_word_for_a_kind(bare: Curated) -> None:
    bare.write("glossary.yaml", "entities:\n  - id: eddystone\n    name: Eddystone\n    kind: lighthouse\n")
    assert bare.faults() == []


@pytest.mark.parametrize("key", ["related:\n      - lamp-oyl", "withdrawn: it was\n    superseded_by: lamp-oyl"])
def test_a_fact_that_does_not_exist(bare: Curated, key: str) -> None:
    line = bare.edit("lamps.yaml", "    questions:", f"    {key}\n    questions:") + 1
    name = "related" if "related" in key else "superseded_by"
    assert only(bare.faults()) == (
        f"facts/lamps.yaml:{line}: the fact 'lamp-oyl' in `{name}` does not exist (did you mean 'lamp-oil'?):"
        " correct the id, or remove it"
    )


def test_what_is_exclusive_is_what_the_fact_is_about(bare: Curated) -> None:
    line = bare.edit("lamps.yaml", "    questions:", "    exclusive:\n      oil:\n        - lamp\n    questions:")
    assert bare.faults() == [
        f"facts/lamps.yaml:{line + 1}: {name!r} in `exclusive` is none of the fact's `entities`:"
        " correct the id, or add it there, too"
        for name in ("oil", "lamp")
    ]


def test_what_is_exclusive_is_told_of_what(bare: Curated) -> None:
    line = bare.edit("lamps.yaml", "    questions:", "    exclusive:\n      - oil\n    questions:")
    assert only(bare.faults()) == (
        f"facts/lamps.yaml:{line + 1}: `exclusive` must be a mapping by id (`trinity-house: …`): write of what (an id),"
        " and under it the ids that leave room for no other, one a line"
    )


def test_a_fact_related_to_itself(bare: Curated) -> None:
    line = bare.edit("lamps.yaml", "    questions:", "    related:\n      - lamp-lit\n    questions:")
    assert only(bare.faults()) == (
        f"facts/lamps.yaml:{line}: the fact is related to itself: remove its own id from `related`"
    )


def test_a_fact_that_is_replaced_and_still_given(bare: Curated) -> None:
    line = bare.edit("lamps.yaml", "    questions:", "    superseded_by: lamp-oil\n    questions:")
    assert only(bare.faults()) == (
        f"facts/lamps.yaml:{line}: `superseded_by` stands without `withdrawn`:"
        " give the reason in `withdrawn`, or remove it"
    )


def test_a_unit_that_counts_nothing(bare: Curated) -> None:
    line = bare.edit("lamps.yaml", "    questions:", "    unit: lamps\n    questions:")
    assert only(bare.faults()) == (
        f"facts/lamps.yaml:{line}: `unit` stands without `value`: add the value, or remove the unit"
    )


def test_relations_that_lead_round_in_a_circle(curated: Curated) -> None:
    curated.edit(
        "glossary.yaml",
        "  - id: canada\n    name: Canada\n",
        "  - id: canada\n    name: Canada\n    part_of: [burntcoat-head]\n",
    )
    assert only(curated.faults()) == (
        "facts/glossary.yaml:15: `part_of` leads round in a circle"
        " (bay-of-fundy → canada → burntcoat-head → bay-of-fundy): remove one of its steps"
    )


def test_an_entity_that_is_itself(curated: Curated) -> None:
    curated.edit("glossary.yaml", "    is_a:\n      - tide", "    is_a:\n      - bore")
    assert "`is_a` leads round in a circle (bore → bore): remove one of its steps" in only(curated.faults())


def test_facts_that_supersede_each_other(bare: Curated) -> None:
    bare.edit("lamps.yaml", "    questions:", "    withdrawn: old\n    superseded_by: lamp-oil\n    questions:")
    bare.edit(
        "lamps.yaml",
        "whale oil.\n    questions:",
        "whale oil.\n    withdrawn: old\n    superseded_by: lamp-lit\n    questions:",
    )
    assert only(bare.faults()).endswith(
        "`superseded_by` leads round in a circle (lamp-lit → lamp-oil → lamp-lit): remove one of its steps"
    )


# Warnings, which never keep a base from loading.


def test_a_source_that_no_fact_quotes(bare: Curated) -> None:
    (bare.seeds / "oil.txt").write_text("Whale oil smells.", "utf-8")
    text = (bare.facts / "sources.yaml").read_text("utf-8")
    bare.write(
        "sources.yaml", f"{text}  - id: oil-note\n    file: oil.txt\n    title: Note on oil\n    published: 1991\n"
    )
    assert only([str(warning) for warning in bare.load().warnings]) == (
        "facts/sources.yaml:6: no fact quotes the source 'oil-note': add its facts, or remove it"
    )


def test_a_document_that_no_source_describes(bare: Curated) -> None:
    (bare.seeds / "oil.txt").write_text("Whale oil smells.", "utf-8")
    assert only([str(warning) for warning in bare.load().warnings]) == (
        "seeds/oil.txt:1: no source describes this document: add it to sources.yaml, or remove it"
    )


def test_a_name_that_two_entities_share(curated: Curated) -> None:
    line = curated.edit("glossary.yaml", "      - Qiantang\n", "      - SEVERN!\n")
    assert only([str(warning) for warning in curated.load().warnings]) == (
        f"facts/glossary.yaml:{line}: 'SEVERN!' names the entity 'qiantang' and also the entity 'severn'"
        " at facts/glossary.yaml:27: keep it for one of them"
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "      - range of the tide",
            "      - tides",
            "'tides' names the measure 'tidal-range' and also the entity 'tide'",
        ),
        (
            "      - surge",
            "      - Tidal Range",
            "'Tidal Range' names the term 'wave' and also the measure 'tidal-range'",
        ),
        (
            "        - Welle",
            "        - Tidenhub",
            "'Tidenhub' names the term 'wave' and also the measure 'tidal-range'",
        ),
    ],
)
def test_a_name_shared_across_the_glossary(curated: Curated, old: str, new: str, sentence: str) -> None:
    curated.edit("glossary.yaml", old, new)
    assert sentence in only(curated.warnings())


def test_an_entity_may_repeat_its_own_name(curated: Curated) -> None:
    curated.edit("glossary.yaml", "      - Fundy\n", "      - Fundy\n      - bay of fundy\n")
    assert curated.warnings() == []


def test_a_wording_that_two_facts_give(bare: Curated) -> None:
    line = bare.edit("lamps.yaml", "What did the lamp burn?", "when was the Lamp lit")
    assert only([str(warning) for warning in bare.load().warnings]) == (
        f"facts/lamps.yaml:{line}: the wording 'when was the Lamp lit' is already one of the fact 'lamp-lit'"
        " (facts/lamps.yaml:7): keep one of the two"
    )


def test_a_wording_that_one_fact_gives_twice(bare: Curated) -> None:
    line = bare.edit("lamps.yaml", "      - What did the lamp burn?", "      - Fuel?\n      - fuel")
    assert only(bare.warnings()) == (
        f"facts/lamps.yaml:{line + 1}: the wording 'fuel' is already one of this fact (facts/lamps.yaml:{line}):"
        " keep one of the two"
    )


def test_an_ambiguous_quote_takes_the_first_place(bare: Curated) -> None:
    path = bare.seeds / "lamp.txt"
    path.write_text(f"{path.read_text('utf-8')} It burned whale oil.", "utf-8")
    line = bare.edit("lamps.yaml", "exact: It burned whale oil.", "exact: It burned whale oil.")
    base = bare.load()
    assert base.facts["lamp-oil"].evidence[0].start == 48
    assert only([str(warning) for warning in base.warnings]) == (
        f"facts/lamps.yaml:{line}: the quote “It burned whale oil.” stands 2 times in seeds/lamp.txt,"
        " the first is taken: add `prefix` or `suffix`, or quote more"
    )


def test_a_quote_whose_other_place_is_excluded_is_not_ambiguous(curated: Curated) -> None:
    base = curated.load()
    (evidence,) = base.facts["fundy-volume"].evidence
    text = base.sources["fundy-2024"].text
    assert evidence.start == text.index(evidence.quote) < text.rindex(evidence.quote)
    assert base.warnings == ()


def test_a_quote_that_cuts_a_word(bare: Curated) -> None:
    line = bare.edit("lamps.yaml", "exact: It burned whale oil.", "exact: t burned whale oil.")
    assert only([str(warning) for warning in bare.load().warnings]) == (
        f"facts/lamps.yaml:{line}: the quote “t burned whale oil.” cuts a word or number in two: quote whole words"
    )


# The survey, asked for by whoever checks a base.


def test_a_survey_adds_open_sentences_to_the_warnings_of_loading(bare: Curated) -> None:
    path = bare.seeds / "lamp.txt"
    path.write_text(f"{path.read_text('utf-8')}\nIt was dear.", "utf-8")
    line = bare.edit("lamps.yaml", "exact: It burned whale oil.", "exact: t burned whale oil.")
    assert [(finding.file, finding.line) for finding in survey(bare.load(), bare.seeds)] == [
        ("facts/lamps.yaml", line),
        ("seeds/lamp.txt", 3),
    ]
