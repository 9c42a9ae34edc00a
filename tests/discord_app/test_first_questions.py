"""What the first question in a language finds ready: nothing is built while the event loop waits for an answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

ASKED = {
    "known": "How many vehicles did China export in 2022?",
    "misspelled": "How many vehicls did Chna exprot in 2021?",
    "of the unknown": "What is the wether like in Cardiff?",
    "German": "Wie viele Autos hat China 2023 exportiert?",
    "worked out, in German": "Um wie viel Prozent sind die Exporte 2022 gestiegen?",
    "Spanish": "¿Cuántos coches exportó China en 2023?",
    "misspelled Spanish": "¿Cuantos vehicluos exporto Chinna en 2023?",
    "Chinese": "中国2023年出口了多少汽车?",
    "traditional Chinese": "中國2023年出口了多少汽車?",
}
MANY = 30_000
"""To make a language ready takes hundreds of thousands of calls; an answer takes some thousands."""

COUNT = """
import json, pickle, sys
from pathlib import Path
from bot.discord_app.editions import publish, warm

def count(reply, question):
    calls = 0
    def called(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")
    sys.setprofile(called)
    reply(question)
    sys.setprofile(None)
    return calls

edition = publish(Path("facts"), Path("seeds"))
if sys.argv[1] == "reloaded":
    edition = pickle.loads(pickle.dumps(edition))
    warm(edition)
print(json.dumps([count(edition.answerer.reply, question) for question in json.loads(sys.argv[2])]))
"""


@pytest.mark.parametrize("how", ["started", "reloaded"])
def test_no_first_question_in_any_language_builds_anything_big(how: str) -> None:
    # In a process of its own: this one has met every language in other tests.
    done = subprocess.run(
        [sys.executable, "-c", COUNT, how, json.dumps(list(ASKED.values()))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    calls = dict(zip(ASKED, json.loads(done.stdout), strict=True))
    assert len(calls) == len(ASKED)
    assert {name: count for name, count in calls.items() if count > MANY} == {}
