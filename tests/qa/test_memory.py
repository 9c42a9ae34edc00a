"""What is remembered of conversations is forgotten with them."""

from __future__ import annotations

import pickle

from asking import Desk

from bot.qa.memory import TurnsRead
from bot.qa.models import Turn


def test_how_a_turn_was_read_is_known_while_somebody_holds_it(tides: Desk) -> None:
    turns, reading = TurnsRead(), tides.reader.read("How high is the Severn Bore?")
    turn = Turn(reading.text, ("severn-bore-height",))
    turns.keep(turn, reading)
    assert turns.read(Turn(reading.text, ("severn-bore-height",))) is reading
    again = Turn(reading.text, ("severn-bore-height",))
    del turn
    assert turns.read(again) is None


def test_what_people_asked_stays_out_of_pickles(tides: Desk) -> None:
    turns, reading = TurnsRead(), tides.reader.read("How high is the Severn Bore?")
    turn = Turn(reading.text, ())
    turns.keep(turn, reading)
    assert turns.read(turn) is reading
    assert b"Severn" not in pickle.dumps(turns)
