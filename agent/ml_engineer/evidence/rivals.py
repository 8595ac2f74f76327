"""Rivals: figures of the same quantity about something else, told apart by the words of a text.

A number beside "night" that is held by the figure of the day shift is a right number at the wrong
place. Of each field of the subjects (model, slice, split, window, table), words that only one
value of it has name that value: `night` in `shift=night`, `lag 7` in `lag 7`, `Gent` in
`site=Gent`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from ml_engineer.evidence.names import words_of
from ml_engineer.evidence.surroundings import Surroundings
from ml_engineer.evidence.terms import CLEAR_WORD, LONGEST_TERM, terms_of
from ml_engineer_tools.evidence import Figure

FIELDS = ("model", "slice", "split", "window", "table")
_OF_ROWS = ("slice", "split", "window")
"""Fields by which rows are told apart."""
MOST_VALUES = 60
"""With more values of a field than this, no words are told apart: too many would be ordinary."""

_WORD = re.compile(r"[^\W_]+")
_AGAINST = frozenset(
    words_of(
        "against versus vs than unlike beside besides instead like over behind ahead where below"
        " above per next beating beats beat outperforms without"
    )
)
_AFTER_AGAINST = frozenset(words_of("to with of the its a our in on at for"))
_INSIDE = re.compile(r"[a-z,;:(–—]\s?\Z")
_PLAIN = frozenset(
    words_of(
        "rule rules baseline naive majority popularity persistence dummy constant trivial current"
        " today heuristic mean median average random seasonal last manual status"
    )
)
"""Words in the names of what a model is held against."""
_THE_MODEL = (("the", "model"), ("our", "model"), ("the", "network"))
_THE_BASELINE = (("the", "baseline"), ("the", "rule"), ("old", "rule"), ("present", "rules"))
_NAMES_NONE = frozenset({"never", "not", "all", "both", "any", "every"})
"""Before a word of a value, it is not named: "across all gauges"."""
_EACH = frozenset({"a", "per", "each", "every", "one"})

Mention = tuple[str, str]
"""A field, and the value of it that is named."""


@dataclass(slots=True)
class _Quantity:
    """The figures of one quantity, and the words that name values of their subjects."""

    figures: dict[Mention, list[Figure]] = field(default_factory=dict)
    terms: dict[tuple[str, ...], set[Mention]] = field(default_factory=dict)


class Rivals:
    """The figures that an answer may have confused, by quantity."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._by_quantity: dict[str, list[Figure]] = {}
        for figure in figures:
            self._by_quantity.setdefault(figure.quantity, []).append(figure)
        self._told: dict[str, _Quantity] = {}
        self._counted = [one for group in self._by_quantity.values() for one in group if one.n]

    @cached_property
    def _rows(self) -> _Quantity:
        return _read(self._counted)

    def rival(
        self,
        figure: Figure,
        around: Surroundings,
    ) -> str | None:
        """Return the value that a text names instead of this figure's own, or None.

        Args:
            figure: the figure that holds the number.
            around: the words around it, the nearest to the number first; the first stretch that
                names anything decides. The lines over it tell rows apart, but no models: those
                they name are what is compared below.
        """
        if len(self._by_quantity.get(figure.quantity, ())) < 2:
            return None
        told = self._quantity(figure.quantity)
        own = {(name, value) for name in FIELDS if (value := getattr(figure.subject, name))}
        over = () if self._names_own(told, own, around.sentence) else around.headings
        for words, fields in (
            *((words, FIELDS) for words in around.stretches),
            (around.spoken, ("model",)),
            *((words, _OF_ROWS) for words in over),
        ):
            named = _named(words, told.terms)
            if not any(name in fields for name, _ in named):
                continue
            for mention in sorted(one for one in named - own if one[0] in fields):
                if any((mention[0], value) in named for name, value in own if name == mention[0]):
                    continue
                if not _says_what_is_more(mention, figure, words):
                    continue
                if _is_part_of_own(mention, figure, around.sentence):
                    continue
                if any(_fits(other, figure, mention, named) for other in told.figures[mention]):
                    return mention[1]
            return None
        return None

    @staticmethod
    def _names_own(told: _Quantity, own: Collection[Mention], sentence: str) -> bool:
        """Tell whether a sentence names a value of the figure itself by which rows differ."""
        words = words_of(sentence)
        return any(
            words[place : place + len(term)] == term
            for term, mentions in told.terms.items()
            if any(one in own and one[0] in _OF_ROWS for one in mentions)
            for place in range(len(words))
        )

    def rival_of_row(self, figure: Figure, label: str) -> str | None:
        """Return the value that the first cell of a table's row is, if the figure has another one.

        Args:
            figure: the figure that holds the number.
            label: what stands in the cell.
        """
        told = self._quantity(figure.quantity)
        written = _plainly(label)
        if not written or any(written == _plainly(str(own)) for _, own in figure.subject if own):
            return None
        for (name, value), others in told.figures.items():
            mine = getattr(figure.subject, name)
            if _plainly(value) != written or value == mine:
                continue
            if any(other.value != figure.value for other in others):
                return value
        return None

    def rival_of_rows(self, figure: Figure, words: Sequence[str]) -> str | None:
        """Return the split, slice or window that words name, if it has another number of rows.

        Args:
            figure: the figure whose n, or whose count of rows, the number is.
            words: the clause of the number.
        """
        rows = figure.value if figure.n is None else figure.n
        named = _named(words, self._rows.terms)
        if not named or any(
            getattr(figure.subject, name) == value for name, value in named if name in _OF_ROWS
        ):
            return None
        for name, value in sorted(named):
            own = getattr(figure.subject, name)
            if name not in _OF_ROWS or (own is None and name != "split"):
                continue
            counts = {one.n for one in self._rows.figures[name, value]} - {None}
            if counts and rows not in counts:
                return value
        return None

    def _quantity(self, name: str) -> _Quantity:
        if name not in self._told:
            self._told[name] = _read(self._by_quantity[name])
        return self._told[name]


class WordsOf:
    """The words of a text, by where they stand; short ones in capitals stay as written: `UK`."""

    def __init__(self, text: str) -> None:
        found = list(_WORD.finditer(text))
        self._words = [_written(match.group(), text, match.start()) for match in found]
        self._starts = [match.start() for match in found]

    @property
    def all(self) -> list[str]:
        """The words of the whole text."""
        return self._words

    def between(self, start: int, end: int) -> list[str]:
        """Return the words that begin between two places."""
        return self._words[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


@lru_cache(maxsize=2048)
def _plainly(name: str) -> str:
    """Return a name without what tables write otherwise: `SNR < 8` is `snr<8`, `U-Net` `unet`."""
    return re.sub(r"[^\w<>=≥≤.]|_", "", name).casefold()


def is_plain(model: str) -> bool:
    """Tell whether a model is what others are held against: a rule, a baseline, what is in use."""
    return not _PLAIN.isdisjoint(words_of(model))


def named_of(figures: Sequence[Figure], words: Sequence[str]) -> set[int]:
    """Return which of some figures words name, by their places; what they share names none."""
    told = _read(figures)
    named = _named(words, told.terms)
    return {
        place
        for place, figure in enumerate(figures)
        if any(getattr(figure.subject, name) == value for name, value in named)
    }


def _written(word: str, text: str, start: int) -> str:
    if word in ("May", "March") and _INSIDE.search(text, max(0, start - 2), start):
        return word
    return word if len(word) < CLEAR_WORD and word.isalpha() and word.isupper() else word.casefold()


def _says_what_is_more(mention: Mention, figure: Figure, words: Sequence[str]) -> bool:
    """Tell whether words say what a value has more than the figure's own, if it holds that.

    "0.98 of honest players" doesn't name `titled players, threshold 0.98` beside `threshold 0.98`.
    """
    own = getattr(figure.subject, mention[0])
    mine, its = set(words_of(own or "")), set(words_of(mention[1]))
    if not mine or not mine < its:
        return True
    said = {word.casefold() for word in words}
    return all(word in said for word in its - mine if word.isalpha())


def _is_part_of_own(mention: Mention, figure: Figure, sentence: str) -> bool:
    """Tell whether what is named is a part of the figure's own value, and the rest is named, too.

    "After isotonic recalibration, the forest drops to 0.012" is of `random_forest_isotonic`.
    """
    own, its = set(words_of(getattr(figure.subject, mention[0]) or "")), set(words_of(mention[1]))
    said = set(words_of(sentence))
    return its < own and all(word in said for word in own - its)


def _fits(other: Figure, figure: Figure, mention: Mention, named: set[Mention]) -> bool:
    """Tell whether the other figure is what the text names: it differs in nothing else named."""
    if other.value == figure.value:
        return False
    for name in FIELDS:
        mine, its = getattr(figure.subject, name), getattr(other.subject, name)
        if name == mention[0]:
            continue
        if mine != its and (name, mine) in named and (name, its) not in named:
            return False
    return True


def _read(figures: Sequence[Figure]) -> _Quantity:
    told = _Quantity()
    for name in FIELDS:
        values: dict[str, None] = {}
        for figure in figures:
            if value := getattr(figure.subject, name):
                values[value] = None
                told.figures.setdefault((name, value), []).append(figure)
        if len(values) > MOST_VALUES or (len(values) == 1 and name in ("model", "table", "window")):
            continue
        if name == "model" and len(values) > 1:
            _add_roles(told, list(values))
        shared = set(words_of(figures[0].quantity.replace("_", " "))) if figures else set()
        if name != "table":
            tables = {figure.subject.table for figure in figures} - {None}
            shared.update(word for table in tables for word in words_of(str(table)))
        counted = Counter(word for value in values for word in set(words_of(value)))
        for value in values:
            for term in terms_of(value, counted, several=len(values) > 1):
                if len(term) == 1 and term[0] in shared:
                    continue
                told.terms.setdefault(term, set()).add((name, value))
    # What two values share tells nothing.
    told.terms = {term: found for term, found in told.terms.items() if len(found) == 1}
    return told


def _add_roles(told: _Quantity, models: Sequence[str]) -> None:
    """Let "the model" and "the baseline" name the only one there is of either."""
    plain = [model for model in models if not _PLAIN.isdisjoint(words_of(model))]
    others = [model for model in models if model not in plain]
    for found, terms in ((others, _THE_MODEL), (plain, _THE_BASELINE)):
        if len(found) == 1:
            for term in terms:
                told.terms.setdefault(term, set()).add(("model", found[0]))


def _named(words: Sequence[str], terms: dict[tuple[str, ...], set[Mention]]) -> set[Mention]:
    named: set[Mention] = set()
    passed = 0
    for place in range(len(words)):
        for size in range(1, min(LONGEST_TERM, len(words) - place) + 1):
            found = terms.get(tuple(words[place : place + size]))
            negated = size == 1 and place > 0 and words[place - 1] in _NAMES_NONE
            if not found or negated or place < passed:
                continue
            if _is_held_against(words, place):
                # "Compared with the cellular automaton": nor is an automaton named.
                longest = max(
                    k for k in range(size, LONGEST_TERM + 1)
                    if k == size or tuple(words[place : place + k]) in terms
                )  # fmt: skip
                passed = place + longest
            else:
                named |= found
    return named


def _is_held_against(words: Sequence[str], place: int) -> bool:
    """Tell whether what is named is what something is compared with: `than the night shift`."""
    before = list(words[max(0, place - 3) : place])
    if before and before[-1] in _EACH and words[place] in ("day", "night", "week"):
        return True
    while before and before[-1] in _AFTER_AGAINST:
        if len(before) > 1 and before[-2].startswith("compar") and before[-1] in ("to", "with"):
            return True
        before.pop()
    return bool(before) and (before[-1] in _AGAINST or before[-1].startswith("compar"))
