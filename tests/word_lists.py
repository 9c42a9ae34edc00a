"""Writes the lists of everyday words that the languages ship, from the small lists of wordfreq.

Run it after an update of those.

    python tests/word_lists.py [--check]

A line is how rare its words are, in centibels (300 is one word in a thousand), and the words, folded as questions are.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import wordfreq

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "bot" / "qa" / "languages" / "words"
sys.path[:0] = [str(ROOT)]

from bot.qa.languages import language as load  # noqa: E402 - the path comes first
from bot.qa.normalization import clean, is_cjk  # noqa: E402 - the path comes first


def written(tag: str) -> str:
    """Write the list of one language; a word that several are folded into is as rare as the rarest of them."""
    rarities = {
        clean(word): rarity for rarity, words in enumerate(wordfreq.get_frequency_list(tag, "small")) for word in words
    }
    lines = defaultdict(list)
    for word, rarity in rarities.items():
        if word and (is_cjk(word) or load(tag).segmented):
            lines[rarity].append(word)
    return "".join(f"{rarity} {' '.join(sorted(words))}\n" for rarity, words in sorted(lines.items()))


def main() -> None:
    """Write every list there is a file for, or only tell whether they are up to date."""
    stale = []
    for path in sorted(WORDS.glob("*.txt")):
        text = written(path.stem)
        if text != path.read_text(encoding="utf-8"):
            stale.append(path.name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    if "--check" in sys.argv and stale:
        sys.exit(f"out of date: {', '.join(stale)}")


if __name__ == "__main__":
    main()
