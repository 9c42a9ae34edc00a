"""A language in another script than its usual one: how it is told, read, and answered in its own characters."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest
from asking import Desk

from bot.console.json_form import reply_form, to_line
from bot.qa.languages import is_known, language
from bot.qa.languages.scripts import in_usual_script, script, scripts, written
from bot.qa.models import Conversation

GROWTH = "一月到七月中國新能源汽車出口同比增長多少?"


def test_every_script_is_of_a_language_that_there_is() -> None:
    assert [one.tag for one in scripts()] == ["zh-Hant"]
    for one in scripts():
        assert is_known(one.tag)
        assert language(one.tag).replies.keys() == language(one.language).replies.keys()
        assert one.regions


# Telling and reading.


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (GROWTH, "zh-Hant"),
        ("一月到七月中国新能源汽车出口同比增长多少?", "zh"),
        ("日本呢", "zh"),  # every character is in both
        ("特斯拉 BMW 2024", "zh"),
        ("台湾车厂", "zh"),  # one character of both, three of one
        ("臺灣車廠", "zh-Hant"),
        ("中国電動車", "zh-Hant"),  # mixed: the more part decides
        ("这是什麼车", "zh"),
        ("", "zh"),
        ("\ud83d", "zh"),
    ],
)
def test_a_script_is_told_by_the_characters_that_only_it_has(text: str, tag: str) -> None:
    assert written("zh", (text,)) == tag


def test_what_tells_nothing_goes_by_what_was_said_before() -> None:
    assert written("zh", ("日本呢", "哪些", GROWTH)) == "zh-Hant"
    assert written("zh", ("日本呢", "中国呢", GROWTH)) == "zh"
    assert written("en", ("And Japan?", GROWTH)) == "en"


def test_a_question_is_read_in_the_usual_characters() -> None:
    assert in_usual_script(GROWTH, "zh") == "一月到七月中国新能源汽车出口同比增长多少?"
    assert in_usual_script("什么时候", "zh") == "什么时候"
    assert in_usual_script(GROWTH, "en") == GROWTH
    assert in_usual_script("車\ud83d輛", "zh") == "车辆"


def test_reading_another_script_costs_less_than_a_millisecond() -> None:
    in_usual_script(GROWTH, "zh")
    begun = time.process_time()
    for at in range(200):
        in_usual_script(f"{GROWTH}{at}", "zh")
        written("zh", (f"{GROWTH}{at}",))
    assert (time.process_time() - begun) / 200 < 0.001


def test_whoever_does_not_meet_it_does_not_pay_for_it() -> None:
    code = (
        "import sys, pathlib\n"
        "from bot.factbase.loading import load\n"
        "from bot.qa.answering import Answerer\n"
        "answerer = Answerer(load(pathlib.Path('facts'), pathlib.Path('seeds')))\n"
        "answerer.prepare()\n"
        "answerer.reply('2019年中国出口了多少辆汽车？')\n"
        "print('opencc' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# Answering.


def test_a_reply_is_in_the_script_of_the_question_and_its_quote_as_printed(shipped: Desk) -> None:
    reply = shipped.ask(GROWTH)
    assert reply.language == "zh-Hant"
    assert "中國新能源汽車出口量同比增長150%" in reply.text
    assert "據中國汽車工業協會" in reply.text
    assert "up 150 percent year-on-year" in reply.text
    said = "".join(line for line in reply.text.splitlines() if not line.startswith("“"))
    assert script("zh-Hant").leaning(said) == sum(script("zh-Hant").leaning(char) > 0 for char in said)


def test_the_same_fact_answers_in_either_script(shipped: Desk) -> None:
    for question in ("哪家公司在中国拥有独资工厂？", "2019年中国出口了多少辆汽车？", "光束汽车在哪里？"):
        usual = shipped.ask(question)
        other = shipped.ask(script("zh-Hant").write(question))
        assert (other.outcome, [item.fact.id for item in other.facts]) == (
            usual.outcome,
            [item.fact.id for item in usual.facts],
        )
        assert (usual.language, other.language) == ("zh", "zh-Hant")


def test_what_is_missing_and_what_is_offered_are_in_the_script_too(shipped: Desk) -> None:
    nearest = shipped.ask("2022年上半年中國出口了多少輛汽車？")
    assert nearest.outcome == "nearest"
    assert any("年" in words and "2022" in words for words in nearest.missing)
    unknown = shipped.ask("台北101有多高？還有電梯嗎？")
    assert unknown.outcome == "unknown"
    assert all(written("zh", (text,)) == "zh-Hant" for text in unknown.suggestions)


def test_a_conversation_keeps_its_script(shipped: Desk) -> None:
    first = shipped.answerer.reply("上半年中國出口了多少輛汽車？", Conversation())
    second = shipped.answerer.reply("日本呢？", first.conversation)
    assert second.language == "zh-Hant"


def test_the_json_form_names_the_script(shipped: Desk) -> None:
    line = json.loads(to_line(reply_form(shipped.ask(GROWTH), shipped.base)))
    assert line["language"] == "zh-Hant"
    assert "增長" in line["text"]
    quoted = line["facts"][0]["evidence"][0]
    source = next(one for one in shipped.base.sources.values() if one.file == quoted["file"])
    assert source.text[quoted["start"] : quoted["end"]] == quoted["quote"]
