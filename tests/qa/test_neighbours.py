"""Which words stand side by side."""

from __future__ import annotations

from bot.qa.neighbours import EDGE, Neighbours, is_pair, pairs_of


def test_a_word_is_known_on_the_sides_where_it_stood() -> None:
    neighbours = Neighbours()
    neighbours.learn(pairs_of(("the", "tide", "of", "1850")))
    assert neighbours.beside("the", "tide", "of") == 2
    assert neighbours.beside("a", "tide", "of") == 1
    assert neighbours.beside("of", "tide", "the") == 0
    assert neighbours.beside(EDGE, "the", "tide") == 2
    assert neighbours.beside("tide", "of", "1996") == 2  # any figure


def test_pairs_are_told_from_words() -> None:
    assert all(map(is_pair, pairs_of(("tide",))))
    assert not is_pair("tide")
