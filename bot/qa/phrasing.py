"""Replies in words: short, the fact first, its proof right under it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from mypy_extensions import mypyc_attr

from bot.factbase.models import Fact, FactBase, Modality, Source
from bot.factbase.periods import Period
from bot.qa.languages import DEFAULT, Language, language
from bot.qa.languages.scripts import script
from bot.qa.models import Ambiguous, Answer, Answered, Chat, Computed, Corrected, Nearest, Shown, Unknown

_SAID = 4096
"""How many facts are kept as put into words."""


@mypyc_attr(native_class=False)
class Phrasing:
    """Puts answers over one fact base into the words of a language."""

    def __init__(self, base: FactBase) -> None:
        self._base = base
        self._said: dict[tuple[str, str], tuple[Fact, tuple[str, ...]]] = {}
        """What facts say, and the proof of it, in each language, once it was asked for."""

    def text(self, answer: Answer, tag: str) -> str:
        """The whole reply as plain text; in the default language where there are no phrases in this one."""
        tag = tag if language(tag).replies else DEFAULT
        words = replies(tag)
        match answer:
            case Answered(facts=facts, computed=computed, more=more):
                lines = [self.computed(computed, tag), ""] if computed else []
                lines += self._proofs(facts, tag)
                if more:
                    lines += ["", words["more"].format(count=len(more))]
                return "\n".join(lines)
            case Nearest(facts=facts, refused=str(refused)):
                return "\n".join([refused, "", *self._proofs(facts, tag)])
            case Corrected(facts=facts, computed=Computed() as computed):
                return "\n".join([self.computed(computed, tag, words["no"]), "", *self._proofs(facts, tag)])
            case Corrected(facts=facts):
                statement, *proof = self._whole(facts[0].fact, tag)
                return "\n".join([words["no"] + statement, *proof, *self._others(facts[1:], tag)])
            case Nearest(facts=facts, missing=missing, reason=reason):
                lines = [words["garbled"].format(reason=reason)] if reason else []
                if missing:
                    lines.append(words["nothing_for"].format(missing=join_words(missing, words["or"], words["comma"])))
                if facts:
                    statement, *proof = self._whole(facts[0].fact, tag)
                    lines.append(words["nearest"].format(statement=statement))
                    lines += proof
                return "\n".join(lines)
            case Ambiguous(facts=facts):
                return "\n".join(
                    [words["which"], *(f"{at}. {self.choice(item.fact, tag)}" for at, item in enumerate(facts, 1))]
                )
            case Unknown(suggestions=suggestions, reason=reason):
                return "\n".join([reason or words["unknown"], *self._offered(suggestions, words)])
            case Chat(intent=intent, suggestions=suggestions):
                return "\n".join([words.get(intent, words["help"]), *self._offered(suggestions, words)])

    @staticmethod
    def _offered(suggestions: Iterable[str], words: Mapping[str, str]) -> list[str]:
        lines = [f"- {suggestion}" for suggestion in suggestions]
        return [words["can_tell"], *lines] if lines else []

    def computed(self, computed: Computed, tag: str, opening: str = "") -> str:
        """The figure worked out and its formula, in one line."""
        words = replies(tag)
        return (
            figure_line(computed, tag, opening) + words["between"] + words["computed"].format(formula=computed.formula)
        )

    def _proofs(self, facts: tuple[Shown, ...], tag: str) -> list[str]:
        lines: list[str] = []
        for shown in facts:
            if lines:
                lines.append("")
            lines += self._whole(shown.fact, tag)
        return lines

    def _others(self, facts: tuple[Shown, ...], tag: str) -> list[str]:
        return [line for shown in facts for line in ("", *self._whole(shown.fact, tag))]

    def _whole(self, fact: Fact, tag: str) -> tuple[str, ...]:
        """The statement and its proof, line by line; they are put together but once."""
        known = self._said.get((fact.id, tag))
        if known is None or known[0] is not fact:
            if len(self._said) >= _SAID:
                self._said.clear()
            known = self._said[fact.id, tag] = fact, (self.statement(fact, tag), *self._proof(fact, tag))
        return known[1]

    def _proof(self, fact: Fact, tag: str) -> list[str]:
        lines = []
        if context := self.context(fact, tag):
            lines.append(context)
        for evidence in fact.evidence:
            lines.append(f"“{squeeze(evidence.quote)}”")
            lines.append("— " + self.citation(self._base.sources[evidence.source], tag))
        lines += self.cautions(fact, tag)
        return lines

    def statement(self, fact: Fact, tag: str) -> str:
        """The fact's statement in this language where it has one, else as curated."""
        return squeeze(told(fact.statement_in, tag) or fact.statement)

    def choice(self, fact: Fact, tag: str) -> str:
        """A few words to tell the fact from another, with its period."""
        label = fact.headline if fact.headline and told(fact.statement_in, tag) is None else self.statement(fact, tag)
        if fact.period is None or (period := self.period(fact.period, tag)) in label:
            return label
        return label + replies(tag)["aside"].format(note=period)

    def context(self, fact: Fact, tag: str) -> str:
        """Period (or "as of") where the statement does not give it, and who says so, in one line; may be empty."""
        words = replies(tag)
        parts = []
        if fact.period is not None:
            parts.append(self.period(fact.period, tag))
        elif fact.as_of is not None:
            parts.append(words["as_of"].format(date=self.period(fact.as_of, tag)))
        # What the statement says already is not said twice.
        parts = [part for part in parts if part.lower() not in self.statement(fact, tag).lower()]
        if fact.said_by:
            parts.append(
                words["according_to"].format(
                    names=join_words((self.name(item, tag) for item in fact.said_by), words["and"], words["comma"])
                )
            )
        line = " · ".join(parts)
        return line[:1].upper() + line[1:]

    def name(self, id: str, tag: str) -> str:
        """An entity's name in this language; a name that is in no glossary stands for itself."""
        entity = self._base.glossary.entities.get(id)
        if entity is None:
            return id
        firsts = {key: names[0] for key, names in entity.names_in.items() if names}
        if name := told(firsts, tag):
            return name
        return f"{entity.article} {entity.name}" if entity.article else entity.name

    def citation(self, source: Source, tag: str) -> str:
        """The document's title and date."""
        words = replies(tag)
        title = told(source.title_in, tag) or source.title
        date = self.period(source.published, tag)
        cited = words["cited"].format(title=title, date=date)
        return cited + (words["aside"].format(note=words["date_inferred"]) if source.published_note else "")

    def cautions(self, fact: Fact, tag: str) -> list[str]:
        """What a reader should know of the evidence: a plan, an inferred period, a machine translation."""
        words = replies(tag)
        notes = []
        if fact.modality is not Modality.STATED:
            notes.append(words[fact.modality.value])
        if fact.period_note:
            notes.append(
                words["period_inferred"] + (f": {squeeze(fact.period_note)}." if tag == DEFAULT else words["stop"])
            )
        if any(self._base.sources[item.source].quality == "machine-translated" for item in fact.evidence):
            notes.append(words["machine_translated"])
        return [" ".join(notes)] if notes else []

    def period(self, period: Period, tag: str) -> str:
        """A period in words ("January to July 2023"), at the precision that it was written with."""
        words = replies(tag)
        first, _, last = period.text.partition("/")
        if not last:
            return self._instant(first, tag)
        if first == "..":
            return words["until"].format(date=self._instant(last, tag))
        if last == "..":
            return words["from"].format(date=self._instant(first, tag))
        if first[:4] == last[:4] and len(first) == len(last) == 7:
            return words["months_of"].format(
                first=month_name(first[5:7], tag), last=month_name(last[5:7], tag), year=first[:4]
            )
        return words["range"].format(first=self._instant(first, tag), last=self._instant(last, tag))

    @staticmethod
    def _instant(text: str, tag: str) -> str:
        words = replies(tag)
        parts = text.split("-")
        if len(parts) == 1:
            return words["year"].format(year=parts[0])
        key = "month_of" if len(parts) == 2 else "day_of"
        return words[key].format(
            year=parts[0], month=month_name(parts[1], tag), day=int(parts[2]) if len(parts) > 2 else ""
        )


def told(texts: Mapping[str, str], tag: str) -> str | None:
    """The text in this language; put into its script where it is curated in the usual one."""
    variant = script(tag)
    if variant is None or tag in texts:
        return texts.get(tag)
    return variant.write(texts[variant.language]) if variant.language in texts else None


@cache
def replies(tag: str) -> Mapping[str, str]:
    """The reply phrases of a language, each one of the default language where it has none."""
    return {**language(DEFAULT).replies, **language(tag).replies}


def figure_line(computed: Computed, tag: str, opening: str = "") -> str:
    """The figure worked out as a sentence."""
    text = opening + computed.text
    return text[:1].upper() + text[1:] + replies(tag)["stop"]


def month_name(number: str, tag: str) -> str:
    """The name of a month ("07") in a language that answers, capitalised as printed in its file's `month_names`."""
    lang: Language = language(tag) if language(tag).replies else language(DEFAULT)
    return lang.month_names[int(number) - 1] if lang.month_names else str(int(number))


def join_words(items: Iterable[str], last: str, comma: str = ", ") -> str:
    """Join words as a sentence does: "a, b and c"."""
    words = list(items)
    return words[0] if len(words) == 1 else comma.join(words[:-1]) + last + words[-1] if words else ""


def squeeze(text: str) -> str:
    """Fold white space, so that a text stands on one line."""
    return " ".join(text.split())
