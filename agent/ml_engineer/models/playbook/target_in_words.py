"""The column behind an outcome told in words: "who survives" is `survived`, where nothing else is.

It is taken only where one column alone fits, and the answer says that it was taken and from what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ml_engineer.models.playbook.noun_phrases import NOT_OUTCOMES, PREDICTED, WANTED

__all__ = [
    "column_behind",
    "columns_behind",
    "columns_with",
    "outcomes_wished",
    "unnamed_outcome",
]

SHORTEST_STEM = 4
ENDINGS = frozenset(
    ("", "s", "es", "e", "d", "ed", "r", "er", "ers", "or", "ors", "ing", "ion", "al", "y", "ies")
)
"""What may follow a common stem: survive-s, survive-d; default-ed; churn-er. Not count-ry."""

GENERIC = frozenset(
    ("is", "has", "was", "will", "did", "flag", "label", "target", "y", "outcome", "status",
     "class", "bool", "ind", "indicator", "value")
)  # fmt: skip
"""Words of a column's name that don't change what it holds: `is_churned`, `default_flag`."""

UNNAMED = frozenset(("y", "target", "label", "outcome", "y_true"))
"""Names that say that a column is the outcome, and nothing of what it holds."""

DERIVED = frozenset(
    ("lag", "lagged", "last", "prev", "previous", "prior", "past", "mean", "avg", "average", "sum",
     "roll", "rolling", "diff", "max", "min", "forecast", "forecasts", "predicted", "prediction",
     "pred", "score", "proba", "plan", "planned", "budget", "id", "ids", "key", "code", "date",
     "day", "time", "at", "on", "name", "type", "since", "until", "before", "after")
)  # fmt: skip
"""Words of a name that make another column of it: `sales_lag_7` is no sales, `churn_date` no churn.
"""

ASKING = frozenset(
    ("who", "which", "what", "whether", "how", "many", "much", "when", "the", "will", "they",
     "each", "every", "our", "all", "future", "next", "total", "number", "amount", "tomorrow",
     "people", "customers", "clients", "users", "somebody", "someone", "makes", "make", "and")
)  # fmt: skip
"""Words of a question, that name a column by chance alone."""

OF_SOMETHING = re.compile(
    r"\b(?:of|for|per|by|in|from|over|above|below|under|after|before|on|at|with|to)\b",
    re.IGNORECASE,
)
"""What begins that part of a phrase which says whose outcome it is: "price of the house"."""


def column_behind(words: str, columns: Sequence[str]) -> str | None:
    """Return the one column whose name says what the words say; None if none or several do.

    Best is a name of which every word is said, in whatever form. Else a part of a name is enough
    where no other column has it and the rest makes no other quantity of it: "sales" may be
    `Weekly_Sales`, and is no `sales_lag_7`.

    Args:
        words: the outcome as a person put it.
        columns: of the attached table.
    """
    behind = columns_behind(words, columns)
    return behind[0] if len(behind) == 1 else None


def columns_behind(words: str, columns: Sequence[str]) -> list[str]:
    """Return the columns that words for an outcome may mean, those that fit best and no others."""
    said = _content(words)
    whole = [name for name in columns if _says(name, said)]
    if len(whole) > 1:
        longer = [name for name in whole if len(_parts(name)) > 1]
        return longer if len(longer) == 1 else whole
    in_part = _having_the_head_of(words, columns)
    if whole and (whole[0] in in_part or not in_part):
        return whole
    return in_part


def columns_with(words: str, columns: Sequence[str]) -> list[str]:
    """Return the columns that have each of some words in their name, as a part of it."""
    said = re.findall(r"[^\W\d_]{2,}", words.lower())
    if not said:
        return []
    return [n for n in columns if all(any(_alike(p, word) for p in _parts(n)) for word in said)]


def outcomes_wished(text: str) -> Iterator[str]:
    """Yield what a message may wish to predict, in its words: "a churn model", "forecast sales"."""
    for pattern in (*_SPOKEN, *PREDICTED, *WANTED):
        for match in _compiled(pattern).finditer(text.replace("\u2019", "'")):
            words = match["found"].strip(" '-")
            if words and not _compiled(NOT_OUTCOMES).match(words):
                yield words


_SPOKEN = (
    r"\b(?:predict|forecast|estimate|model|foresee|score|reach(?:es)?(?: on| for)?) "
    r"(?:the |our |my |on |for )*(?P<found>[a-z]{3,}(?: [a-z]{3,}){0,2})",
    r"\b(?:models?|forecasts?|predictions?) (?:of|for) (?:the |our |my )*"
    r"(?P<found>[a-z]{3,}(?: [a-z]{3,})?)",
    r"\b(?P<found>[a-z]{4,}) (?:models?|forecasts?|predictions?|predictors?|classifiers?)\b",
    r"\b(?:will|would|might|may|do|who|customers?|clients?|users?|they) (?:they |we |he |she |it )?"
    r"(?P<found>[a-z]{4,})\b",
)
"""How people speak of an outcome beside what `noun_phrases` reads. It counts only where a column
is behind it, so that these may be wide."""


def unnamed_outcome(columns: Sequence[str]) -> str | None:
    """Return the only column that is called an outcome and nothing else (`y`), if there is one."""
    unnamed = [name for name in columns if name.casefold() in UNNAMED]
    return unnamed[0] if len(unnamed) == 1 else None


def _content(words: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]{3,}", words.lower()) if word not in ASKING]


def _having_the_head_of(words: str, columns: Sequence[str]) -> list[str]:
    """Return the columns that have the word which the phrase is about in their name.

    Of several the one that has more of the phrase is meant: `monthly_sales` for "monthly sales".
    """
    head = _content(OF_SOMETHING.split(words, maxsplit=1)[0])
    if not head:
        return []
    having = {
        name: sum(any(_alike(part, word) for part in _parts(name)) for word in head)
        for name in columns
        if DERIVED.isdisjoint(_parts(name)) and any(_alike(part, head[-1]) for part in _parts(name))
    }
    most = max(having.values(), default=0)
    return [name for name, count in having.items() if count == most]


def _says(name: str, said: Sequence[str]) -> bool:
    parts = _parts(name)
    return bool(parts) and all(any(_alike(part, word) for word in said) for part in parts)


def _parts(name: str) -> list[str]:
    """Return the words of a name; a single letter is a unit beside others: `income >50K`."""
    apart = re.sub(r"(?<=[a-z\d])(?=[A-Z])", "_", name).lower()
    parts = [part for part in re.findall(r"[^\W\d_]+", apart) if part not in GENERIC]
    return [part for part in parts if len(part) > 1] or parts


def _alike(one: str, other: str) -> bool:
    common = 0
    while common < min(len(one), len(other)) and one[common] == other[common]:
        common += 1
    if one == other:
        return True
    return any(
        one[stem:] in ENDINGS and other[stem:] in ENDINGS
        for stem in range(SHORTEST_STEM, common + 1)
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
