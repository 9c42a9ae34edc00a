"""How a meaning stands to a fact is found out once, and says the same as the constraints do."""

from __future__ import annotations

from asking import Desk

from bot.qa.standings import HELD, LOOSE, MET, STATED, WORDED


def test_a_standing_says_what_the_constraints_say(tides: Desk) -> None:
    reading = tides.reader.read("How high is the wooden tidal bore on the Severn in China?")
    found = 0
    for profile in tides.profiles.values():
        for mention in reading.mentions:
            standing = tides.constraints.standing(mention, profile)
            met = tides.constraints.met(mention, profile)
            assert bool(standing & MET) is met
            assert bool(standing & HELD) is (met and tides.constraints.held(mention, profile))
            assert bool(standing & LOOSE) is tides.constraints.loosely_met(mention, profile)
            assert bool(standing & STATED) is not profile.statement.isdisjoint(mention.concepts)
            if any(not wording.concepts.isdisjoint(mention.concepts) for wording in profile.wordings):
                assert standing & WORDED
            found += met
    assert found > 10


def test_meanings_that_are_alike_share_what_is_found_out(tides: Desk) -> None:
    first, second = (tides.reader.read(text).mentions for text in ("the Severn Bore", "how fast is the Severn Bore?"))
    bore = next(item for item in second if item.concepts == first[0].concepts)
    assert tides.router.standing(first[0]) is tides.router.standing(bore)


def test_no_candidate_scores_more_than_it_was_thought_to_at_most(shipped: Desk) -> None:
    looked_at = 0
    for fact in shipped.base.served[:20]:
        for question in fact.questions[:5]:
            for before in (None, "What about Germany?"):
                for item in shipped.candidates(question, before):
                    assert item.score <= item.at_most
                    looked_at += 1
    assert looked_at > 1000
