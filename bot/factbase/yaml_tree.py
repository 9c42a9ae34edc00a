"""YAML as a tree of scalars kept as written, each with its line, and nothing that could surprise a curator.

Node = Scalar | Sequence | Mapping

Reading works on parser events, so nothing is ever constructed, resolved or expanded: `NO` stays `NO`, `1.10` stays
`1.10`, and tags, anchors, aliases and repeated keys are faults instead of features.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from bot.factbase.findings import Findings, excerpt

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML was built without libyaml; slower, and otherwise the same
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]  # both parse to the same events

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})

# The curated files nest six deep; libyaml takes quadratic time over thousands.
_DEPTH = 20

# Only PyYAML without libyaml lets an escaped surrogate through; no such text can be encoded.
_HALF = re.compile(r"[\ud800-\udfff]")

_HINTS = {
    "mapping values are not allowed": "put a value that holds ': ' in quotation marks; check the indentation too",
    "could not find expected ':'": "each key needs a colon and a space; a text of several lines must be indented",
    "cannot start any token": "put a value that begins with @, `, % or a tab in quotation marks; indent with spaces",
    "did not find expected key": "check the indentation, and that quotation marks inside a quoted value are doubled",
    "expected <block end>": "check the indentation, and that quotation marks inside a quoted value are doubled",
    "unexpected end of stream": "close the quotation mark that was opened here",
}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value, as written. `plain` means without quotation marks."""

    text: str
    line: int
    plain: bool = True

    @property
    def empty(self) -> bool:
        """Say whether nothing was written: no text, or YAML's null."""
        return not self.text.strip() or (self.plain and self.text in _NOTHING)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and their values in file order, with the line of every key."""

    entries: dict[str, Node]
    key_lines: dict[str, int]
    line: int

    def line_of(self, *path: str | int) -> int:
        """Give the line of what stands under `path`, or of the deepest part of it that exists."""
        node: Node = self
        line = self.line
        for step in path:
            if isinstance(step, str) and isinstance(node, Mapping) and step in node.entries:
                line = node.key_lines[step]
                node = node.entries[step]
            elif isinstance(step, int) and isinstance(node, Sequence) and step < len(node.items):
                node = node.items[step]
                line = node.line
            else:
                break
        return line

    def items_of(self, key: str) -> tuple[Node, ...]:
        """Give the items of the list under a key, none when there is no such list."""
        node = self.entries.get(key)
        return node.items if isinstance(node, Sequence) else ()


Node = Scalar | Sequence | Mapping


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been met yet."""

    line: int
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)
    key: str | None = None
    expects_key: bool = True

    def close(self) -> Node:
        if self.is_mapping:
            return Mapping(self.entries, self.key_lines, self.line)
        return Sequence(tuple(self.items), self.line)


def read_yaml(content: bytes, findings: Findings) -> Mapping | None:
    """Read one file's mapping; None when it cannot be used, with the faults noted in `findings`."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        findings.fault(line, f"the file is not UTF-8 (byte {error.start + 1}): save it as UTF-8")
        return None
    try:
        root = _build(text, findings)
    except yaml.MarkedYAMLError as error:
        findings.fault(_line_of(error, text), _explain(error))
        return None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        findings.fault(line, "the file is not YAML: it holds a control character; remove it")
        return None
    except yaml.YAMLError as error:
        findings.fault(1, f"the file is not YAML: {excerpt(str(error))}; rewrite it from the template")
        return None
    if root is None and findings.faults:
        return None
    if root is None or (isinstance(root, Scalar) and root.empty):
        findings.fault(1, "the file is empty: give it keys and values, or remove the file")
        return None
    if not isinstance(root, Mapping):
        findings.fault(root.line, "the file is not a mapping: its outermost lines must be `key: value`")
        return None
    return root


def _line_of(error: yaml.MarkedYAMLError, text: str) -> int:
    """Give the line to mend: where something was opened that never ends, otherwise where reading stopped."""
    marks = [error.problem_mark, error.context_mark]
    if "end of stream" in (error.problem or ""):
        marks.reverse()
    last = text.rstrip().count("\n") + 1
    return next((min(mark.line + 1, last) for mark in marks if mark is not None), 1)


def _explain(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or error.context or "it cannot be read"
    hint = next((hint for part, hint in _HINTS.items() if part in str(error)), "check the indentation and the quoting")
    return f"the file is not YAML: {excerpt(problem)}; {hint}"


def _build(text: str, findings: Findings) -> Node | None:
    """Turn the parser's events into a tree, without recursion, so that no depth of nesting can break it."""
    stack: list[_Open] = []
    root: Node | None = None
    documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark is not None else 1
        node: Node
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                findings.fault(line, "a second YAML document begins here: remove the line '---'")
            continue
        if isinstance(event, yaml.NodeEvent):
            _refuse_features(event, line, findings)
        if isinstance(event, yaml.CollectionStartEvent):
            opened = _Open(line, isinstance(event, yaml.MappingStartEvent))
            if stack and stack[-1].is_mapping and stack[-1].expects_key:
                findings.fault(line, "a key must be a single word, not a list or a mapping: rewrite it as `key: value`")
            stack.append(opened)
            if len(stack) > _DEPTH:
                findings.fault(
                    line, f"lists and mappings are nested more than {_DEPTH} deep: keep to the keys of the template"
                )
                return None
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            node = stack.pop().close()
        elif isinstance(event, yaml.ScalarEvent):
            if _HALF.search(event.value):
                findings.fault(line, "an escape stands for half a character: write the character itself")
            node = Scalar(event.value, line, not event.style)  # libyaml gives "" where PyYAML gives None
        elif isinstance(event, yaml.AliasEvent):
            node = Scalar(f"*{event.anchor}", line)
        else:
            continue
        if stack:
            _attach(stack[-1], node, findings)
        elif documents == 1:
            root = node
    return root


def _refuse_features(event: yaml.NodeEvent, line: int, findings: Findings) -> None:
    if isinstance(event, yaml.AliasEvent):
        findings.fault(
            line, f"the alias '*{event.anchor}' is not allowed: write the value itself, quoted if it begins with *"
        )
        return
    if event.anchor is not None:
        findings.fault(
            line, f"the anchor '&{event.anchor}' is not allowed: remove it, or quote a value that begins with &"
        )
    tag = getattr(event, "tag", None)
    if tag is not None:
        findings.fault(
            line, f"the tag {excerpt(tag, 60)!r} is not allowed: remove it, or quote a value that begins with !"
        )


def _attach(parent: _Open, node: Node, findings: Findings) -> None:
    if not parent.is_mapping:
        parent.items.append(node)
    elif parent.expects_key:
        parent.expects_key = False
        if not isinstance(node, Scalar):  # told when it began
            parent.key = None
        elif node.text in parent.entries or node.text in parent.key_lines:
            first = parent.key_lines[node.text]
            key = excerpt(node.text, 60)
            findings.fault(node.line, f"the key {key!r} stands twice (first on line {first}): keep one")
            parent.key = None
        else:
            parent.key = node.text
            parent.key_lines[node.text] = node.line
    else:
        parent.expects_key = True
        if parent.key is not None:
            parent.entries[parent.key] = node
