"""What an answer is: the outcomes as types, and the reply that every front shows.

Answer = Answered | Corrected | Nearest | Ambiguous | Unknown | Chat
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mypy_extensions import mypyc_attr

from bot.factbase.models import Fact


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact that a reply shows, with its score in 0–1 (how much of the question it accounts for)."""

    fact: Fact
    score: float


@dataclass(frozen=True, slots=True)
class Computed:
    """A figure worked out from facts: its value, the formula in words and the ids it comes from."""

    value: float
    formula: str
    sources: tuple[str, ...]
    text: str
    """The figure in words of the reply's language, with no more digits than it is good for ("about 390 a month")."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A fact answers the question as it was asked; the main one comes first."""

    facts: tuple[Shown, ...]
    computed: Computed | None = None
    more: tuple[str, ...] = ()
    """Ids of further facts on a broad question, beyond those shown."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The question asserts what a fact contradicts; `missing` holds the contradicted parts."""

    facts: tuple[Shown, ...]
    missing: tuple[str, ...]
    computed: Computed | None = None


@dataclass(frozen=True, slots=True)
class Nearest:
    """No fact meets every constraint; `missing` names the unmet ones in plain words."""

    facts: tuple[Shown, ...]
    missing: tuple[str, ...]
    reason: str | None = None
    """Why nothing can be said, where a document's passage is known to be unusable (garbled, say)."""
    refused: str | None = None
    """Why the figure asked for is not worked out from these facts, in words of the reply's language."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Two or more facts fit equally well; they are the choices."""

    facts: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing in the fact base is about this; `suggestions` are questions that can be answered."""

    suggestions: tuple[str, ...]
    missing: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Chat:
    """A greeting, thanks, or a request for help; `intent` names which."""

    intent: str
    suggestions: tuple[str, ...] = ()


Answer = Answered | Corrected | Nearest | Ambiguous | Unknown | Chat


def facts_of(answer: Answer) -> tuple[Shown, ...]:
    """The facts that an answer shows, main one first; none for unknown and chat."""
    match answer:
        case Answered(facts=facts) | Corrected(facts=facts) | Nearest(facts=facts) | Ambiguous(facts=facts):
            return facts
        case Unknown() | Chat():
            return ()


OUTCOMES: Mapping[type[Answer], str] = {
    Answered: "answered",
    Corrected: "corrected",
    Nearest: "nearest",
    Ambiguous: "ambiguous",
    Unknown: "unknown",
    Chat: "chat",
}
"""The name of each outcome in the JSON form."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One constraint read from a question, and the words it was read from."""

    name: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that was considered: the parts of its score and what kept it from answering."""

    fact_id: str
    score: float
    parts: Mapping[str, float]
    mismatches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Why a reply came out as it did, for `--explain`."""

    language: str
    slots: tuple[Slot, ...]
    candidates: tuple[Candidate, ...]
    decision: str
    """One sentence: the constraint that decided."""


@mypyc_attr(native_class=False)
@dataclass(frozen=True, slots=True, weakref_slot=True)
class Turn:
    """What a conversation keeps of one exchange, so that the next question can lean on it."""

    question: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """The last few turns, oldest first; the empty one starts a conversation."""

    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with everything that a front needs to show it."""

    question: str
    answer: Answer
    text: str
    """The whole reply as plain text, as a person reads it in a terminal."""
    language: str
    factbase: str
    """The digest of the fact base that it comes from."""
    conversation: Conversation
    """Pass it back with the next question of the same conversation."""
    explain: Callable[[], Trace] = field(compare=False, repr=False, default=lambda: Trace("en", (), (), ""))
    """Gives the trace; it is worked out only for those who ask."""

    @property
    def trace(self) -> Trace:
        """Why the reply came out as it did."""
        return self.explain()

    @property
    def outcome(self) -> str:
        """The outcome's name in the JSON form."""
        return OUTCOMES[type(self.answer)]

    @property
    def facts(self) -> tuple[Shown, ...]:
        """The facts shown, main one first; empty for unknown and chat."""
        return facts_of(self.answer)

    @property
    def computed(self) -> Computed | None:
        """The figure worked out from the facts shown, where the answer is one."""
        match self.answer:
            case Answered(computed=computed) | Corrected(computed=computed):
                return computed
            case Nearest() | Ambiguous() | Unknown() | Chat():
                return None

    @property
    def missing(self) -> tuple[str, ...]:
        """The constraints that no fact meets (nearest) or that a fact contradicts (corrected)."""
        match self.answer:
            case Corrected(missing=missing) | Nearest(missing=missing) | Unknown(missing=missing):
                return missing
            case Answered() | Ambiguous() | Chat():
                return ()

    @property
    def suggestions(self) -> tuple[str, ...]:
        """Questions that can be answered, offered with unknown and chat."""
        match self.answer:
            case Unknown(suggestions=suggestions) | Chat(suggestions=suggestions):
                return suggestions
            case Answered() | Corrected() | Nearest() | Ambiguous():
                return ()
