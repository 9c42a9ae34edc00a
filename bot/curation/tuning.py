"""Thresholds set from questions whose right outcome is known, and proved on rounds that they were not set from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from bot.curation.questions import Item
from bot.curation.scoring import Score, Verdict, final_reply, judge
from bot.errors import UsageError
from bot.qa.answering import Answerer
from bot.qa.thresholds import Thresholds

MOST_WRONG, LEAST_HELD = 0.01, 0.98
"""The bars: so much of what the facts answer may be answered wrong, so much of the rest has to be held."""

PRICE = 5.0
"""What a share beyond a bar costs, in shares of right answers."""

FOLDS = 5
"""How often the search is repeated, each time without some of the files."""

LEAST_GAIN = 0.0005
"""A step that gains no more than this is not taken: the thresholds stay where they are."""

STEP = 0.05
STEPS: Mapping[str, float] = {"margin": 0.02, "tie": 0.01}
"""How far a threshold is moved at a time, those that are small themselves by less."""
REACH = (-4, -2, -1, 1, 2, 4)
"""How many steps away from where it is a threshold is tried."""

NAMES = tuple(field.name for field in fields(Thresholds))


def worth(score: Score) -> float:
    """What a score is worth: the share right, less the price of every share beyond a bar."""
    wrong = max(0.0, (score.wrong or 0.0) - MOST_WRONG)
    loose = max(0.0, LEAST_HELD - (1.0 if score.held is None else score.held))
    return (score.right or 0.0) - PRICE * (wrong + loose)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What moving one threshold alone does."""

    name: str
    touched: int
    """How many questions it decides about, within the reach of the search."""
    worth: Mapping[float, float]
    """What the score is worth at each value tried, the present one included."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """Where a search for thresholds began and ended, and what that is worth."""

    before: Thresholds
    after: Thresholds
    score_before: Score
    score_after: Score
    """On the very questions that the thresholds were set from."""
    score_unseen: Score
    """On each file by thresholds that were set without it."""
    sensitivities: tuple[Sensitivity, ...]

    @property
    def gains(self) -> bool:
        """Say whether rounds gain by thresholds that were set without them."""
        return self.after != self.before and worth(self.score_unseen) > worth(self.score_before)


class Tuner:
    """Tries thresholds on files of questions; whatever does not depend on them is worked out once."""

    def __init__(self, answerer: Answerer, files: Sequence[Sequence[Item]]) -> None:
        """Try with an answerer that remembers; each of the files is a round of its own."""
        if len(files) < 2:
            raise UsageError("one file is too few: each is held out once while thresholds are set from the others")
        self._answerer = answerer
        self._items = tuple(item for file in files for item in file)
        self._fold = tuple(at % FOLDS for at, file in enumerate(files) for _ in file)
        self._known: dict[Thresholds, tuple[Verdict, ...]] = {}
        self._settled: Mapping[int, Verdict] = {}

    def tune(self, before: Thresholds, step: Callable[[], None] = lambda: None) -> Tuning:
        """Search from `before`; `step` is called `steps` times."""
        sensitivities = self._survey(before, step)
        everything = range(len(self._items))
        after = self._search(before, everything)
        step()
        unseen: list[Verdict] = []
        for fold in range(max(self._fold) + 1):
            kept = [at for at in everything if self._fold[at] != fold]
            left_out = [at for at in everything if self._fold[at] == fold]
            verdicts = self._verdicts(self._search(before, kept))
            unseen.extend(verdicts[at] for at in left_out)
            step()
        self._settled = {}
        self._known.pop(after, None)  # what is told of it is what it does with every question
        return Tuning(
            before,
            after,
            self._score(before, everything),
            self._score(after, everything),
            Score.of(unseen),
            sensitivities,
        )

    @property
    def steps(self) -> int:
        """How many steps a search takes."""
        return len(NAMES) * len(REACH) + 1 + max(self._fold) + 1

    def _survey(self, start: Thresholds, step: Callable[[], None]) -> tuple[Sensitivity, ...]:
        """Move each threshold alone; questions on which none of them tells are settled for the search."""
        everything = range(len(self._items))
        verdicts = self._verdicts(start)
        found: list[Sensitivity] = []
        touched: set[int] = set()
        for name in NAMES:
            worths = {getattr(start, name): worth(self._score(start, everything))}
            told: set[int] = set()
            for steps in REACH:
                moved = _moved(start, name, steps)
                told.update(at for at, verdict in enumerate(self._verdicts(moved)) if verdict is not verdicts[at])
                worths[getattr(moved, name)] = worth(self._score(moved, everything))
                step()
            touched |= told
            found.append(Sensitivity(name, len(told), dict(sorted(worths.items()))))
        self._settled = {at: verdict for at, verdict in enumerate(verdicts) if at not in touched}
        return tuple(found)

    def _search(self, start: Thresholds, among: Iterable[int]) -> Thresholds:
        """Take the step that gains most, for as long as one gains; of equal ones the shortest."""
        among = tuple(among)
        here, best = start, worth(self._score(start, among))
        while True:
            tried = [
                (round(worth(self._score(there, among)), 9), -abs(steps), -at, there)
                for at, name in enumerate(NAMES)
                for steps in REACH
                if (there := _moved(here, name, steps)) != here
            ]
            gained, _, _, there = max(tried, key=lambda item: item[:3])
            if gained <= best + LEAST_GAIN:
                return here
            here, best = there, gained

    def _score(self, thresholds: Thresholds, among: Iterable[int]) -> Score:
        verdicts = self._verdicts(thresholds)
        return Score.of(verdicts[at] for at in among)

    def _verdicts(self, thresholds: Thresholds) -> tuple[Verdict, ...]:
        if thresholds not in self._known:
            answerer = self._answerer.under(thresholds)
            self._known[thresholds] = tuple(
                self._settled[at] if at in self._settled else _verdict(answerer, item)
                for at, item in enumerate(self._items)
            )
        return self._known[thresholds]


def _verdict(answerer: Answerer, item: Item) -> Verdict:
    reply = final_reply(answerer, item)
    return judge(item, reply.outcome, [shown.fact for shown in reply.facts])


def _moved(thresholds: Thresholds, name: str, steps: int) -> Thresholds:
    value = getattr(thresholds, name) + steps * STEPS.get(name, STEP)
    return replace(thresholds, **{name: round(min(1.0, max(0.0, value)), 4)})


def write_thresholds(thresholds: Thresholds, module: Path) -> None:
    """Put values into the module that holds the thresholds; raise UsageError where it does not look as expected."""
    text = module.read_text(encoding="utf-8")
    for name, value in asdict(thresholds).items():
        text, count = re.subn(rf"^(    {name}: float = ).*$", rf"\g<1>{value!r}", text, flags=re.MULTILINE)
        if count != 1:
            raise UsageError(f"{module} has no line `{name}: float = …`: set {name} to {value!r} by hand")
    module.write_text(text, encoding="utf-8")
