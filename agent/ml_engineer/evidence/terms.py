"""Terms: the words by which prose names a value of a field: "dry season", "Q2", "the forest"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ml_engineer.evidence.durations import said_as
from ml_engineer.evidence.names import words_of

LONGEST_TERM = 4
CLEAR_WORD = 4
"""Letters from which a lone word names something; shorter ones stand with the word before."""

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
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august",
           "september", "october", "november", "december")  # fmt: skip
ALSO_VERBS = frozenset({"may", "march"})
"""Months that name one only with a capital inside a sentence."""
_WEEK = re.compile(r"\d{4}-W(\d{2})\Z")
_QUARTER = re.compile(r"\d{4}-?Q([1-4])")
_QUARTERS = ("first", "second", "third", "fourth")
_SEASON = re.compile(r"\d{4}-(\d\d)\s?(?:\.\.|/|–|to)\s?\d{4}-(\d\d)")
_SEASONS = {("12", "02"): "winter", ("03", "05"): "spring", ("06", "08"): "summer",
            ("09", "11"): "autumn"}  # fmt: skip
_MEASURED = re.compile(r"(\d+)([a-z]{1,4})")
"""A number with its unit in a name, which prose writes apart: `48h`."""
_NEGATING = frozenset({"without", "not", "no", "except", "excluding"})


def terms_of(value: str, counted: Counter[str], *, several: bool) -> Iterator[tuple[str, ...]]:
    """Yield the words that name a value of a field, each as a row of words.

    Args:
        value: the value, as `season=dry`.
        counted: in how many values of the field each word stands.
        several: there are others.
    """
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
        yield (name.capitalize() if name in ALSO_VERBS else name,)
    if week:
        yield ("week", week[1].lstrip("0"))
    if quarter := _QUARTER.fullmatch(value):
        yield (f"q{quarter[1]}",)
        yield (_QUARTERS[int(quarter[1]) - 1], "quarter")
    if (season := _SEASON.fullmatch(value)) and (season[1], season[2]) in _SEASONS:
        yield (_SEASONS[season[1], season[2]],)
