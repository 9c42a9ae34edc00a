"""Loading gives a whole fact base, or every fault of it with its file and line."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from curated_base import TIDES, Curated
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import FactBaseError
from bot.factbase.loading import examine, load
from bot.factbase.models import Modality


def test_a_sound_base_loads_without_a_fault_or_a_warning(curated: Curated) -> None:
    base = curated.load()
    assert list(base.topics) == ["tidal-power", "tides"]
    assert len(base.facts) == 11
    assert list(base.sources) == ["fundy-2024", "severn-2021"]
    assert base.warnings == ()


def test_every_quote_is_the_documents_own_text(curated: Curated) -> None:
    base = curated.load()
    evidence = [evidence for fact in base.facts.values() for evidence in fact.evidence]
    assert len(evidence) == 12
    for each in evidence:
        assert base.sources[each.source].text[each.start : each.end] == each.quote


def test_a_fact_is_read_key_by_key(curated: Curated) -> None:
    fact = curated.load().facts["parrsboro-test"]
    assert fact.topic == "tidal-power"
    assert fact.statement == "Three floating turbines are expected to be tested near Parrsboro from 2025."
    assert fact.value is not None
    assert (str(fact.value.value), fact.value.unit, fact.value.approximate) == ("3", "turbines", False)
    assert fact.period is not None
    assert fact.period.text == "2025/.."
    assert fact.modality is Modality.EXPECTED
    assert fact.said_by == ("anna-teale",)
    assert (fact.location.file, fact.location.line) == ("facts/tidal-power.yaml", 33)


def test_an_approximate_value_and_a_signed_change_are_read_as_figures(curated: Curated) -> None:
    facts = curated.load().facts
    value, change = facts["fundy-volume"].value, facts["annapolis-output-fell"].change
    assert value is not None
    assert change is not None
    assert (value.value, value.approximate) == (160_000_000_000, True)
    assert (change.value, change.unit, change.approximate) == (-25, "%", False)


def test_scalars_stay_as_they_were_written(bare: Curated) -> None:
    bare.edit("lamps.yaml", "The lamp burned whale oil.", "NO")
    bare.edit("lamps.yaml", "title: Lamps", "title: 12:30")
    bare.edit("lamps.yaml", "What did the lamp burn?", "1.10")
    base = bare.load()
    assert base.facts["lamp-oil"].statement == "NO"
    assert base.topics["lamps"].title == "12:30"


def test_a_base_of_required_keys_alone_loads(bare: Curated) -> None:
    base = bare.load()
    assert list(base.facts) == ["lamp-lit", "lamp-oil"]
    assert base.glossary.entities == {}
    assert base.warnings == ()


def test_without_a_glossary_speakers_go_by_their_names(bare: Curated) -> None:
    bare.edit("lamps.yaml", "  - id: lamp-oil", "    said_by:\n      - Trinity House\n  - id: lamp-oil")
    assert bare.load().facts["lamp-lit"].said_by == ("Trinity House",)


def test_withdrawn_facts_are_kept_but_not_served(bare: Curated) -> None:
    bare.edit(
        "lamps.yaml", "  - id: lamp-oil", "    withdrawn: it was relit\n    superseded_by: lamp-oil\n  - id: lamp-oil"
    )
    base = bare.load()
    assert list(base.facts) == ["lamp-lit", "lamp-oil"]
    assert [fact.id for fact in base.served] == ["lamp-oil"]


def test_the_documents_hash_is_computed_from_its_bytes(bare: Curated) -> None:
    expected = hashlib.sha256((bare.seeds / "lamp.txt").read_bytes()).hexdigest()
    assert bare.load().sources["lamp-note"].sha256 == expected


def test_the_digest_does_not_depend_on_where_the_base_lies(curated: Curated) -> None:
    assert curated.load().digest == load(TIDES / "facts", TIDES / "seeds").digest


@pytest.mark.parametrize("name", ["sources.yaml", "glossary.yaml", "tides.yaml", "severn-bore.txt"])
def test_the_digest_changes_with_any_byte_of_the_base(curated: Curated, name: str) -> None:
    before = curated.examine().base.digest
    path = (curated.facts if name.endswith(".yaml") else curated.seeds) / name
    path.write_bytes(path.read_bytes() + b"\n")
    after = curated.load().digest
    assert after != before
    assert after.startswith("sha256:")
    assert len(after) == len("sha256:") + 64


def test_the_digest_leaves_out_the_guide_and_hidden_files(curated: Curated) -> None:
    before = curated.load().digest
    curated.write("README.md", "# How to write facts")
    curated.write(".swap", "x")
    assert curated.load().digest == before


def test_all_faults_of_all_files_come_at_once_in_file_and_line_order(curated: Curated) -> None:
    curated.edit("sources.yaml", "published: 2021-09-04", "published: 2021-13")
    curated.edit("tides.yaml", "title: Tides", "titel: Tides")
    curated.edit("tides.yaml", "id: fundy-volume", "id: Fundy Volume")
    curated.edit("tidal-power.yaml", "  - id: annapolis-closed", "  - id: [")
    with pytest.raises(FactBaseError) as caught:
        curated.load()
    places = [(fault.file, fault.line) for fault in caught.value.faults]
    assert places == sorted(places)
    assert {file for file, _ in places} == {"facts/sources.yaml", "facts/tidal-power.yaml", "facts/tides.yaml"}
    assert len([file for file, _ in places if file == "facts/tides.yaml"]) == 3
    assert caught.value.exit_code == 3


def test_an_examination_keeps_what_was_read_whole(curated: Curated) -> None:
    curated.edit("tides.yaml", "id: fundy-volume", "id: fundy_volume")
    examination = curated.examine()
    assert len(examination.faults) == 1
    assert len(examination.base.facts) == 10


def test_an_unreadable_file_does_not_make_its_ids_unknown_elsewhere(curated: Curated) -> None:
    curated.write("sources.yaml", "sources: [")
    curated.write("glossary.yaml", "- a list")
    assert [(fault.file, fault.line) for fault in curated.examine().faults] == [
        ("facts/glossary.yaml", 1),
        ("facts/sources.yaml", 1),
    ]


def test_a_missing_folder_of_facts_is_one_fault(curated: Curated) -> None:
    (examined,) = examine(Path("nowhere"), curated.seeds).faults
    assert str(examined) == (
        "nowhere:1: there is no such folder of facts: make it, with sources.yaml and one file a topic,"
        " or name another with --facts"
    )


def test_a_missing_folder_of_documents_is_told_beside_each_document(curated: Curated) -> None:
    faults = [str(fault) for fault in examine(curated.facts, Path("nowhere")).faults]
    assert faults == [
        "facts/sources.yaml:3: the document 'bay-of-fundy.txt' is not in nowhere: put it there, or correct `file`",
        "facts/sources.yaml:18: the document 'severn-bore.txt' is not in nowhere: put it there, or correct `file`",
        "nowhere:1: there is no such folder of documents: make it and put the documents there,"
        " or name another with --seeds",
    ]


def test_a_file_in_place_of_the_folder_is_a_fault(bare: Curated) -> None:
    (fault,) = examine(bare.facts / "lamps.yaml", bare.seeds).faults
    assert str(fault) == (
        "facts/lamps.yaml:1: this is not a folder that can be read (Not a directory): it should be the folder of facts:"
        " make it, with sources.yaml and one file a topic, or name another with --facts"
    )


def test_missing_sources_are_a_fault(bare: Curated) -> None:
    (bare.facts / "sources.yaml").unlink()
    assert bare.faults() == ["facts/sources.yaml:1: the file is missing: add it, with each document under `sources`"]


def test_a_base_without_a_topic_is_a_fault(bare: Curated) -> None:
    (bare.facts / "lamps.yaml").unlink()
    assert bare.faults() == [
        "facts:1: the folder has no topic file: add one, such as rivers.yaml, with `topic`, `title` and `facts`"
    ]


@pytest.mark.parametrize("name", ["Lamps.yaml", "more_lamps.yaml", "lamps.yml", "notes.txt"])
def test_any_other_entry_of_the_folder_is_a_fault(bare: Curated, name: str) -> None:
    bare.write(name, "x")
    assert bare.faults() == [
        f"facts/{name}:1: only sources.yaml, glossary.yaml, README.md and topic files may stand here:"
        " rename it in kebab-case with .yaml at the end, or move it elsewhere"
    ]


def test_a_folder_among_the_facts_is_a_fault(bare: Curated) -> None:
    (bare.facts / "more").mkdir()
    assert len(bare.faults()) == 1


def test_a_topic_bears_the_name_of_its_file(bare: Curated) -> None:
    bare.edit("lamps.yaml", "topic: lamps", "topic: lights")
    assert bare.faults() == [
        "facts/lamps.yaml:1: `topic` is 'lights' in a file named lamps.yaml: write 'lamps', or rename the file"
    ]


def test_a_missing_document_is_a_fault_that_offers_the_closest(bare: Curated) -> None:
    bare.edit("sources.yaml", "lamp.txt", "lamps.txt")
    assert bare.faults() == [
        "facts/sources.yaml:3: the document 'lamps.txt' is not in seeds (did you mean 'lamp.txt'?):"
        " put it there, or correct `file`"
    ]


def test_a_document_that_is_not_utf_8_is_a_fault(bare: Curated) -> None:
    (bare.seeds / "lamp.txt").write_bytes(b"caf\xe9")
    assert bare.faults() == [
        "facts/sources.yaml:3: the document seeds/lamp.txt is not UTF-8 (byte 4): save it as UTF-8"
    ]


@pytest.mark.parametrize("name", ["../lamp.txt", "/etc/hostname", "a\\\\b", "..", "a\\0b"])
def test_a_document_is_named_without_any_folder(bare: Curated, name: str) -> None:
    bare.edit("sources.yaml", "lamp.txt", f'"{name}"')
    (fault,) = bare.faults()
    assert fault.startswith("facts/sources.yaml:3: `file` ")
    assert fault.endswith("is not a file's name: write the document's file name in the folder of documents, no folder")


def test_excluded_passages_are_spans_of_the_document(curated: Curated) -> None:
    fundy, severn = curated.load().sources.values()
    assert [fundy.text[each.start : each.end][:12] for each in fundy.excluded] == ["About 160 bi", "Photo by sta"]
    assert fundy.excluded[0].start > fundy.text.index("About 160")
    assert [severn.text[each.start : each.end] for each in severn.excluded] == [
        "< / P > < p >",
        "The wave water its time goes of moon bore the sea.",
    ]
    assert [each.reason.split(":")[0] for each in severn.excluded] == ["markup", "garbled"]


def test_importing_the_fact_base_pulls_in_neither_discord_nor_asyncio() -> None:
    code = (
        "import sys, bot.factbase.loading, bot.factbase.checks, bot.factbase.coverage;"
        "print(sorted({'asyncio', 'discord', 'socket'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


_YAMLISH = st.text(alphabet=st.sampled_from("ab: -\n[]{}\"'|>&*!%@`#,?\t~0é\x00\x85\u2028\ufeff"), max_size=80)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=200), _YAMLISH.map(str.encode), _YAMLISH.map(lambda t: f"{t}\n".encode())))
@pytest.mark.parametrize("name", ["sources.yaml", "glossary.yaml", "lamps.yaml"])
def test_arbitrary_bytes_raise_nothing_but_a_fact_base_error(bare: Curated, name: str, content: bytes) -> None:
    path = bare.write(name, content)
    try:
        outcome = _outcome(bare)
    finally:
        path.unlink()
    assert outcome is None or all(fault.line >= 1 and fault.message for fault in outcome.faults)


_PIECES = st.lists(
    st.sampled_from((TIDES / "facts" / "tides.yaml").read_text("utf-8").splitlines(keepends=True)),
    max_size=40,
).map(lambda lines: "".join(lines))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=_PIECES)
def test_shuffled_lines_of_a_topic_raise_nothing_but_a_fact_base_error(curated: Curated, content: str) -> None:
    curated.write("tides.yaml", content)
    outcome = _outcome(curated)
    assert outcome is None or outcome.faults


def _outcome(base: Curated) -> FactBaseError | None:
    try:
        base.load()
    except FactBaseError as error:
        return error
    return None
