"""Messages without a word: keys that were struck at random, or nothing but signs."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["NO_QUESTION", "is_gibberish"]

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop", "yxcvbnm")
MOST_NEIGHBOURS = 0.6
"""Share of pairs of neighbouring keys from which a word was struck, not written."""
SHORTEST = 4
"""Letters of a word that can be told."""


def is_gibberish(text: str, columns: Sequence[str] = ()) -> bool:
    """Tell whether a message holds no word at all; names of columns are words."""
    if not any(map(str.isalnum, text)):
        return text.count("?") > 1
    if any(name.casefold() in text.casefold() for name in columns):
        return False
    words = re.findall(r"[a-z]+", text.lower())
    letters = "".join(words)
    only_letters = re.fullmatch(r"[A-Za-z\s.,!?;:-]+", text) is not None
    return (
        only_letters and len(letters) >= SHORTEST and all(map(_struck, words)) and len(words) <= 6
    )


def _struck(word: str) -> bool:
    if len(word) < SHORTEST:
        return False
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    near = sum(any(pair in row or pair[::-1] in row for row in ROWS) for pair in pairs)
    walked = near / len(pairs) >= MOST_NEIGHBOURS and len(word) > SHORTEST
    voiceless = (
        re.search(r"[^aeiouy]{6}", word) is not None or re.search(r"(.)\1{3}", word) is not None
    )
    return walked or voiceless


NO_QUESTION = (
    "**I can't make a question of that.** Say it in other words: what moved, what a model reaches, "
    "what leaks, or what is missing for a release. What was measured stays on record.\n\n"
    "Stands on: S1"
)
"""The answer to it."""
