"""A reply as Discord shows it: the fact first, its proof right under it, everything else behind a button. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.discord_app.editions import Edition
from bot.discord_app.markup import bold, echo, escape, italic, quoted
from bot.discord_app.phrases import phrases
from bot.discord_app.renderings import LABEL, Card, Color, Menu, Option, Press, Rendering
from bot.discord_app.states import ShowFact, ShowSource
from bot.factbase.models import Fact
from bot.qa.models import Ambiguous, Answered, Chat, Computed, Corrected, Nearest, Reply, Shown, Unknown
from bot.qa.phrasing import figure_line, join_words, replies, squeeze

RELATED = 3
"""How many related facts are offered."""


def render_reply(reply: Reply, edition: Edition) -> Rendering:
    """Render a reply: its cards, and what it offers to look at next."""
    tag = reply.language
    words = replies(tag)
    match reply.answer:
        case Answered(facts=(Shown(fact=fact),), computed=None, more=()):
            return render_fact(fact, edition, tag)
        case Answered(facts=facts, computed=computed, more=more):
            lead = [_computed(computed, tag)] if computed else []
            cards = [
                fact_card(shown.fact, edition, tag, lead=lead if at == 0 else ()) for at, shown in enumerate(facts)
            ]
            if more:
                cards[-1] = _with(cards[-1], escape(words["more"].format(count=len(more))))
            return Rendering(tuple(cards), (*_proofs(facts, edition, tag), *_related(facts, more, edition, tag)))
        case Corrected(facts=facts, computed=Computed() as computed):
            lead = [_computed(computed, tag, words["no"])]
            cards = [
                fact_card(shown.fact, edition, tag, lead=lead if at == 0 else (), color=Color.CORRECTED)
                for at, shown in enumerate(facts)
            ]
            return Rendering(tuple(cards), (*_proofs(facts, edition, tag), *_related(facts, (), edition, tag)))
        case Corrected(facts=facts):
            first = fact_card(facts[0].fact, edition, tag, lead_word=words["no"], color=Color.CORRECTED)
            others = [fact_card(shown.fact, edition, tag) for shown in facts[1:]]
            return Rendering((first, *others), (*_proofs(facts, edition, tag), *_related(facts, (), edition, tag)))
        case Nearest(facts=facts, refused=str(refused)):
            cards = [
                fact_card(shown.fact, edition, tag, lead=[escape(refused)] if at == 0 else (), color=Color.OFFERED)
                for at, shown in enumerate(facts)
            ]
            return Rendering(tuple(cards), tuple(_proofs(facts, edition, tag)))
        case Nearest(facts=facts, missing=missing, reason=reason):
            return _nearest(facts, missing, reason, edition, tag)
        case Ambiguous(facts=facts):
            return _choices(bold(escape(words["which"])), (shown.fact for shown in facts), edition, tag)
        case Unknown(suggestions=suggestions, reason=reason):
            return _suggesting(escape(reason or words["unknown"]), suggestions, edition, tag)
        case Chat(intent=intent, suggestions=suggestions):
            return _suggesting(escape(words.get(intent, words["help"])), suggestions, edition, tag)


def render_fact(fact: Fact, edition: Edition, tag: str) -> Rendering:
    """Render one fact with its proof, once for each language."""
    known = edition.rendered.get((fact.id, tag))
    if known is None or known[0] is not fact:
        shown = (Shown(fact, 1.0),)
        presses = *_proofs(shown, edition, tag), *_related(shown, (), edition, tag)
        known = edition.rendered[fact.id, tag] = fact, Rendering((fact_card(fact, edition, tag),), presses)
    return known[1]


def fact_card(
    fact: Fact,
    edition: Edition,
    tag: str,
    *,
    lead: Iterable[str] = (),
    lead_word: str = "",
    color: Color = Color.ANSWERED,
) -> Card:
    """Set a fact on a card: statement, period and who says so, quotes with their documents, cautions."""
    statement, *proof = edition.write("card", fact, tag, lambda: _written(fact, edition, tag))
    opening = lead_word.rstrip()
    blocks = [*lead, f"{bold(escape(opening))}{lead_word[len(opening) :]}{statement}", *proof]
    return Card(tuple(blocks), color, f"{fact.id} · {edition.digest}")


def _written(fact: Fact, edition: Edition, tag: str) -> tuple[str, ...]:
    """Write a fact's statement and all that stands under it."""
    phrasing = edition.phrasing
    blocks = [_statement(fact, edition, tag)]
    if context := phrasing.context(fact, tag):
        blocks.append(italic(escape(context)))
    for evidence in fact.evidence:
        source = edition.base.sources[evidence.source]
        quote = quoted(f"“{escape(squeeze(evidence.quote))}”")
        blocks.append(f"{quote}\n— {escape(phrasing.citation(source, tag))}")
    blocks += [italic(escape(caution)) for caution in phrasing.cautions(fact, tag)]
    return tuple(blocks)


def _statement(fact: Fact, edition: Edition, tag: str) -> str:
    """The statement with its headline in bold, where it has one and says it."""
    statement = edition.phrasing.statement(fact, tag)
    headline = squeeze(fact.headline or "")
    if not headline or headline not in statement:
        return escape(statement)
    before, _, after = statement.partition(headline)
    return escape(before) + bold(escape(headline)) + escape(after)


def _computed(computed: Computed, tag: str, opening: str = "") -> str:
    """The figure worked out in bold, and its formula beside it."""
    formula = italic(escape(replies(tag)["computed"].format(formula=computed.formula)))
    return f"{bold(escape(figure_line(computed, tag, opening)))} {formula}"


def _nearest(
    facts: tuple[Shown, ...], missing: tuple[str, ...], reason: str | None, edition: Edition, tag: str
) -> Rendering:
    words = replies(tag)
    blocks = [escape(words["garbled"].format(reason=reason))] if reason else []
    if missing:
        # The parts that differ stand out; they are the asker's own words, so they are made safe.
        named = join_words((bold(echo(part)) for part in missing), words["or"])
        blocks.append(words["nothing_for"].format(missing=named))
    if not facts:
        return Rendering((Card(tuple(blocks) or (escape(words["unknown"]),), Color.OFFERED),))
    fact = facts[0].fact
    blocks.append(words["nearest"].format(statement=_statement(fact, edition, tag)))
    if context := edition.phrasing.context(fact, tag):
        blocks.append(italic(escape(context)))
    offered = [Press(phrases(tag)("show_that"), ShowFact(tag, fact.id), main=True)]
    offered += [Press(edition.label(shown.fact, tag), ShowFact(tag, shown.fact.id)) for shown in facts[1:]]
    return Rendering((Card(tuple(blocks), Color.OFFERED, f"{fact.id} · {edition.digest}"),), tuple(offered))


def _choices(lead: str, facts: Iterable[Fact], edition: Edition, tag: str) -> Rendering:
    """Offer facts to choose from: as buttons where their labels fit whole, else as a menu."""
    card = Card((lead,), Color.OFFERED)
    labelled = [(edition.label(fact, tag), ShowFact(tag, fact.id)) for fact in facts]
    if all(len(label) <= LABEL for label, _ in labelled):
        return Rendering((card,), tuple(Press(label, state) for label, state in labelled))
    options = tuple(Option(label, state) for label, state in labelled)
    return Rendering((card,), menus=(Menu(phrases(tag)("choose"), options),))


def _suggesting(lead: str, suggestions: Iterable[str], edition: Edition, tag: str) -> Rendering:
    presses = suggested(suggestions, edition, tag)
    blocks = (lead, escape(replies(tag)["can_tell"])) if presses else (lead,)
    return Rendering((Card(blocks),), presses)


def suggested(questions: Iterable[str], edition: Edition, tag: str) -> tuple[Press, ...]:
    """Make a button of each known question; it shows the fact that the question stands under."""
    asked = edition.asked_in(tag)
    return tuple(Press(question, ShowFact(tag, asked[question])) for question in questions if question in asked)


def _proofs(facts: tuple[Shown, ...], edition: Edition, tag: str) -> list[Press]:
    say = phrases(tag)
    if len(facts) == 1:
        return [Press(say("show_source"), ShowSource(tag, facts[0].fact.id), main=True)]
    return [
        Press(f"{say('show_source')}: {edition.label(shown.fact, tag)}", ShowSource(tag, shown.fact.id))
        for shown in facts
    ]


def _related(facts: tuple[Shown, ...], more: tuple[str, ...], edition: Edition, tag: str) -> list[Press]:
    shown = {item.fact.id for item in facts}
    named = dict.fromkeys((*more, *(id for item in facts for id in item.fact.related)))
    related = [edition.served(id) for id in named if id not in shown]
    return [
        Press(phrases(tag)("related", label=edition.label(fact, tag)), ShowFact(tag, fact.id))
        for fact in related
        if fact is not None
    ][:RELATED]


def _with(card: Card, block: str) -> Card:
    return Card((*card.blocks, block), card.color, card.footer)
