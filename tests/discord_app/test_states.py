"""States: written into custom_ids, read back, and never from one that was tampered with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_app.states import LIMIT, Documents, ShowFact, ShowSource, State, TopicFacts, Topics, decode, encode
from bot.factbase.schema import ID_LIMIT

ids = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda id: len(id) <= ID_LIMIT)
tags = st.sampled_from(["en", "zh", "de", "pt-BR", "zh-Hant-TW"])
pages = st.integers(0, 9_999)
states: st.SearchStrategy[State] = st.one_of(
    st.builds(ShowSource, tags, ids),
    st.builds(ShowFact, tags, ids),
    st.builds(Topics, tags, pages),
    st.builds(TopicFacts, tags, ids, pages),
    st.builds(Documents, tags, pages),
)


@given(states)
def test_a_state_fits_and_reads_back_as_it_was(state: State) -> None:
    assert len(encode(state)) <= LIMIT
    assert decode(encode(state)) == state


@given(st.text(max_size=200))
def test_any_other_text_is_no_state(text: str) -> None:
    assert decode(text) is None or encode(decode(text)) == text  # type: ignore[arg-type]  # not None on the right


@pytest.mark.parametrize(
    "tampered",
    [
        "",
        "roro1:f:en",
        "roro1:f:en:",
        "roro1:f:en:no such id",
        "roro1:f:en:../../etc/passwd",
        "roro1:x:en:fact",
        "roro1:f:en:fact:3:4",
        "roro1:t:en:fact",
        "roro1:t:en:-1",
        "roro1:t:en:99999999999",
        "roro1:l:en:fact",
        "roro2:f:en:fact",
        "roro1:f:en:fact\n",
        "roro1:f:" + "e" * 99 + ":fact",
        "roro1:f:en:" + "a" * 99,
        "roro1:t:en:١٢",
    ],
)
def test_a_tampered_custom_id_is_no_state(tampered: str) -> None:
    assert decode(tampered) is None
