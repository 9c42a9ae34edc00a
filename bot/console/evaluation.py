"""What `roro eval` reports: how questions with a known outcome went, and what decided those that went amiss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from bot.console.ink import Ink
from bot.console.json_form import Form, trace_form
from bot.console.tables import write_table
from bot.curation.questions import Item
from bot.curation.scoring import Result, Score, Verdict
from bot.errors import UsageError
from bot.qa.models import Candidate

_HEADINGS = ("asked", *(verdict.value for verdict in Verdict), "right %", "wrong %", "held %")


def parse_verdicts(listed: str) -> frozenset[Verdict]:
    """Read names of verdicts with commas between; `all` stands for every one, and `missed` for `offered` as well."""
    named = {name.strip() for name in listed.split(",") if name.strip()}
    known = (*Verdict, "all")
    if unknown := sorted(named.difference(known)):
        raise UsageError(f"there is no verdict {unknown[0]!r}; choose among: {', '.join(known)}")
    if Verdict.MISSED in named:
        named.add(Verdict.OFFERED)
    return frozenset(verdict for verdict in Verdict if "all" in named or verdict in named)


def tabulate(results: Sequence[Result], ink: Ink) -> str:
    """Write a table of the files and one of the styles: what the replies are worth, counted and in shares."""
    files = _by_file(results)
    short = {Path(name).stem: group for name, group in files.items()}
    files = short if len(short) == len(files) else files
    styles = _by_style(results)
    tables = [_table("file", {**files, "all": results} if len(files) > 1 else files, ink)]
    if len(styles) > 1:
        tables.append(_table("style", dict(sorted(styles.items())), ink))
    return "\n\n".join(tables)


def _table(what: str, groups: dict[str, Sequence[Result]], ink: Ink) -> str:
    return write_table(
        (what, *_HEADINGS), [(name, *_row(group)) for name, group in groups.items()], ink, right=_HEADINGS
    )


def _row(results: Sequence[Result]) -> Iterator[str]:
    counted = Counter(result.verdict for result in results)
    score = Score.of(counted.elements())
    yield f"{len(results)}"
    for verdict in Verdict:
        yield f"{counted[verdict]}" if counted[verdict] else ""
    for share in (score.right, score.wrong, score.held):
        yield "–" if share is None else f"{share:.1%}"[:-1]


def _grouped(results: Iterable[Result], key: Callable[[Item], str]) -> dict[str, Sequence[Result]]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(key(result.item), []).append(result)
    return dict(groups)


def _by_file(results: Iterable[Result]) -> dict[str, Sequence[Result]]:
    return _grouped(results, lambda item: item.file)


def _by_style(results: Iterable[Result]) -> dict[str, Sequence[Result]]:
    return _grouped(results, lambda item: item.style)


def list_results(results: Iterable[Result], shown: Collection[Verdict], ink: Ink) -> Iterator[str]:
    """Write each reply of the verdicts to be shown: question, reply, what decided, and how right facts came off."""
    for result in results:
        if result.verdict not in shown:
            continue
        item, reply = result.item, result.reply
        yield f"{ink.bold(result.verdict)}  {item.file}:{item.line}  {item.style}"
        yield ink.wrap(item.question, "  ")
        first = f" {reply.facts[0].fact.id}" if reply.facts else ""
        yield ink.wrap(f"{reply.outcome}{first}: {reply.trace.decision}", "  ")
        for line in _right_ones(result):
            yield ink.dim(ink.wrap(line, "  "))
        yield ""


def _right_ones(result: Result) -> Iterator[str]:
    """Say of each right fact that was considered what kept it back; name them where none was."""
    item, reply = result.item, result.reply
    right = [candidate for candidate in reply.trace.candidates if candidate.fact_id in result.right]
    for candidate in right:
        yield f"right: {candidate.fact_id}, score {candidate.score:.2f}{_kept_back(candidate)}"
    if item.answerable and not right:
        yield f"right: {', '.join(result.right) or 'no fact'}, which was not considered"


def _kept_back(candidate: Candidate) -> str:
    return f" ({'; '.join(candidate.mismatches)})" if candidate.mismatches else ""


def evaluation_form(results: Sequence[Result], shown: Collection[Verdict], factbase: str) -> Form:
    """Lay out the same for programs."""
    return {
        "factbase": factbase,
        **_counted_form(results),
        "files": {
            name: {
                **_counted_form(group),
                "styles": {style: _counted_form(part) for style, part in _by_style(group).items()},
            }
            for name, group in _by_file(results).items()
        },
        "shown": [_result_form(result) for result in results if result.verdict in shown],
    }


def _counted_form(results: Sequence[Result]) -> Form:
    counted = Counter(result.verdict for result in results)
    score = Score.of(counted.elements())
    return {
        "asked": len(results),
        **{verdict.value: counted[verdict] for verdict in Verdict},
        "shares": {
            name: None if share is None else round(share, 4)
            for name, share in (("right", score.right), ("wrong", score.wrong), ("held", score.held))
        },
    }


def _result_form(result: Result) -> Form:
    item, reply = result.item, result.reply
    return {
        "verdict": result.verdict.value,
        "file": item.file,
        "line": item.line,
        "id": item.id,
        "style": item.style,
        "turns": list(item.turns),
        "expect": item.expect,
        "right": list(result.right),
        "outcome": reply.outcome,
        "facts": [shown.fact.id for shown in reply.facts],
        "missing": list(reply.missing),
        "trace": trace_form(reply.trace),
    }
