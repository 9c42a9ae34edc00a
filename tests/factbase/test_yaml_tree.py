"""YAML is read as written: scalars stay texts, lines are kept, and surprising features are faults."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.factbase.findings import Findings
from bot.factbase.yaml_tree import Mapping, Scalar, Sequence, read_yaml


def faults_of(content: str | bytes) -> list[str]:
    findings = Findings("facts/x.yaml")
    read_yaml(content if isinstance(content, bytes) else content.encode(), findings)
    return [str(fault) for fault in findings.faults]


def tree_of(content: str) -> Mapping:
    findings = Findings("facts/x.yaml")
    tree = read_yaml(content.encode(), findings)
    assert findings.faults == []
    assert tree is not None
    return tree


@pytest.mark.parametrize("scalar", ["NO", "1.10", "12:30", "0123", "2023-08-04", "true", "0x1F", ".inf", "+150 %"])
def test_scalars_are_kept_as_written(scalar: str) -> None:
    assert tree_of(f"key: {scalar}").entries["key"] == Scalar(scalar, 1)


def test_every_node_knows_its_line() -> None:
    tree = tree_of("a: x\nb:\n  - one\n  - two\nc:\n\n  d: |\n    long\n    text\n")
    assert tree.line_of("a") == 1
    assert tree.line_of("b") == 2
    assert tree.line_of("b", 1) == 4
    assert tree.line_of("c", "d") == 7


def test_the_line_of_what_is_not_there_is_that_of_its_nearest_parent() -> None:
    tree = tree_of("a: x\nb:\n  - one\n")
    assert tree.line_of("b", 7, "z") == 2
    assert tree.line_of("z") == 1


def test_lists_and_mappings_keep_their_order() -> None:
    tree = tree_of("b: [x, y]\na: {k: v}\n")
    assert list(tree.entries) == ["b", "a"]
    assert tree.items_of("b") == (Scalar("x", 1), Scalar("y", 1))
    assert tree.items_of("a") == ()


@pytest.mark.parametrize("nothing", ["", "~", "null", "NULL", "''", '"  "'])
def test_a_value_can_be_empty_in_many_ways(nothing: str) -> None:
    value = tree_of(f"key: {nothing}\n").entries["key"]
    assert isinstance(value, Scalar)
    assert value.empty


def test_a_quoted_null_is_a_word() -> None:
    value = tree_of("key: 'null'\n").entries["key"]
    assert isinstance(value, Scalar)
    assert not value.empty


def test_a_repeated_key_is_a_fault_that_names_the_first() -> None:
    assert faults_of("a: x\nb: y\na: z\n") == ["facts/x.yaml:3: the key 'a' stands twice (first on line 1): keep one"]


def test_a_key_repeated_in_a_nested_mapping_is_a_fault() -> None:
    assert faults_of("list:\n  - a: x\n    a: y\n") == [
        "facts/x.yaml:3: the key 'a' stands twice (first on line 2): keep one"
    ]


@pytest.mark.parametrize("tag", ["!python/object", "!!int", "!", "!<tag:example.com,2000:x>"])
def test_any_tag_is_a_fault(tag: str) -> None:
    (fault,) = faults_of(f"a: x\nb: {tag} y\n")
    assert fault.startswith("facts/x.yaml:2: the tag ")
    assert fault.endswith(" is not allowed: remove it, or quote a value that begins with !")


def test_a_tagged_list_is_a_fault() -> None:
    assert len(faults_of("a: !!set [x]\n")) == 1


def test_anchors_and_aliases_are_faults() -> None:
    assert faults_of("a: &name x\nb: *name\n") == [
        "facts/x.yaml:1: the anchor '&name' is not allowed: remove it, or quote a value that begins with &",
        "facts/x.yaml:2: the alias '*name' is not allowed: write the value itself, quoted if it begins with *",
    ]


def test_an_alias_bomb_is_refused_without_being_expanded() -> None:
    levels = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 40)]
    assert len(faults_of("\n".join(levels))) == 40 + 390


def test_an_undefined_alias_is_told_like_any_other() -> None:
    assert faults_of("a: *gone\n") == [
        "facts/x.yaml:1: the alias '*gone' is not allowed: write the value itself, quoted if it begins with *"
    ]


def test_a_second_document_is_a_fault() -> None:
    assert faults_of("a: x\n---\nb: y\n") == [
        "facts/x.yaml:2: a second YAML document begins here: remove the line '---'"
    ]


def test_a_key_that_is_no_word_is_a_fault() -> None:
    assert faults_of("? [a, b]\n: x\n") == [
        "facts/x.yaml:1: a key must be a single word, not a list or a mapping: rewrite it as `key: value`"
    ]


def test_text_that_is_not_utf_8_is_a_fault() -> None:
    assert faults_of(b"a: x\nb: caf\xe9\n") == ["facts/x.yaml:2: the file is not UTF-8 (byte 12): save it as UTF-8"]


def test_utf_16_is_a_fault() -> None:
    assert len(faults_of("a: x".encode("utf-16"))) == 1


def test_a_byte_order_mark_is_no_fault() -> None:
    assert faults_of("\ufeffa: x\n") == []


def test_a_control_character_is_a_fault_on_its_line() -> None:
    assert faults_of("a: x\nb: \x07\n") == [
        "facts/x.yaml:2: the file is not YAML: it holds a control character; remove it"
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "a: x\nb: this: that\n",
            "2: the file is not YAML: mapping values are not allowed in this context;"
            " put a value that holds ': ' in quotation marks; check the indentation too",
        ),
        (
            "a: @x\n",
            "1: the file is not YAML: found character that cannot start any token;"
            " put a value that begins with @, `, % or a tab in quotation marks; indent with spaces",
        ),
        (
            'a: x\nb: "never closed\nc: y\n',
            "2: the file is not YAML: found unexpected end of stream; close the quotation mark that was opened here",
        ),
        (
            "a:\n  - x\n y: z\n",
            "3: the file is not YAML: did not find expected key;"
            " check the indentation, and that quotation marks inside a quoted value are doubled",
        ),
    ],
)
def test_what_is_not_yaml_is_told_with_a_remedy(content: str, sentence: str) -> None:
    assert faults_of(content) == [f"facts/x.yaml:{sentence}"]


@pytest.mark.parametrize("content", ["- a\n- b\n", "just words\n"])
def test_what_is_not_a_mapping_is_a_fault(content: str) -> None:
    assert faults_of(content) == ["facts/x.yaml:1: the file is not a mapping: its outermost lines must be `key: value`"]


@pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file_is_a_fault(content: str) -> None:
    assert faults_of(content) == ["facts/x.yaml:1: the file is empty: give it keys and values, or remove the file"]


def test_deep_nesting_is_refused_at_once() -> None:
    assert faults_of("a: " + "[" * 50_000) == [
        "facts/x.yaml:1: lists and mappings are nested more than 20 deep: keep to the keys of the template"
    ]


@pytest.mark.parametrize("content", ["a: x\nb: [y, 'z']\n", "a: &b !c x\n", "a: ~\na: ''\n"])
def test_without_libyaml_reading_is_the_same(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    first, second = Findings("f"), Findings("f")
    with_libyaml = read_yaml(content.encode(), first)
    monkeypatch.setattr("bot.factbase.yaml_tree._Loader", yaml.SafeLoader)
    without = read_yaml(content.encode(), second)
    assert without == with_libyaml
    assert first.faults == second.faults


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader])
def test_half_a_character_is_a_fault(monkeypatch: pytest.MonkeyPatch, loader: type) -> None:
    monkeypatch.setattr("bot.factbase.yaml_tree._Loader", loader)
    assert len(faults_of('a: "\\ud800"\n')) == 1


@given(st.binary(max_size=300))
def test_reading_arbitrary_bytes_gives_a_tree_or_a_fault(content: bytes) -> None:
    findings = Findings("facts/x.yaml")
    tree = read_yaml(content, findings)
    assert isinstance(tree, Mapping) or findings.faults
    assert all(fault.line >= 1 for fault in findings.faults)


_TREES = st.recursive(
    st.text(alphabet="abc xyz0189", min_size=1).map(str.strip).filter(bool),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3),
    max_leaves=10,
)


def _plain(node: Scalar | Sequence | Mapping) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return {key: _plain(value) for key, value in node.entries.items()}


@given(st.dictionaries(st.text("abc", min_size=1), _TREES, min_size=1))
def test_what_json_writes_is_read_back(content: dict[str, object]) -> None:
    assert _plain(tree_of(json.dumps(content))) == content
