"""Replies as embeds and as plain text: what they show, and that no limit is ever exceeded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.discord_app.editions import Edition
from bot.discord_app.embeds import render_reply
from bot.discord_app.markup import units
from bot.discord_app.pages import called_page, help_page, open_page
from bot.discord_app.payloads import message_payload
from bot.discord_app.renderings import Rendering
from bot.discord_app.states import Documents, ShowFact, ShowSource, TopicFacts, Topics, encode
from bot.discord_app.views import parts_of
from bot.factbase.models import Evidence, Fact, Modality
from bot.qa.models import (
    Ambiguous,
    Answer,
    Answered,
    Chat,
    Computed,
    Conversation,
    Corrected,
    Nearest,
    Reply,
    Shown,
    Unknown,
)
from bot.qa.phrasing import Phrasing


def reply(answer: Answer, tag: str = "en") -> Reply:
    return Reply("?", answer, "", tag, "sha256:0", Conversation())


def shown(edition: Edition, *ids: str) -> tuple[Shown, ...]:
    return tuple(Shown(edition.base.facts[id], 1.0) for id in ids)


SPEED, HEIGHT = "severn-bore-speed", "severn-bore-height"


def test_an_answer_shows_statement_time_quote_document_and_caution(tides: Edition) -> None:
    (card,) = render_reply(reply(Answered(shown(tides, SPEED))), tides).cards
    assert card.text.split("\n") == [
        "The Severn Bore travels at about 16 kilometres an hour.",
        "*As of 4 September 2021*",
        "> “travels at about 16 kilometres an hour”",
        "— Guide to the Severn Bore, 4 September 2021",
        "*The document is a machine translation; its wording is shown as printed.*",
    ]
    assert card.footer == f"{SPEED} · {tides.digest}"


def test_an_answer_offers_its_source_and_what_is_related(tides: Edition) -> None:
    fact = next(fact for fact in tides.base.served if fact.related)
    rendering = render_reply(reply(Answered((Shown(fact, 1.0),))), tides)
    labels = [press.label for press in rendering.buttons]
    assert labels[0] == "Show in source"
    assert labels[1].startswith("Related: ")
    assert [encode(press.state) for press in rendering.buttons] == [
        f"roro1:s:en:{fact.id}",
        *(f"roro1:f:en:{id}" for id in fact.related),
    ]


def test_a_headline_stands_out(tides: Edition) -> None:
    fact = replace(tides.base.facts[SPEED], headline="about 16 kilometres an hour")
    (card,) = render_reply(reply(Answered((Shown(fact, 1.0),))), tides).cards
    assert card.blocks[0] == "The Severn Bore travels at **about 16 kilometres an hour**."


def test_a_computed_figure_leads_with_its_formula(tides: Edition) -> None:
    computed = Computed(390_000.0, "2,340,000 ÷ 6", (SPEED,), "about 390,000 a month")
    (card,) = render_reply(reply(Answered(shown(tides, SPEED), computed)), tides).cards
    assert card.blocks[0] == "**About 390,000 a month.** *Computed: 2,340,000 ÷ 6.*"


def test_a_claim_is_corrected_by_the_figure_worked_out(tides: Edition) -> None:
    computed = Computed(4.5, "9 / 2", (HEIGHT,), "4.5 times")
    (card,) = render_reply(reply(Corrected(shown(tides, HEIGHT), ("5",), computed)), tides).cards
    assert card.blocks[0] == "**No: 4.5 times.** *Computed: 9 / 2.*"
    assert tides.base.facts[HEIGHT].statement in card.text


def test_what_is_not_worked_out_is_refused_above_the_facts(tides: Edition) -> None:
    rendering = render_reply(reply(Nearest(shown(tides, SPEED, HEIGHT), (), refused="I cannot work that out.")), tides)
    first, second = rendering.cards
    assert first.blocks[0] == "I cannot work that out."
    assert tides.base.facts[SPEED].statement in first.text
    assert tides.base.facts[HEIGHT].statement in second.text


def test_a_correction_says_no_first(tides: Edition) -> None:
    (card,) = render_reply(reply(Corrected(shown(tides, SPEED), ("20",))), tides).cards
    assert card.blocks[0] == "**No:** The Severn Bore travels at about 16 kilometres an hour."


def test_the_nearest_says_what_is_missing_and_offers_the_other_fact(tides: Edition) -> None:
    rendering = render_reply(reply(Nearest(shown(tides, SPEED, HEIGHT), ("2021", "@everyone **x**"))), tides)
    (card,) = rendering.cards
    assert card.blocks[0] == "I have nothing for **2021** or **@\u200beveryone \\*\\*x\\*\\***."
    assert card.blocks[1].startswith("The nearest I have: The Severn Bore travels")
    assert "“" not in card.text
    assert [press.state for press in rendering.buttons] == [ShowFact("en", SPEED), ShowFact("en", HEIGHT)]
    assert rendering.buttons[0].label == "Show me that"


def test_a_garbled_passage_is_named(tides: Edition) -> None:
    rendering = render_reply(reply(Nearest((), (), reason="garbled")), tides)
    assert rendering.cards[0].text == "The document's sentence on this is garbled, so I do not rest an answer on it."
    assert rendering.buttons == ()


def test_choices_are_buttons_while_their_labels_fit_and_a_menu_otherwise(tides: Edition) -> None:
    short = tuple(Shown(replace(tides.base.facts[id], headline=id), 1.0) for id in (SPEED, HEIGHT))
    rendering = render_reply(reply(Ambiguous(short)), tides)
    assert rendering.cards[0].text == "**Which one?**"
    assert len(rendering.buttons) == 2
    long = replace(tides.base.facts[SPEED], headline=None, statement="x" * 90)
    rendering = render_reply(reply(Ambiguous((Shown(long, 1.0), *shown(tides, HEIGHT)))), tides)
    assert rendering.buttons == ()
    assert len(rendering.selects[0].options) == 2


def test_what_is_unknown_offers_what_can_be_answered(tides: Edition) -> None:
    question = tides.base.facts[SPEED].questions[0]
    rendering = render_reply(reply(Unknown((question, "a question that nobody knows"))), tides)
    assert rendering.cards[0].text == "My documents say nothing about that.\nI can tell you, for example:"
    assert [(press.label, press.state) for press in rendering.buttons] == [(question, ShowFact("en", SPEED))]


def test_small_talk_is_answered_in_kind(tides: Edition) -> None:
    assert render_reply(reply(Chat("thanks")), tides).cards[0].text == "You are welcome."


def test_a_reply_in_chinese_has_chinese_labels(tides: Edition) -> None:
    rendering = render_reply(reply(Nearest(shown(tides, SPEED), ("2021",)), "zh"), tides)
    assert rendering.buttons[0].label == "显示该条"
    assert "我没有关于**2021**的信息" in rendering.cards[0].text


def test_the_source_shows_the_passage_with_the_quote_in_bold(tides: Edition) -> None:
    rendering = open_page(ShowSource("en", SPEED), tides)
    (card,) = rendering.cards
    assert "**travels at about 16 kilometres an hour**" in card.text
    assert card.footer == f"{SPEED} · severn-bore.txt"


def test_quotes_that_stand_near_each_other_are_shown_in_one_passage(tides: Edition) -> None:
    rendering = open_page(ShowSource("en", "severn-bore-height"), tides)
    (card,) = rendering.cards
    river = "**The Severn Bore is a tidal wave that runs up the River Severn in England.**"
    assert f"{river} **It can reach 2 metres in height** and travels" in card.text


def test_a_fact_that_is_gone_or_withdrawn_says_so(tides: Edition) -> None:
    assert "no longer in my base" in open_page(ShowFact("en", "never-was"), tides).cards[0].text
    assert "no longer in my base" in open_page(ShowSource("en", "never-was"), tides).cards[0].text
    assert "no longer in my base" in open_page(TopicFacts("en", "never-was"), tides).cards[0].text
    gone = replace(tides.base.facts[SPEED], withdrawn="it was mismeasured", superseded_by=HEIGHT)
    later = replace(tides, base=replace(tides.base, facts={**tides.base.facts, SPEED: gone}))
    rendering = open_page(ShowFact("en", SPEED), later)
    assert rendering.cards[0].text == "That fact was withdrawn: it was mismeasured"
    assert [press.state for press in rendering.buttons] == [ShowFact("en", HEIGHT)]


def test_the_examples_of_the_help_are_answered_by_the_facts_that_they_lead_to(shipped: Edition) -> None:
    assert len(shipped.examples) == 5
    for question in shipped.examples:
        answered = shipped.answerer.reply(question)
        assert isinstance(answered.answer, Answered)
        assert answered.facts[0].fact.id == shipped.asked[question]
    assert [press.label for press in help_page(shipped, "en").buttons] == list(shipped.examples)


def test_every_fact_can_be_reached_by_browsing(shipped: Edition) -> None:
    reached: set[str] = set()
    for menu in open_page(Topics("en"), shipped).selects:
        for option in menu.options:
            page = open_page(option.state, shipped)
            while True:
                for inner in page.selects:
                    reached |= {choice.state.fact for choice in inner.options}  # type: ignore[union-attr]  # they are facts
                onward = [press for press in page.buttons if press.label == "Next"]
                if not onward:
                    break
                page = open_page(onward[0].state, shipped)
    assert reached == {fact.id for fact in shipped.base.served}


# Whatever the facts hold.

wild = st.text(st.one_of(st.characters(), st.sampled_from("*_`|<@>[]()#\\😀")), min_size=1, max_size=300)
text = st.one_of(wild, st.builds(lambda piece, times: piece * times, wild, st.integers(1, 60)))


@st.composite
def facts(draw: st.DrawFn, edition: Edition) -> Fact:
    """A fact of any length and content on a real document."""
    base = draw(st.sampled_from(list(edition.base.facts.values())))
    pieces = draw(st.lists(st.sampled_from(base.evidence), min_size=1, max_size=30))
    evidence = tuple(
        Evidence(item.source, draw(text), item.start, item.end, item.location) if draw(st.booleans()) else item
        for item in pieces
    )
    return replace(
        base,
        statement=draw(text),
        headline=draw(st.none() | text),
        statement_in=draw(st.dictionaries(st.sampled_from(["en", "zh"]), text, max_size=2)),
        said_by=tuple(draw(st.lists(text, max_size=4))),
        evidence=evidence,
        modality=draw(st.sampled_from(Modality)),
        period_note=draw(st.none() | text),
    )


@st.composite
def answers(draw: st.DrawFn, edition: Edition) -> Answer:
    """Any answer over any facts."""
    many = tuple(Shown(fact, 1.0) for fact in draw(st.lists(facts(edition), min_size=1, max_size=6)))
    words = tuple(draw(st.lists(text, max_size=8)))
    known = st.sampled_from(list(edition.asked))
    suggestions = tuple(draw(st.lists(st.one_of(known, text), max_size=40)))
    computed = draw(st.none() | st.builds(Computed, st.floats(), text, st.just(()), text))
    more = tuple(draw(st.lists(st.sampled_from(list(edition.base.facts)), max_size=40)))
    return draw(
        st.sampled_from(
            [
                Answered(many, computed, more),
                Corrected(many, words),
                Corrected(many, words, computed),
                Nearest(many, words, draw(st.none() | text)),
                Nearest(many, (), refused=draw(text)),
                Nearest((), words, draw(st.none() | text)),
                Ambiguous(many),
                Unknown(suggestions, words, draw(st.none() | text)),
                Chat("help", suggestions),
            ]
        )
    )


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_limit_is_exceeded_whatever_the_facts_hold(tides: Edition, data: st.DataObject) -> None:
    answer = data.draw(answers(tides))
    tag = data.draw(st.sampled_from(["en", "zh"]))
    held = {item.fact.id: item.fact for item in reply(answer).facts}
    base = replace(tides.base, facts={**tides.base.facts, **held})
    edition = replace(tides, base=base, phrasing=Phrasing(base))
    renderings = [render_reply(reply(answer, tag), edition), help_page(edition, tag), called_page(edition, tag)]
    states = [Topics(tag), Documents(tag), *(TopicFacts(tag, topic) for topic in base.topics)]
    renderings += [open_page(state, edition) for state in states]
    renderings += [open_page(state(tag, id), edition) for id in held for state in (ShowFact, ShowSource)]
    for rendering in renderings:
        check_limits(rendering)


def check_limits(rendering: Rendering) -> None:
    """Hold a rendering against every figure of Discord's."""
    embeds = [embed.to_dict() for embed in rendering.embeds()]
    assert 1 <= len(embeds) <= 10
    assert all(1 <= units(embed["description"]) <= 4096 for embed in embeds)
    assert all(units(embed.get("footer", {}).get("text", "")) <= 2048 for embed in embeds)
    assert sum(units(embed["description"]) + units(embed.get("footer", {}).get("text", "")) for embed in embeds) <= 6000
    assert 1 <= units(rendering.text()) <= 2000
    buttons, menus = rendering.buttons, rendering.selects
    assert (len(buttons) + 4) // 5 + len(menus) <= 5
    ids = [encode(press.state) for press in buttons]
    assert len(ids) == len(set(ids))
    assert all(1 <= len(id) <= 100 for id in ids)
    assert all(1 <= units(press.label) <= 80 for press in buttons)
    for menu in menus:
        values = [encode(option.state) for option in menu.options]
        assert 1 <= len(values) <= 25
        assert len(values) == len(set(values))
        assert all(len(value) <= 100 for value in values)
        assert all(1 <= units(option.label) <= 100 for option in menu.options)
        assert all(units(option.description) <= 100 for option in menu.options)


@pytest.mark.parametrize("plain", [False, True])
async def test_parts_hold_text_or_embeds_never_both(tides: Edition, plain: bool) -> None:
    parts: Mapping[str, Any] = parts_of(render_reply(reply(Answered(shown(tides, SPEED))), tides), plain=plain)
    assert ("content" in parts) is plain
    assert ("embeds" in parts) is not plain
    assert parts["view"].is_finished()  # so the library keeps nothing of it


@pytest.mark.parametrize("plain", [False, True])
async def test_what_is_written_straight_is_what_the_library_would_write(tides: Edition, plain: bool) -> None:
    both = shown(tides, SPEED, HEIGHT)
    for answer in (Answered(both), Nearest(both, ("x",)), Ambiguous(both)):
        rendering = render_reply(reply(answer), tides)
        payload, parts = message_payload(rendering, plain=plain), parts_of(rendering, plain=plain)
        assert payload.get("content") == parts.get("content")
        embeds = [_bare(dict(embed.to_dict())) for embed in parts.get("embeds", [])]
        assert [_bare(embed) for embed in payload.get("embeds", [])] == embeds
        written = json.loads(json.dumps(parts["view"].to_components()))
        assert [_bare(row) for row in payload["components"]] == [_bare(row) for row in written]


UNSAID = {"id", "disabled", "min_values", "max_values", "default", "required", "flags"}
"""What the library spells out although it is the default."""


def _bare(component: dict[str, Any]) -> dict[str, Any]:
    """A component without what says nothing."""
    inner = {key: [_bare(item) for item in component[key]] for key in ("components", "options") if key in component}
    return {key: value for key, value in component.items() if key not in UNSAID} | inner


def test_plain_text_shows_all_that_the_embed_does(tides: Edition) -> None:
    rendering = render_reply(reply(Answered(shown(tides, SPEED))), tides)
    assert rendering.text() == f"{rendering.cards[0].text}\n-# {rendering.cards[0].footer}"


def test_what_is_offered_in_another_script_opens_the_same_facts(shipped: Edition) -> None:
    asked = shipped.answerer.reply("台北101有多高？還有電梯嗎？")
    rendering = render_reply(asked, shipped)
    assert asked.language == "zh-Hant"
    assert "我可以回答的問題" in rendering.cards[0].text
    assert [press.label for press in rendering.buttons] == list(asked.suggestions)
    assert {press.state.tag for press in rendering.buttons} == {"zh-Hant"}
    opened = open_page(rendering.buttons[0].state, shipped)
    assert shipped.phrasing.statement(shipped.base.facts[rendering.buttons[0].state.fact], "zh-Hant") in (
        opened.cards[0].text.replace("**", "")
    )
