"""Roro beside plain matchers on tables of intents: what people ask of a bot, and what belongs to no intent.

    python tests/bench/intents.py [--only NAME ...] [TABLE ASKED ...]

Without tables: those of tests/fixtures/intents. `tests/intents.py` says what a table is. All are given the same
examples; top 1 is the share of the questions with an intent for which it comes first; mcc is Matthews correlation over
all intents and none, at the score that is best for these very questions (for Roro also as it decides by itself).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1])]

from footprint import is_installed  # noqa: E402 - the path comes first
from intents import NONE, Routed, fact_id, figures, read_table, route, write_base  # noqa: E402 - the path comes first
from routing import MATCHERS, Peer, Roro  # noqa: E402 - the path comes first

from bot.curation.questions import Item  # noqa: E402 - the path comes first
from bot.qa.answering import Answerer  # noqa: E402 - the path comes first

TABLES = Path(__file__).parents[1] / "fixtures" / "intents"
NAMED = ("shop", "desk")


def main() -> None:
    """Read the arguments, ask everyone, print."""
    summary, _, details = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        description=summary, epilog=details, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [kind.name for kind in MATCHERS]
    parser.add_argument("tables", nargs="*", type=Path, metavar="TABLE ASKED")
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="NAME")
    options = parser.parse_args()
    own = [TABLES / f"{name}{part}.tsv" for name in NAMED for part in ("", "-asked")]
    tables = options.tables or own
    kinds = [kind for kind in MATCHERS if kind.name in options.only and is_installed(kind.requires)]
    for table, asked in zip(tables[::2], tables[1::2], strict=True):
        questions = read_table(asked)
        with tempfile.TemporaryDirectory() as folder:
            base = write_base(read_table(table), Path(folder))
        known = {fact.id for fact in base.served}
        print(f"{table.stem}: {len(known)} intents, {len(questions)} questions")
        for kind in kinds:
            if kind is Roro:
                found = figures(route(Answerer(base), questions))
                print(
                    f"  {kind.name:26} top 1 {found.top_1:.3f}  mcc {found.mcc_at_best:.3f}  as decided {found.mcc:.3f}"
                )
            elif issubclass(kind, Peer):
                peer = kind(base)
                routed = []
                for example in questions:
                    best = peer.find(Item("", (example.text,), "", ""))
                    first = best.fact.id if best.fact is not None else NONE
                    intent = fact_id(example.intent)
                    routed.append(Routed(example.text, intent if intent in known else NONE, first, first, best.score))
                found = figures(routed)
                print(f"  {kind.name:26} top 1 {found.top_1:.3f}  mcc {found.mcc_at_best:.3f}")


if __name__ == "__main__":
    main()
