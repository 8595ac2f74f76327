"""Languages: an answer in German, French or another of six is read by its words in English.

Only words that tell what a number is are put into English (`glossary.py`), and each place of the
reading is known in the answer, so that numbers are shown as they were written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from ml_engineer.evidence.citations import CITATION
from ml_engineer.evidence.decimal_commas import with_decimal_points
from ml_engineer.evidence.glossary import FUNCTION_WORDS, GLOSSARIES
from ml_engineer.evidence.names import words_of
from ml_engineer.evidence.number_context import hidden_spans

FEWEST_WORDS = 2
"""So many different function words of a language tell it, if English has fewer."""
SHORTEST_NAME = 5
"""A word of a name of so many letters stays as it is; shorter ones may be any word."""
LONGEST_TOLD = 20_000
"""Characters at the beginning of a text that tell its language."""

_ENGLISH = "English"
_FUNCTION_WORDS = {name: frozenset(words.split()) for name, words in FUNCTION_WORDS.items()}
_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is read, and where its places are in what was written.

    Attributes:
        text: in English, with decimal points.
        starts: where each stretch of it begins that was put into English.
        stretches: each with its end, and its two ends in what was written.
    """

    text: str
    starts: tuple[int, ...] = ()
    stretches: tuple[tuple[int, int, int], ...] = ()

    def written(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in what was written of a place in what is read."""
        return self._place(start, ends=False), self._place(end, ends=True)

    def _place(self, at: int, *, ends: bool) -> int:
        index = bisect_right(self.starts, at - ends) - 1
        if index < 0:
            return at
        end, first, last = self.stretches[index]
        if at < end or (ends and at == end):
            return last if ends else first
        return at - end + last


@lru_cache(maxsize=64)
def language_of(text: str) -> str:
    """Return the language of a text, by its commonest words: English, if they don't tell."""
    words = [word.casefold() for word in _WORD.findall(text[:LONGEST_TOLD])]
    said = set(words)
    counts = {
        name: sum(word in own for word in words) if len(said & own) >= FEWEST_WORDS else 0
        for name, own in _FUNCTION_WORDS.items()
    }
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > counts[_ENGLISH] else _ENGLISH


def read(text: str, names: Collection[str] = (), *, commas: bool = False) -> Reading:
    """Return a text in English with decimal points, as far as its numbers need it.

    Args:
        text: as it was written.
        names: words of names, which stay.
        commas: whether it surely has decimal commas, as the text that it belongs to has.
    """
    language = language_of(text)
    pointed = with_decimal_points(text, likely=commas or language != _ENGLISH)
    if language == _ENGLISH:
        return Reading(pointed)
    pattern, english = _compiled(language)
    hidden = bytearray(len(pointed))
    for start, end in (*hidden_spans(pointed), *(one.span() for one in CITATION.finditer(pointed))):
        hidden[start:end] = b"x" * (end - start)
    parts: list[str] = []
    starts: list[int] = []
    stretches: list[tuple[int, int, int]] = []
    done = length = 0
    for match in pattern.finditer(pointed):
        start, end = match.span()
        if start == end or hidden[start] or _is_kept(match.group(), names):
            continue
        put = english[(match.lastindex or 1) - 1]
        parts += [pointed[done:start], put]
        length += start - done
        starts.append(length)
        length += len(put)
        stretches.append((length, start, end))
        done = end
    parts.append(pointed[done:])
    return Reading("".join(parts), tuple(starts), tuple(stretches))


def _is_kept(written: str, names: Collection[str]) -> bool:
    return any(len(word) >= SHORTEST_NAME and word in names for word in words_of(written))


@lru_cache(maxsize=8)
def _compiled(language: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return the pattern of a glossary, one group for each of its entries, and their English."""
    entries = GLOSSARIES[language]
    pattern = "|".join(f"({one})" for one, _ in entries)
    return (
        re.compile(rf"(?<![^\W\d_])(?:{pattern})(?!\w)", re.IGNORECASE),
        tuple(english for _, english in entries),
    )
