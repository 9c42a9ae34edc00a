"""The commands as a person or a program runs them, in a process of their own."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.qa.thresholds import DEFAULT
from bot.settings import Settings

Run = Callable[..., "subprocess.CompletedProcess[str]"]

QUESTION = "How high is the Severn Bore?"


@pytest.fixture
def roro(tides: Settings) -> Run:
    """Run `roro` over the fact base about tides, or over other folders."""

    def run(*arguments: str, given: bytes = b"", base: bool = True, **environ: str) -> subprocess.CompletedProcess[str]:
        folders = ("--facts", str(tides.facts), "--seeds", str(tides.seeds)) if base else ()
        done = subprocess.run(
            [sys.executable, "-m", "bot", *folders, *arguments],
            input=given,
            capture_output=True,
            env={**os.environ, "PYTHONUTF8": "1", **environ},
            check=False,
            timeout=60,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def test_alone_it_prints_its_help(roro: Run) -> None:
    done = roro(base=False)
    assert done.returncode == 0
    assert all(
        command in done.stdout for command in ("chat", "ask", "facts", "sources", "check", "eval", "tune", "--facts")
    )


@pytest.mark.parametrize("command", ["chat", "ask", "facts", "sources", "check", "eval", "tune"])
def test_every_command_explains_itself(roro: Run, command: str) -> None:
    done = roro(command, "-h")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: roro {command}")


def test_it_tells_its_version(roro: Run) -> None:
    assert roro("--version", base=False).stdout.startswith("roro 0.")


# ask


def test_a_question_is_answered_in_plain_text_in_a_pipe(roro: Run) -> None:
    done = roro("ask", QUESTION)
    assert done.returncode == 0
    assert "2 metres" in done.stdout
    assert "“It can reach 2 metres in height”" in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stderr == ""


def test_the_words_of_a_question_need_no_quotation_marks(roro: Run) -> None:
    assert roro("ask", *QUESTION.split()).stdout == roro("ask", QUESTION).stdout


@pytest.mark.parametrize("question", ["", "zzz qqq", "hello", "When was the Severn Bore in 1850?"])
def test_a_reply_was_given_whatever_its_outcome(roro: Run, question: str) -> None:
    done = roro("ask", question)
    assert done.returncode == 0
    assert done.stdout.strip()


def test_json_of_one_question_is_one_object(roro: Run) -> None:
    done = roro("ask", "--json", QUESTION)
    assert done.stdout.isascii()
    (line,) = done.stdout.splitlines()
    reply = json.loads(line)
    assert reply["outcome"] == "answered"
    assert reply["facts"][0]["id"] == "severn-bore-height"
    assert reply["text"] == roro("ask", QUESTION).stdout.removesuffix("\n")


def test_every_line_of_input_is_one_line_of_output_in_the_same_order(roro: Run) -> None:
    lines = [
        b'{"question": "How high is the Severn Bore?", "conversation": "a"}',
        b"How fast is the Severn Bore?",
        b"",
        b'{"question": 5}',
        b"\xff\xfe caf\xe9",
        b'{"question": "\\ud800 lone", "conversation": "\\udfff"}',
        b"{" * 5000,
        "@everyone **bold** \u202eright to left\u2028 \x00 😀".encode(),
        b"why " * 2500,
        b'{"question": "and how fast?", "conversation": "a"}',
    ]
    done = roro("ask", "--json", "-", given=b"\n".join(lines))
    assert (done.returncode, done.stderr) == (0, "")
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(replies) == len(lines)
    assert replies[0]["question"] == QUESTION
    assert replies[1]["facts"][0]["id"] == "severn-bore-speed"
    assert replies[3]["question"] == '{"question": 5}'
    assert {reply["factbase"] for reply in replies} == {replies[0]["factbase"]}


def test_each_reply_is_written_before_the_next_question_comes(tides: Settings) -> None:
    command = [
        sys.executable,
        "-m",
        "bot",
        "--facts",
        str(tides.facts),
        "--seeds",
        str(tides.seeds),
        "ask",
        "--json",
        "-",
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for _ in range(2):
            running.stdin.write(f"{QUESTION}\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["outcome"] == "answered"
        running.stdin.close()


def test_a_reader_that_leaves_early_ends_it_quietly(tides: Settings) -> None:
    command = [
        sys.executable,
        "-m",
        "bot",
        "--facts",
        str(tides.facts),
        "--seeds",
        str(tides.seeds),
        "ask",
        "--json",
        "-",
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        running.stdin.write(f"{QUESTION}\n".encode() * 3)
        running.stdin.close()
        assert running.stderr.read() == b""


def test_questions_on_standard_input_are_answered_one_after_the_other(roro: Run) -> None:
    done = roro("ask", "-", given=b"How high is the Severn Bore?\nHow fast is the Severn Bore?\n")
    high, fast = done.stdout.split("\n\n")
    assert "2 metres" in high
    assert "16 kilometres" in fast


def test_an_explanation_shows_what_was_read_considered_and_decided(roro: Run) -> None:
    done = roro("ask", "--explain", QUESTION)
    assert "from the words" in done.stdout
    assert "severn-bore-height" in done.stdout
    assert "answered: " in done.stdout
    trace = json.loads(roro("ask", "--explain", "--json", QUESTION).stdout)["trace"]
    assert trace["candidates"][0]["id"] == "severn-bore-height"


def test_an_output_that_cannot_show_a_character_replaces_it(roro: Run) -> None:
    done = roro("ask", QUESTION, PYTHONUTF8="0", PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "?It can reach 2 metres in height?" in done.stdout


# chat


def test_a_piped_chat_is_one_conversation_in_plain_text(roro: Run) -> None:
    done = roro("chat", given=b"How high is the Severn Bore?\n\n:source\nexit\nWhere are the highest tides?\n")
    assert done.returncode == 0
    high, passage, rest = done.stdout.split("\n\n", 2)
    assert "2 metres" in high
    assert "tidal wave" in passage
    assert "Fundy" not in rest
    assert "\x1b" not in done.stdout


# facts, sources


def test_the_facts_are_one_json_array(roro: Run) -> None:
    facts = json.loads(roro("facts", "--json").stdout)
    assert len(facts) == 11
    assert facts[0]["evidence"][0]["file"] == "bay-of-fundy.txt" or facts[0]["topic"] == "tidal-power"


def test_the_facts_of_one_topic(roro: Run) -> None:
    assert {fact["topic"] for fact in json.loads(roro("facts", "--topic", "tides", "--json").stdout)} == {"tides"}
    done = roro("facts", "--topic", "weather")
    assert done.returncode == 2
    assert done.stderr == "Error: there is no topic 'weather'; choose one of: tidal-power, tides\n"


def test_the_documents_are_listed(roro: Run) -> None:
    assert "Guide to the Severn Bore" in roro("sources").stdout


# check


def test_a_sound_fact_base_is_reported_with_its_coverage(roro: Run) -> None:
    done = roro("check")
    assert done.returncode == 0
    assert ["bay-of-fundy.txt", "8", "6", "2", "0"] in [line.split() for line in done.stdout.splitlines()]
    assert "11 facts, 2 topics, 2 documents, no faults" in done.stdout


def test_a_question_that_leads_to_another_fact_is_a_warning(roro: Run, tides: Settings, tmp_path: Path) -> None:
    facts = copied(tides.facts, tmp_path / "facts")
    topic = facts / "tides.yaml"
    text = topic.read_text(encoding="utf-8")
    topic.write_text(text.replace("How fast is the Severn Bore?", "How high is the Severn Bore?"), encoding="utf-8")
    done = roro("--facts", str(facts), "--seeds", str(tides.seeds), "check", base=False)
    assert done.returncode == 0
    files, wordings = done.stderr.split("\n\n")[:2]
    assert files.startswith("Files and documents:\n")
    assert "is already one of" in files
    heading, warning, *_ = wordings.splitlines()
    assert heading in ("Facts that no wording reaches:", "Facts that shadow others:")
    assert "“How high is the Severn Bore?”" in warning
    assert f"{topic}:" in done.stderr
    assert "warning" in done.stdout
    quiet = roro("--facts", str(facts), "--seeds", str(tides.seeds), "check", "--no-wordings", base=False)
    assert quiet.stderr == f"{files}\n\n"
    assert "were not asked" in quiet.stdout


@pytest.mark.parametrize(
    "command", [("check",), ("ask", "why"), ("ask", "--json", "-"), ("chat",), ("facts",), ("sources",)]
)
def test_every_command_refuses_a_faulty_base_in_the_same_words(
    roro: Run, tides: Settings, tmp_path: Path, command: tuple[str, ...]
) -> None:
    facts = copied(tides.facts, tmp_path / "facts")
    topic = facts / "tides.yaml"
    text = topic.read_text(encoding="utf-8")
    topic.write_text(text.replace("can reach 2 metres", "can reach 3 metres") + "surprise: yes\n", encoding="utf-8")
    done = roro("--facts", str(facts), "--seeds", str(tides.seeds), *command, base=False)
    assert done.returncode == 3
    assert done.stdout == ""
    *faults, total = done.stderr.splitlines()
    assert len(faults) >= 2
    assert all(fault.startswith(f"{topic}:") for fault in faults)
    assert total == f"The fact base does not load: {len(faults)} faults."


# eval

HIGH = '{"question": "How high is the Severn Bore?", "expect": "answered", "fact": "severn-bore-height", "style": "a"}'
ASKED = (
    HIGH,
    HIGH.replace("How high", "How fast"),
    '{"question": "How high was the Severn Bore in 1850?", "expect": "answered", "gold": "can reach 2 metres"}',
    '{"question": "How high is Everest?", "expect": "unknown", "style": "out-of-scope"}',
    '{"question": "How fast is the Severn Bore?", "expect": "nearest", "style": "near-miss"}',
)


@pytest.fixture
def asked(tmp_path: Path) -> str:
    """A file of questions that are answered right, wrong, not at all, not at all, and falsely."""
    path = tmp_path / "asked.jsonl"
    path.write_text("\n".join(ASKED), encoding="utf-8")
    return str(path)


def test_questions_are_scored_by_file_and_by_style(roro: Run, asked: str) -> None:
    done = roro("eval", asked)
    assert (done.returncode, done.stderr) == (0, "")
    rows = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines() if line}
    verdicts = ["right", "wrong", "offered", "missed", "held", "false"]
    assert rows["file"] == ["asked", *verdicts, "right", "%", "wrong", "%", "held", "%"]
    assert rows["asked"] == ["5", "1", "1", "1", "1", "1", "33.3", "33.3", "50.0"]
    assert rows["a"] == ["2", "1", "1", "50.0", "50.0", "–"]
    assert rows["near-miss"] == ["1", "1", "–", "–", "0.0"]


def test_several_files_are_added_up(roro: Run, asked: str, tmp_path: Path) -> None:
    more = tmp_path / "more.jsonl"
    more.write_text(HIGH, encoding="utf-8")
    rows = [line.split() for line in roro("eval", asked, str(more)).stdout.splitlines() if line]
    assert [row[:2] for row in rows[2:5]] == [["asked", "5"], ["more", "1"], ["all", "6"]]


def test_replies_that_went_amiss_are_listed_with_what_decided(roro: Run, asked: str) -> None:
    shown = roro("eval", "--show", "wrong,missed,false", asked).stdout
    assert f"wrong  {asked}:2  a\n  How fast is the Severn Bore?\n  answered severn-bore-speed: every" in shown
    assert f"offered  {asked}:3" in shown
    assert "no fact holds 1850\n  right: severn-bore-height, score " in shown
    assert "period: 1850" in shown or "number: 1850" in shown
    assert f"false  {asked}:5  near-miss" in shown
    assert f"{asked}:1" not in shown
    assert f"right  {asked}:1" in roro("eval", "--show", "all", asked).stdout


def test_an_evaluation_is_one_json_object_for_programs(roro: Run, asked: str) -> None:
    (line,) = roro("eval", "--json", "--show", "wrong", asked).stdout.splitlines()
    form = json.loads(line)
    assert form["shares"] == {"right": 0.3333, "wrong": 0.3333, "held": 0.5}
    assert form["files"][asked]["styles"]["near-miss"]["false"] == 1
    assert [(shown["line"], shown["facts"]) for shown in form["shown"]] == [(2, ["severn-bore-speed"])]
    assert form["shown"][0]["trace"]["decision"]


@pytest.mark.parametrize(
    ("floor", "told"),
    [
        (("--floor-right", "0.34"), "Below the floor: right is 0.333, and 0.340 is the least.\n"),
        (("--max-wrong", "0.33"), "Below the floor: wrong is 0.333, and 0.330 is the most.\n"),
        (("--floor-held", "0.51"), "Below the floor: held is 0.500, and 0.510 is the least.\n"),
        (("--floor-right", "0.33", "--max-wrong", "0.34", "--floor-held", "0.5"), ""),
    ],
)
def test_a_score_below_the_floor_ends_with_1(roro: Run, asked: str, floor: tuple[str, ...], told: str) -> None:
    done = roro("eval", *floor, asked)
    assert (done.returncode, done.stderr) == (1 if told else 0, told)
    assert "33.3" in done.stdout


def test_lines_that_are_no_questions_are_told_all_at_once(roro: Run, asked: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(HIGH.replace("-height", "-heigth") + '\n{"question": 5}\n', encoding="utf-8")
    worse = tmp_path / "worse.jsonl"
    worse.write_text(HIGH.replace("-height", "-heigth"), encoding="utf-8")
    done = roro("eval", asked, str(bad), str(worse))
    assert (done.returncode, done.stdout) == (2, "")
    first, second, total = done.stderr.splitlines()
    assert first.startswith(f"{bad}:2: ")
    assert second.startswith(f"{worse}:1: the fact 'severn-bore-heigth' does not exist (did you mean")
    assert total == "The questions cannot be read: 2 faults."


def test_only_a_terminal_sees_how_far_an_evaluation_is(tides: Settings, asked: str) -> None:
    command = [sys.executable, "-m", "bot", "--facts", str(tides.facts), "--seeds", str(tides.seeds), "eval", asked]
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=True, timeout=60)
        assert b"5/5" in os.read(ours, 10_000)
        assert b"5/5" not in done.stdout
    finally:
        os.close(ours)
        os.close(theirs)


# tune


def test_thresholds_are_searched_for_and_reported_with_what_they_tell(roro: Run, tides: Settings) -> None:
    files = sorted(map(str, (tides.facts.parent / "questions").glob("*.jsonl")))
    done = roro("tune", *files)
    assert (done.returncode, done.stderr) == (0, "")
    thresholds, scores, verdict = done.stdout.split("\n\n")
    rows = {line.split()[0]: line.split()[1:] for line in thresholds.splitlines()}
    assert rows["threshold"][:3] == ["now", "found", "tells"]
    assert rows["coverage_floor"][0] == f"{DEFAULT.coverage_floor:g}"
    assert "·" in rows["coverage_floor"]
    assert [line.split("  ")[0] for line in scores.splitlines()][2:] == [
        "now",
        "found, on the questions they were set from",
        "found, each file by the others",
    ]
    assert "the share right, less 5 times what is wrong beyond 1% or held below 98%" in verdict
    assert roro("tune", *files[:1]).stderr.startswith("Error: one file is too few")


# wrong usage


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ask",), "Missing argument 'QUESTION...'"),
        (("chek",), "Did you mean 'check'?"),
        (("How high is it?",), 'to ask a question, write: roro ask "How high is it?"'),
        (("ask", "--yaml", "x"), "No such option"),
        (("eval",), "Missing argument 'FILE...'"),
        (("eval", "not-there.jsonl"), "File 'not-there.jsonl' does not exist"),
        (("eval", "--show", "wrogn", "README.md"), "there is no verdict 'wrogn'; choose among: right, wrong,"),
        (("eval", "--floor-right", "95", "README.md"), "95.0 is not in the range 0<=x<=1"),
    ],
)
def test_wrong_usage_is_one_clear_line_and_exit_code_2(roro: Run, arguments: tuple[str, ...], told: str) -> None:
    done = roro(*arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_not_there_is_told_with_its_name(roro: Run) -> None:
    done = roro("--facts", "/not/there", "ask", "why", base=False)
    assert done.returncode == 3
    assert done.stderr.startswith("/not/there:1: ")


def test_the_folders_can_be_set_in_the_environment(roro: Run, tides: Settings) -> None:
    done = roro("ask", QUESTION, base=False, RORO_FACTS_DIR=str(tides.facts), RORO_SEEDS_DIR=str(tides.seeds))
    assert "2 metres" in done.stdout


def copied(folder: Path, to: Path) -> Path:
    """Copy a folder of curated files, to break one of them."""
    to.mkdir()
    for file in folder.iterdir():
        (to / file.name).write_bytes(file.read_bytes())
    return to
