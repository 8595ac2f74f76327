"""Contradictions: a right number beside the wrong name, be it a model, column, metric or split."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ml_engineer.evidence.citations import CITATION, quantity_in_words
from ml_engineer.evidence.ledger import Held, Ledger
from ml_engineer.evidence.names import Named, agree, one_line, words_of
from ml_engineer.evidence.numbers import NumberToken
from ml_engineer.evidence.surroundings import Surroundings
from ml_engineer_tools.evidence import Figure

_METRIC_WORDS = {
    "ROC AUC": r"(?<!PR )(?<!PR-)AUC|AUROC|ROC",
    "PR AUC": r"(?<!ROC )(?<!ROC-)AUC|AUPRC|average precision",
    "accuracy": "accuracy",
    "precision": r"(?<!average )precision",
    "recall": r"recall(?! that)|sensitivity",
    "F1": "F1",
    "RMSE": "RMSE",
    "MAE": "MAE|mean absolute error",
    "MAPE": "MAPE",
    "R²": "R2|R²",
    "log loss": "log[ -]loss",
    "Brier": "Brier",
    "PSI": "PSI",
}
"""Metrics whose names are no other words of prose: a closed list."""
_METRICS = {
    name: re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)
    for name, words in _METRIC_WORDS.items()
}
_ANY_METRIC = rf"(?<![\w-])(?:ROC AUC|PR AUC|{'|'.join(_METRIC_WORDS.values())})(?![\w-])"
_LIST_OF_METRICS = re.compile(
    rf"{_ANY_METRIC}\s?(?:,|/|&|and|or)\s?(?:and |the )?{_ANY_METRIC}", re.IGNORECASE
)
_MEASURED = r"(?:(?:ROC|PR)[ -])?(?:AUC|score|accuracy|precision|recall|F1|RMSE|MAE|R²)"
_ON_HOLDOUT = re.compile(
    r"\bon (?:the |our |a )?(?:locked )?(?:holdout|held-out (?:set|rows|data))\b"
    rf"|\b(?:holdout|held-out) (?:set )?{_MEASURED}\b",
    re.IGNORECASE,
)
_ON_UNSEEN = re.compile(
    r"\b(?:on|in|over|for) (?:the |our |a )?(?:test|unseen|held[- ]out|holdout|evaluation"
    r"|out-of-(?:time|sample))\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:explor\w+|cross-?\s?valid\w+|CV|folds?|train\w*|split|stays?|remains?|untouched|not|no"
    r"|never|had seen|has seen|nothing|without|until|before|once|would|will|may|might|could"
    r"|expect\w*)\b|n't\b",
    re.IGNORECASE,
)

ROW_COUNTS = frozenset({"row_count", "rows", "n_rows", "records", "entity_count"})
"""Quantities that say how much there is of everything else."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A text names something else than the figure is about."""

    named: str
    about: str


def contradiction(
    held: Held, figure: Figure, ledger: Ledger, around: Surroundings
) -> Contradiction | None:
    """Return what a text names instead of what the figure is about, or None.

    The clause speaks first: in "linear 0.87 and lightgbm 0.84" each number has its own name. A
    clause that names nothing leaves it to what the sentence has named before the number. A metric
    counts only in the lead: the clause up to the number, or the header of its column.
    """
    subject = figure.subject
    if other := _another_name(held.handle, figure, ledger, around.clause, around.before):
        return Contradiction(other, one_line(subject.column or subject.model or ""))
    if other := _another_column(held.handle, figure, ledger, around):
        return Contradiction(other, one_line(subject.column or ""))
    if held.part != "n":
        if other := _another_quantity(held.handle, figure, ledger, around):
            return Contradiction(other, quantity_in_words(figure.quantity))
        # "Accuracy and ROC AUC are 0.93 and 0.87": the order tells, which is not followed here.
        naming = around.sentence if _lists_metrics(around.sentence) else around.lead
        naming = _AT_A_LEVEL.sub(" ", naming)
        said, measured = metrics_named(naming), metrics_named(quantity_in_words(figure.quantity))
        if said and measured and not said & measured:
            return Contradiction(_listed(said), quantity_in_words(figure.quantity))
        if other := _another_split(subject.split, around.sentence):
            return Contradiction(other, one_line(f"the split {subject.split}"))
    if _counts_the_whole(held, figure, around):
        return None
    if rival := _other_rows(held, figure, ledger, around):
        return Contradiction(one_line(rival), one_line(str(subject)))
    if around.label and (rival := ledger.rivals.rival_of_row(figure, around.label)):
        return Contradiction(one_line(rival), one_line(str(subject)))
    if held.part == "n" and subject.slice is None:
        # The whole is named beside its part: "Brno is a quarter of the holdout's 2,520 people".
        return None
    if rival := ledger.rivals.rival(figure, around):
        return Contradiction(one_line(rival), one_line(str(subject)))
    return None


def _another_split(split: str | None, sentence: str) -> str | None:
    """Return the rows that a sentence says something was measured on, if it was on others."""
    if split is not None and "holdout" not in split and _says_holdout(sentence):
        return "the holdout"
    if split is not None and split.startswith("train") and _says_unseen(sentence):
        return "rows that were not trained on"
    return None


def _counts_rows(held: Held, figure: Figure) -> bool:
    return held.part == "n" or figure.quantity in ROW_COUNTS


def _counts_the_whole(held: Held, figure: Figure, around: Surroundings) -> bool:
    """Tell whether a number is the whole, whatever part is named: "96 test rows out of 480"."""
    part = figure.subject.split or figure.subject.slice
    return _counts_rows(held, figure) and not part and _OF_ALL.search(around.lead) is not None


def _other_rows(held: Held, figure: Figure, ledger: Ledger, around: Surroundings) -> str | None:
    """Return what else a count of rows is said to be of."""
    if not _counts_rows(held, figure) or not around.stretches:
        return None
    return ledger.rivals.rival_of_rows(figure, around.stretches[0])


_HAS_DIRECTION = re.compile(r"(?:^|_)(?:bias|change|delta|growth|trend)(?:_|$)")
_UP = re.compile(
    r"\b(?:too (?:high|much|many|long)|over-?(?:forecast|estimat|predict|stat)\w*|over-\w+"
    r"|r[io]ses?|grew|grows|up|increas\w*|higher)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:too (?:low|little|few|short)|under-?(?:forecast|estimat|predict|stat)\w*"
    r"|under-\w+|f[ae]lls?|drop\w*|down|decreas\w*|declin\w*|shr[aiu]nk\w*|lower)\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"\b(?:from|to)\s\Z", re.IGNORECASE)
BESIDE = 32
"""Characters on either side of a number in which a word tells its direction."""


def turned(text: str, token: NumberToken, figure: Figure) -> bool:
    """Tell whether a change without a sign of its own is told in the wrong direction.

    Only of quantities whose sign is a direction: a bias, a change, a trend.
    """
    value = figure.value
    if token.sign or isinstance(value, str) or not _HAS_DIRECTION.search(figure.quantity):
        return False
    before = re.split(r"[.;,:\n]", text[max(0, token.start - BESIDE) : token.start])[-1]
    if _LEVEL.search(before):
        # "The bias has shrunk from 3.2 %": that is what it was, not by how much it changed.
        return False
    after = re.split(r"[.;,:\n\[(]", text[token.end : token.end + BESIDE])[0]
    words = f"{before} {after}"
    up, down = _UP.search(words) is not None, _DOWN.search(words) is not None
    return (value < 0 and up and not down) or (value > 0 and down and not up)


_FROM_TO = re.compile(
    r"\s?[%a-z]*,?\s(?:\([^()\n]*\),?\s)?from\s[$€£]?(\d[\d,]*(?:\.\d+)?)[^\d.;\n]{1,8}to\s[$€£]?"
    r"(\d[\d,]*(?:\.\d+)?)"
)


def misdirected(text: str, token: NumberToken) -> str | None:
    """Return what is wrong with a change whose ends are told and go the other way, or None.

    "It went up by 0.44, from 57.32 to 56.88."
    """
    ends = _FROM_TO.match(text, token.end)
    if ends is None:
        return None
    first, last = (float(end.replace(",", "")) for end in ends.groups())
    before = re.split(r"[.;,:\n]", text[max(0, token.start - BESIDE) : token.start])[-1]
    up, down = _UP.search(before) is not None, _DOWN.search(before) is not None
    if (up and not down and last < first) or (down and not up and last > first):
        return f"It is told as going {'up' if up else 'down'}, but its ends go the other way."
    return None


@lru_cache(maxsize=1024)
def metrics_named(text: str) -> frozenset[str]:
    """Return the metrics that a text names; `AUC` alone may be that of either curve."""
    said = CITATION.sub(" ", text)
    return frozenset(name for name, words in _METRICS.items() if words.search(said))


_AT_A_LEVEL = re.compile(r"\bat (?:an? |the )?[\d.]+ ?% [a-z-]+", re.IGNORECASE)
"""At which level of another metric something is read: "at 90 % precision"."""
_OF_ALL = re.compile(r"\b(?:out of|of)\s(?:the |all )?\Z", re.IGNORECASE)
_STATISTIC = re.compile(
    r"\b(?:p\d\d|median|mean|average|max(?:imum)?|min(?:imum)?)\b", re.IGNORECASE
)
_CODE = re.compile(r"`[^`\n]*`")
_ENDS_ANOTHER = re.compile(r"(?<![\w.])\d[\d.,]*|\]")
"""What a statistic before it is of: "average 7.4 with a spread of"."""
_STATISTICS = {"median": "p50", "average": "mean", "maximum": "max", "minimum": "min"}


def _another_quantity(
    handle: str, figure: Figure, ledger: Ledger, around: Surroundings
) -> str | None:
    """Return the quantity of just the same subject that a table's cells or a clause name instead.

    Prose is held to statistics alone (p95, median, maximum), as other words of it are no names.
    """
    if around.cells:
        said = frozenset(words_of(_CODE.sub(" ", around.cells)))
    else:
        found = _STATISTIC.findall(_ENDS_ANOTHER.split(around.lead)[-1])
        said = frozenset({found[-1].lower()} if found else ())
    said |= {_STATISTICS[word] for word in said if word in _STATISTICS}
    if not said:
        return None
    own = _quantity_words(figure.quantity)
    for _, other in ledger.companions(handle):
        theirs = _quantity_words(other.quantity)
        named = bool(theirs - own) and theirs - own <= said
        if named and not said & (own - theirs) and other.unit == figure.unit:
            return quantity_in_words(other.quantity)
    return None


@lru_cache(maxsize=1024)
def _quantity_words(quantity: str) -> frozenset[str]:
    words = frozenset(words_of(quantity.replace("_", " ")))
    return frozenset(_STATISTICS.get(word, word) for word in words)


@lru_cache(maxsize=256)
def _lists_metrics(sentence: str) -> bool:
    return _LIST_OF_METRICS.search(sentence) is not None


@lru_cache(maxsize=256)
def _says_holdout(sentence: str) -> bool:
    """Tell whether a sentence says that it was measured on the holdout, and nowhere else."""
    return bool(_ON_HOLDOUT.search(sentence)) and not _ELSEWHERE.search(sentence)


@lru_cache(maxsize=256)
def _says_unseen(sentence: str) -> bool:
    """Tell whether a sentence says that it was measured on other rows than those trained on."""
    return bool(_ON_UNSEEN.search(sentence)) and not _ELSEWHERE.search(sentence)


SHORTEST_WORD = 5
"""A word of a column's name of fewer letters may be of anything."""
SHORTEST_COLUMN = 6
"""A column of fewer letters may be any word of prose."""


def _another_column(
    handle: str, figure: Figure, ledger: Ledger, around: Surroundings
) -> str | None:
    """Return the one column of the same quantity that the nearest words name instead, or None."""
    column = figure.subject.column
    if column is None or column in around.named.all_columns:
        return None
    others = {other.subject.column for _, other in ledger.siblings(handle)} - {column, None}
    for nearest in (around.clause, around.before):
        named = {one for one in nearest.maybe_columns & others if len(one) >= SHORTEST_COLUMN}
        if named:
            other = named.pop()
            return None if named or _partly_named(column, other, around.sentence) else other
    return None


def _partly_named(column: str, other: str, sentence: str) -> bool:
    """Tell whether a word of a column that another one hasn't stands in a sentence."""
    own = set(words_of(column.replace("_", " "))) - set(words_of(other.replace("_", " ")))
    said = set(words_of(sentence))
    return any(word in said for word in own if len(word) >= SHORTEST_WORD)


def _another_name(
    handle: str, figure: Figure, ledger: Ledger, clause: Named, before: Named
) -> str | None:
    alias = handle.partition(".")[0]
    model, column = figure.subject.model, figure.subject.column
    if model is not None and (clause.models or before.models):
        known = ledger.models(alias)
        for named in (clause.models & known, before.models & known):
            if named:
                if not agree(model, named):
                    return _listed(named)
                break
    if column is not None and (clause.columns or before.columns):
        known = ledger.columns(alias)
        for sure, maybe in ((clause.columns, clause.all_columns),
                            (before.columns, before.all_columns)):  # fmt: skip
            if sure & known:
                if column not in maybe:
                    return _listed(sure & known)
                break
    return None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)[:3])
