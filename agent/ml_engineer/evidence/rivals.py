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
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from ml_engineer.evidence.durations import said_as
from ml_engineer.evidence.names import words_of
from ml_engineer.evidence.surroundings import Surroundings
from ml_engineer_tools.evidence import Figure

FIELDS = ("model", "slice", "split", "window", "table")
_OF_ROWS = ("slice", "split", "window")
"""Fields by which rows are told apart."""
MOST_VALUES = 60
"""With more values of a field than this, no words are told apart: too many would be ordinary."""
LONGEST_TERM = 4
CLEAR_WORD = 4
"""Letters from which a lone word names something; shorter ones stand with the word before."""

_WORD = re.compile(r"[^\W_]+")
_ALIASES: dict[str, tuple[str, ...]] = {
    "f": ("women", "woman", "female"), "female": ("women", "woman"),
    "m": ("men", "man", "male"), "male": ("men", "man"),
    "train": ("training", "trained"),
    "holdout": ("held-out", "hold-out", "held-back", "unseen"),
    "unseen": ("never seen", "not seen"), "test": ("unseen", "test set"),
    "cv": ("cross-validation", "cross-validated", "cross validation"),
    "day": ("daytime", "by day", "day shift"), "prod": ("production",),
    "validation": ("validating",), "ours": ("our",),
    **dict.fromkeys(
        ("gbm", "gbdt", "lgbm", "xgb", "lightgbm", "xgboost", "catboost", "gbr"),
        ("boosted model", "boosted trees", "gradient boosting", "boosting"),
    ),
    "rf": ("forest", "random forest"), "logreg": ("logistic regression", "logistic model"),
    "rural": ("countryside", "villages"), "urban": ("towns", "cities", "in town", "the city"),
    "persistence": ("last value",), "naive": ("last value",),
    "manual": ("by hand", "by eye", "manually"), "human": ("people", "by hand"),
}  # fmt: skip
_ORDINARY = frozenset(
    words_of(
        "after before all other others none true false model models data base based baseline"
        " full main default random time live large small left right high next last first none"
        " more less than with from over under rest total mean median average overall only"
        " current without year month week hour rows score rate type name file value group"
        " class segment table csv parquet json tuned simple plain single linear logistic"
        " regression deep net network tree trees boost boosted two three early late"
        " date dates moyenne moyen mittel mittlere media promedio medio gemiddelde"
        " split splits hours count counts interval intervals confidence range bound error errors"
        " share"
    )
)
"""Words that say too much else to name a value by themselves."""
_SHORT_NAMES = frozenset({"cv", "day", "men", "man", "lag", "old", "new"})
_AGAINST = frozenset(
    words_of(
        "against versus vs than unlike beside besides instead like over behind ahead where below"
        " above per next beating beats beat outperforms without"
    )
)
_AFTER_AGAINST = frozenset(words_of("to with of the its a our in on at for"))
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august",
           "september", "october", "november", "december")  # fmt: skip
_ALSO_VERBS = frozenset({"may", "march"})
"""Months that name one only with a capital inside a sentence."""
_INSIDE = re.compile(r"[a-z,;:(–—]\s?\Z")
_WEEK = re.compile(r"\d{4}-W(\d{2})\Z")
_QUARTER = re.compile(r"\d{4}-?Q([1-4])")
_QUARTERS = ("first", "second", "third", "fourth")
_SEASON = re.compile(r"\d{4}-(\d\d)\s?(?:\.\.|/|–|to)\s?\d{4}-(\d\d)")
_SEASONS = {("12", "02"): "winter", ("03", "05"): "spring", ("06", "08"): "summer",
            ("09", "11"): "autumn"}  # fmt: skip
_PLAIN = frozenset(
    words_of(
        "rule rules baseline naive majority popularity persistence dummy constant trivial current"
        " today heuristic mean median average random seasonal last manual status"
    )
)
"""Words in the names of what a model is held against."""
_THE_MODEL = (("the", "model"), ("our", "model"), ("the", "network"))
_THE_BASELINE = (("the", "baseline"), ("the", "rule"), ("old", "rule"), ("present", "rules"))
_MEASURED = re.compile(r"(\d+)([a-z]{1,4})")
"""A number with its unit in a name, which prose writes apart: `48h`."""
_NEGATING = frozenset({"without", "not", "no", "except", "excluding"})
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
            for term in _terms(value, counted, several=len(values) > 1):
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


def _terms(value: str, counted: Counter[str], *, several: bool) -> Iterator[tuple[str, ...]]:
    words = words_of(value)
    if words and words[0] in _NEGATING:
        # `exit_call_minutes` alone says nothing of "without exit_call_minutes".
        yield words[:LONGEST_TERM]
        return
    if several and 1 < len(words) <= LONGEST_TERM:
        yield words
    yield from _times(value)
    yield from (
        (word, following) for word, following in pairwise(words)
        if word.isdigit() and following.isalpha() and counted[word] == 1
    )  # fmt: skip
    for place, word in enumerate(words):
        if counted[word] > 1:
            continue
        for alias in _ALIASES.get(word, ()):
            yield words_of(alias)
        clear = word.isalpha() and (len(word) >= CLEAR_WORD or word in _SHORT_NAMES)
        mixed = len(word) > 1 and not word.isalpha() and not word.isdigit()
        year = word.isdigit() and len(word) == 4
        if (clear and word not in _ORDINARY) or mixed or year:
            yield (word,)
            if clear:
                for ending in ("s", "ern", "ly", "ers"):
                    yield (word + ending,)
        elif not clear:
            if place > 0:
                yield from _with_the_word_before(words[place - 1], word)
            if word.isalpha() and word not in ("a", "i"):
                yield (word.upper(),)


def _with_the_word_before(before: str, word: str) -> Iterator[tuple[str, str]]:
    """Yield how a short word is said with the one before it: `season=dry` as "dry season", too."""
    yield (before, word)
    yield (before, word.upper())
    if word.isalpha():
        yield (word, before)


def _times(value: str) -> Iterator[tuple[str, ...]]:
    """Yield how prose calls a window of a month, a week or `48h`; May and March say more, too."""
    for word in words_of(value):
        if measured := _MEASURED.fullmatch(word):
            yield (measured[1], measured[2])
            yield from said_as(measured[1], measured[2])
    for number, unit in pairwise(words_of(value)):
        yield from said_as(number, unit)
    month, week = _MONTH.fullmatch(value), _WEEK.search(value)
    if month:
        name = _MONTHS[int(month[1]) - 1]
        yield (name.capitalize() if name in _ALSO_VERBS else name,)
    if week:
        yield ("week", week[1].lstrip("0"))
    if quarter := _QUARTER.fullmatch(value):
        yield (f"q{quarter[1]}",)
        yield (_QUARTERS[int(quarter[1]) - 1], "quarter")
    if (season := _SEASON.fullmatch(value)) and (season[1], season[2]) in _SEASONS:
        yield (_SEASONS[season[1], season[2]],)


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
