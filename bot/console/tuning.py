"""What `roro tune` reports: thresholds before and after, what each one decides, and what they are worth unseen."""

from __future__ import annotations

from collections.abc import Iterator

from bot.console.ink import Ink
from bot.console.tables import write_table
from bot.curation.scoring import Score
from bot.curation.tuning import LEAST_HELD, MOST_WRONG, PRICE, Sensitivity, Tuning, worth


def report_tuning(tuning: Tuning, ink: Ink) -> str:
    """Write the thresholds with their sensitivities, then the scores that they reach."""
    return "\n\n".join((_thresholds(tuning, ink), _scores(tuning, ink), _verdict(tuning, ink)))


def _thresholds(tuning: Tuning, ink: Ink) -> str:
    headings = ("threshold", "now", "found", "tells", "worth, lower to higher")
    rows = [
        (
            each.name,
            f"{getattr(tuning.before, each.name):g}",
            f"{after:g}" if (after := getattr(tuning.after, each.name)) != getattr(tuning.before, each.name) else "",
            f"{each.touched}",
            "  ".join(_around(each, getattr(tuning.before, each.name))),
        )
        for each in tuning.sensitivities
    ]
    return write_table(headings, rows, ink, right=("now", "found", "tells"))


def _around(sensitivity: Sensitivity, now: float) -> Iterator[str]:
    """What each value tried gains or loses, in hundredths of what a score is worth, the present one in the middle."""
    here = sensitivity.worth[now]
    for value, there in sensitivity.worth.items():
        yield "·" if value == now else f"{100 * (there - here) or 0:+.1f}".replace("-", "−").replace("+0.0", "0")


def _scores(tuning: Tuning, ink: Ink) -> str:
    headings = ("thresholds", "right %", "wrong %", "held %", "worth")
    rows = [
        ("now", *_row(tuning.score_before)),
        ("found, on the questions they were set from", *_row(tuning.score_after)),
        ("found, each file by the others", *_row(tuning.score_unseen)),
    ]
    return write_table(headings, rows, ink, right=headings[1:])


def _row(score: Score) -> Iterator[str]:
    for share in (score.right, score.wrong, score.held):
        yield "–" if share is None else f"{share:.2%}"[:-1]
    yield f"{100 * worth(score):.2f}".replace("-", "−")


def _verdict(tuning: Tuning, ink: Ink) -> str:
    if tuning.after == tuning.before:
        told = "No step gains anything: the thresholds stay as they are."
    elif tuning.gains:
        told = "Files gain by thresholds that were set without them: these are better."
    else:
        told = "Files gain nothing by thresholds that were set without them: the present ones are as good."
    aims = (
        f"Worth is the share right, less {PRICE:g} times what is wrong beyond {MOST_WRONG:.0%}"
        f" or held below {LEAST_HELD:.0%}, in hundredths; a threshold tells on so many questions."
    )
    return f"{ink.bold(ink.wrap(told))}\n{ink.dim(ink.wrap(aims))}"
