"""Operands of a derivation: numbers of figures and persons, with what they count or measure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ml_engineer.evidence.ledger import Held, Ledger, numbers_held
from ml_engineer.evidence.numbers import NumberToken
from ml_engineer_tools.evidence import Figure, Subject

ANY = "any"
"""The dimension of a person's plain number: it may be a count, a price or a share."""
SHARE, SCORE, COUNT, MONEY, SECONDS = "share", "score", "count", "money", "seconds"
CALENDAR = "calendar"
"""Months of a year and the like: they multiply and divide, and are never added."""
"""A share is a part of the rows and may be multiplied by their number; a score is not."""

_SCORE = re.compile(
    r"auc|psi|brier|ece|ndcg|mrr|kappa|corr|spearman|pearson|loss|(?:^|_)(?:r2|f1|ks|skill|slope|p)(?:_|$)"
    r"|importance|p_value|statistic|distance|wasserstein|calibration|mape|wape|gini|dice|bias|(?:^|_)lift"
)
_IS_SHARE = re.compile(r"(?:^|_)(?:share|rate|fraction|percentage)\Z")
"""Quantities that are shares whatever they are of: `value_loss_share` is no loss function."""
_PER_BASE = re.compile(r"(?:^|_)per_(1000|100|10000|1000000)(?:_|$)")
_NO_COUNT = re.compile(
    r"(?:^|_)(?:mae|rmse|mse|bias|error|latency|mean|median|average|min|max|std|sd|iqr|quantile|p\d\d"
    r"|q\d+|lead|duration|age|width|height|horizon|size|cost|price|saving|difference|change|delta)(?:_|$)"
)
"""Quantities that are measured, not counted, even where their value is whole."""
_PREDICTED = re.compile(
    r"\A(?:mean|average|expected)_(?:predicted|prediction|score|pd|probability)|\Apredicted_(?:rate|share)"
)
_OBSERVED = re.compile(r"\A(?:base|observed|actual|event|default|positive)_rate\Z|\Aprevalence\Z")
"""What calibration compares: what a model expects, and what there was."""
_ERRORS = frozenset({"mae", "rmse", "mape", "wape", "error", "auc", "latency", "recall", "brier"})
_COUNTS = re.compile(
    r"(?:^|_)(?:missed|false|wrong|counts?|rows|events|cases|alarms|positives|negatives|duplicates"
    r"|errors|units|violations)(?:_|$)"
)
"""Quantities of which even none or one is a count."""
_MONEY = re.compile(
    r"[$€£¥]|\A(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|JPY|CAD|AUD|INR|euros?|dollars?|pounds?|cents?|pence)\Z",
    re.IGNORECASE,
)
_HUNDREDTHS = re.compile(r"cents?\Z|pence\Z", re.IGNORECASE)
_MONEY_IN_NAME = re.compile(
    r"cost|price|fee|revenue|value|saving|profit|eur|usd|gbp|dollar|loss|spend|budget|wage|bill|sales"
)
_TIME = {"ms": 1e-3, "milliseconds": 1e-3, "µs": 1e-6, "us": 1e-6, "s": 1.0, "sec": 1.0,
         "second": 1.0, "seconds": 1.0, "min": 60.0, "minute": 60.0, "minutes": 60.0, "h": 3600.0,
         "hour": 3600.0, "hours": 3600.0}  # fmt: skip


_WHICH = frozenset(
    {"best", "worst", "estimated", "realized", "realised", "predicted", "expected", "observed",
     "actual", "true", "final", "tuned", "old", "new", "mean", "current", "reference", "train",
     "test", "holdout", "cv"}
)  # fmt: skip
"""Words in a quantity that say which value of it is meant, by whom or where."""
_CONDITION = re.compile(r"_(?:with|without|before|after|excluding|including)(?:_.*)?\Z")
"""What a quantity was measured with or without."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A number that a derivation may use, and the figures behind it.

    Attributes:
        value: exactly; a percentage as a share, money in its main unit, times in seconds.
        handles: the figures behind it; none for a person's.
        dimension: `share`, `count`, `money`, `seconds`, `any`, or the figure's own unit.
        quantity: what it is of; sums and shares of a whole want one quantity.
        is_n: it is the n of a figure.
        shown: how it was displayed, when it stands in the text.
        is_bound: it is an end of an interval: that gives widths, and nothing else.
        subject: what its figure is about.
        far: its sentence is another one than that of the number, or none.
        scale: how much of the value's unit one of its figure's own unit is: 60 for minutes.
    """

    value: float
    handles: tuple[str, ...] = ()
    dimension: str = ANY
    quantity: str = ""
    is_n: bool = False
    shown: float | None = None
    is_bound: bool = False
    subject: Subject | None = None
    far: bool = False
    scale: float = 1.0

    def agrees(self, other: Operand) -> bool:
        """Tell whether the two can be added and compared."""
        if CALENDAR in (self.dimension, other.dimension):
            return False
        return ANY in (self.dimension, other.dimension) or self.dimension == other.dimension

    @property
    def may_be_money(self) -> bool:
        """Whether it may be of money: a person's, or of a figure that says so."""
        if self.dimension == MONEY or not self.handles:
            return True
        return _MONEY_IN_NAME.search(self.quantity) is not None

    def is_kin(self, other: Operand) -> bool:
        """Tell whether the two are of one quantity: `best_roc_auc` is a ROC AUC, too."""
        if self.quantity == other.quantity or _kind(self.quantity) == _kind(other.quantity) != "":
            return True
        if _PREDICTED.search(self.quantity) and _OBSERVED.search(other.quantity):
            return True
        if _OBSERVED.search(self.quantity) and _PREDICTED.search(other.quantity):
            return True
        mine, its = self.quantity.split("_"), other.quantity.split("_")
        # `mae_batch` and `mae_stream` are both a MAE.
        return len(mine) == len(its) == 2 and mine[0] == its[0] and mine[0] in _ERRORS

    def conflicts(self, other: Operand) -> bool:
        """Tell whether the two are of different rows: of two windows, splits, slices or tables."""
        if self.subject is None or other.subject is None:
            return False
        return any(
            (mine := getattr(self.subject, name)) is not None
            and (its := getattr(other.subject, name)) is not None
            and mine != its
            for name in ("table", "window", "slice", "split")
        )

    def from_afar(self) -> Operand:
        """Return the operand as one that the number's own sentence doesn't name."""
        return replace(self, far=True)


@lru_cache(maxsize=1024)
def _kind(quantity: str) -> str:
    """Return a quantity without the words that say which of its values: best, estimated, true.

    `auc_with_suspects` and `auc_without_suspects` are both an AUC.
    """
    measure = _CONDITION.sub("", quantity)
    kind = "_".join(word for word in measure.split("_") if word not in _WHICH)
    return "roc_auc" if kind in ("auc", "auroc") else kind


def operand_of(handle: str, figure: Figure, held: Held, shown: float | None = None) -> Operand:
    """Return a number that a figure holds as an operand."""
    if held.part == "n":
        return Operand(
            held.number, (handle,), COUNT, "n", is_n=True, shown=shown, subject=figure.subject
        )
    dimension, scale = _dimension(figure)
    exact = held.number * scale
    if shown is not None and scale != 1:
        # Displayed in the figure's own unit: 6.1 of 6.1 minutes, which are 366 seconds here.
        shown = min(shown, shown * scale, key=lambda one: abs(one - exact))
    # A display in another unit than the figure's (3.8 ms of 0.0038 s) is of no use here.
    near = shown is not None and abs(shown - exact) <= 0.06 * abs(exact)
    return Operand(
        exact, (handle,), dimension, figure.quantity, shown=shown if near else None,
        is_bound=held.part in ("lower bound", "upper bound"), subject=figure.subject, scale=scale,
    )  # fmt: skip


def operands_of(handle: str, figure: Figure, *, bounds: bool = False) -> Iterator[Operand]:
    """Yield the value and the n of a figure as operands; with `bounds`, its interval too."""
    for held in numbers_held(handle, figure):
        if bounds or held.part in ("value", "n"):
            one = operand_of(handle, figure, held)
            yield one
            if held.part == "value" and (base := _PER_BASE.search(figure.quantity)):
                yield replace(one, value=one.value / float(base[1]), quantity="per_one")


def operand_of_person(token: NumberToken) -> Operand:
    """Return a number that a person wrote as an operand."""
    dimension, scale = dimension_of(token)
    return Operand(token.value * scale, (), dimension)


def dimension_of(token: NumberToken) -> tuple[str, float]:
    """Return what a written number counts, and by what it is brought to that unit."""
    if _MONEY.search(token.text) or _MONEY.search(token.unit or ""):
        return MONEY, 0.01 if _HUNDREDTHS.match(token.unit or "") else 1.0
    if token.is_percent:
        return SHARE, 1.0
    if (scale := _TIME.get(token.unit or "")) is not None:
        return SECONDS, scale
    return ANY, 1.0


def _dimension(figure: Figure) -> tuple[str, float]:
    unit = figure.unit or ""
    if unit in ("%", "percent"):
        return SHARE, 0.01
    if _MONEY.search(unit):
        return MONEY, 1.0
    if (scale := _TIME.get(unit)) is not None:
        return SECONDS, scale
    if unit:
        counts = isinstance(figure.value, int) and not _NO_COUNT.search(figure.quantity)
        return (COUNT, 1.0) if counts else (unit, 1.0)
    if isinstance(figure.value, int) and (abs(figure.value) > 1 or _COUNTS.search(figure.quantity)):
        return COUNT, 1.0
    if "_per_" in figure.quantity:
        return figure.quantity, 1.0
    if isinstance(figure.value, int | float) and abs(figure.value) <= 1:
        is_score = _SCORE.search(figure.quantity) and not _IS_SHARE.search(figure.quantity)
        return SCORE if is_score else SHARE, 1.0
    return figure.quantity, 1.0


def figures_of(ledger: Ledger, handles: Iterable[str]) -> list[tuple[str, Figure]]:
    """Return the figures that some handles name, without those that there aren't."""
    found: Iterator[tuple[str, Figure | None]] = ((one, ledger.figure(one)) for one in handles)
    return [(handle, figure) for handle, figure in found if figure is not None]


def distinct(operands: Iterable[Operand]) -> list[Operand]:
    """Return operands without those that are another one's number, the displayed ones kept."""
    kept: dict[tuple[float, tuple[str, ...]], Operand] = {}
    for one in operands:
        key = (one.value, one.handles)
        if key not in kept or (kept[key].shown is None and one.shown is not None):
            kept[key] = one
    return list(kept.values())
