"""Facts are found by the concepts they share with a question, and common concepts cost no more than rare ones."""

from __future__ import annotations

import random
import time
from collections import Counter

from bot.qa.postings import COMMON, Postings


def test_facts_come_in_the_order_of_what_they_share() -> None:
    postings = Postings.of([{"mast", "sail"}, {"mast"}, {"sail", "oar"}, {"oar"}])
    assert postings.best([(("mast",), 1.0), (("sail",), 0.5)], 24) == [0, 1, 2]


def test_any_concept_of_a_mention_counts_once() -> None:
    postings = Postings.of([{"mast", "spar"}, {"sail"}])
    assert postings.best([(("mast", "spar"), 0.6), (("sail",), 0.7)], 24) == [1, 0]


def test_what_no_fact_speaks_of_finds_nothing() -> None:
    postings = Postings.of([{"mast"}])
    assert postings.best([(("oar",), 1.0)], 24) == []
    assert postings.best([], 24) == []
    assert Postings.of([]).best([(("mast",), 1.0)], 24) == []


def test_facts_far_behind_the_first_are_left_out_where_that_is_asked_for() -> None:
    postings = Postings.of([{"mast", "sail", "oar"}, {"mast", "sail"}, {"oar"}])
    wanted = [(("mast",), 1.0), (("sail",), 1.0), (("oar",), 0.2)]
    assert postings.best(wanted, 24, near=0.75) == [0, 1]


def test_a_rare_concept_weighs_most() -> None:
    weights = Postings.of([{"ship", "bark"}, {"ship"}, {"ship", "oar"}, {"oar"}]).weights
    assert weights["bark"] == 1.0
    assert weights["bark"] > weights["oar"] > weights["ship"] >= 0.15


def many_facts(count: int) -> list[set[str]]:
    """Facts that all speak of the sea, half of them of a wind, and each in ten of one of a thousand ships."""
    return [
        {"sea", f"wind{at % 2}", f"port{at % 7}", *({f"ship{at // 10 % 1000}"} if at % 10 == 0 else ())}
        for at in range(count)
    ]


def test_common_concepts_tell_apart_the_facts_that_a_rare_one_finds() -> None:
    postings = Postings.of(many_facts(40 * COMMON))
    best = postings.best([(("ship7",), 1.0), (("sea",), 0.15), (("port0",), 0.2)], 3)
    assert best[0] == 70
    assert all(at % 7 == 0 for at in best[:1])


def test_where_no_concept_is_rare_those_are_found_where_common_ones_meet() -> None:
    postings = Postings.of(many_facts(40 * COMMON))
    best = postings.best([(("wind1",), 0.3), (("port3",), 0.4), (("sea",), 0.15)], 24)
    assert len(best) == 24
    assert all(at % 2 == 1 and at % 7 == 3 for at in best)


def test_bits_and_lists_find_the_same(monkeypatch: object) -> None:
    chance = random.Random(5)
    facts = [{f"c{chance.randrange(30)}" for _ in range(6)} for _ in range(900)]
    few = Postings.of(facts)
    monkeypatch.setattr("bot.qa.postings.COMMON", 40)  # type: ignore[attr-defined]  # pytest's own fixture
    many = Postings.of(facts)
    for _ in range(200):
        wanted = [((f"c{chance.randrange(30)}",), 1 + chance.random()) for _ in range(4)]
        met = Counter({at: sum(w for (c,), w in wanted if c in facts[at]) for at in range(len(facts))})
        one, other = few.best(wanted, 1), many.best(wanted, 1)
        assert met[one[0]] == met[other[0]] == max(met.values())


def test_an_index_comes_back_from_its_plain_form() -> None:
    postings = Postings.of(many_facts(3 * COMMON))
    again = Postings.from_plain(postings.plain())
    wanted = [(("ship7",), 1.0), (("wind0",), 0.3)]
    assert again.best(wanted, 24) == postings.best(wanted, 24)
    assert again.weights == postings.weights


def test_a_question_of_common_words_alone_is_quick_among_very_many_facts() -> None:
    postings = Postings.of(many_facts(100_000))
    wanted = [((f"port{at}",), 0.2) for at in range(7)] + [(("sea",), 0.15), (("wind0",), 0.2)]
    begun = time.process_time()
    postings.best(wanted, 24)
    assert time.process_time() - begun < 0.25
