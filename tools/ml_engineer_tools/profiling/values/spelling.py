"""One category spelled in several ways: case, blanks, signs, accents, and slips of the pen."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ml_engineer_tools.profiling.missing.words import says_nothing

FEWEST_LETTERS = 5
"""Shorter words are different words when a letter is: a convention."""

MOST_LETTERS = 100
"""Longer texts are no words; what is tried grows with the square of the length: a convention."""

IMBALANCE = 20.0
"""How many times as often the right spelling comes up as a slip of it: a convention."""

MOST_LEVELS = 2000
"""Columns with more different texts are no category; slips aren't looked for: a convention."""


@dataclass(frozen=True, slots=True)
class Variants:
    """Spellings of one level -> rows of the sample, most rows first; a slip if letters differ."""

    spellings: tuple[tuple[str, int], ...]
    slip: bool = False

    @property
    def rows(self) -> int:
        """Rows that don't have the most frequent spelling."""
        return sum(n for _, n in self.spellings[1:])


def folded(text: str) -> str:
    """Return a text without case, accents, blanks and signs between its letters and digits.

    Signs that change a number or a meaning (`+`, `<`, `%`, a leading minus) are kept.
    """
    # Taken apart first: a letter of mathematics has no other case, the letter in it has.
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", plain).strip()
    sign = "-" if plain[:1] == "-" and plain[1:2].isdigit() else ""
    kept = (c for c in plain if c.isalnum() or c in "+<>=%#&*/$€£" or c in "°")
    return sign + "".join(kept)


def variants(texts: Mapping[str, int]) -> list[Variants]:
    """Return levels that are spelled in more than one way.

    Args:
        texts: each text -> rows.
    """
    levels = {text: n for text, n in texts.items() if not says_nothing(text)}
    together: dict[str, list[tuple[str, int]]] = {}
    for text, n in levels.items():
        key = folded(text)
        if key and _is_word(text):
            together.setdefault(key, []).append((text, n))
    found = [
        Variants(tuple(sorted(spellings, key=lambda pair: (-pair[1], pair[0]))))
        for spellings in together.values()
        if len(spellings) > 1
    ]
    rows = {key: sum(n for _, n in spellings) for key, spellings in together.items()}
    if len(rows) <= MOST_LEVELS:
        found += _slips(rows, together)
    return sorted(found, key=lambda v: (-v.rows, v.spellings))


def _is_word(text: str) -> bool:
    """Tell whether a text has letters and isn't told apart by numbers between signs (1.5, 15)."""
    return any(c.isalpha() for c in text) and not _parts_numbers(text)


def _parts_numbers(text: str) -> bool:
    """Tell whether a sign stands between two digits: without it, it is another number."""
    return any(
        a.isdigit() and not b.isalnum() and c.isdigit()
        for (a, b), (_, c) in pairwise(pairwise(text))
    )


def _slips(
    rows: Mapping[str, int], together: Mapping[str, Sequence[tuple[str, int]]]
) -> list[Variants]:
    """Return rare levels that are one slip away from a frequent one.

    Candidates share what is left when one letter is taken out, so that not all pairs are tried.
    """
    words = [key for key in rows if FEWEST_LETTERS <= len(key) <= MOST_LETTERS and key.isalpha()]
    by_rest: dict[str, set[str]] = {}
    for key in words:
        for rest in {key} | {key[:k] + key[k + 1 :] for k in range(len(key))}:
            by_rest.setdefault(rest, set()).add(key)
    right: dict[str, str] = {}
    for keys in by_rest.values():
        if len(keys) < 2:
            continue
        best = max(keys, key=lambda key: (rows[key], key))
        for key in sorted(keys - {best}):
            near = rows[best] >= IMBALANCE * rows[key] and _one_slip(best, key)
            if near and rows[best] > rows.get(right.get(key, ""), 0):
                right[key] = best
    found = []
    for key, best in sorted(right.items()):
        spelled = max(together[best], key=lambda pair: pair[1])
        found.append(Variants((spelled, *together[key]), slip=True))
    return found


def _one_slip(one: str, other: str) -> bool:
    """Tell whether two words differ by a letter left out, put in or changed, or two swapped.

    A first or last letter that differs makes another word (male, female; cars, car).
    """
    if one[0] != other[0] or one[-1] != other[-1]:
        return False
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        places = [k for k, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(places) == 1:
            return True
        first, last = places[0], places[-1]
        return (
            len(places) == 2
            and last == first + 1
            and one[first] == other[last]
            and one[last] == other[first]
        )
    long, short = (one, other) if len(one) > len(other) else (other, one)
    return any(long[:k] + long[k + 1 :] == short for k in range(len(long)))
