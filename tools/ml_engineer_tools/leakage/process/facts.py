"""Facts that values carry: fits, scores, choices, predictions, traits, columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ml_engineer_tools.leakage.process.rows import NO_ROWS, Rows

InfluenceKind = Literal[
    "scaling", "imputation", "imputation_with_target", "reduction", "vectorising", "encoding",
    "unsupervised_selection", "feature_selection", "target_encoding", "oversampling",
    "undersampling", "duplication", "statistic", "correlation", "weights", "graph", "membership",
    "ratings", "likeness", "hard_rows",
]  # fmt: skip
"""What a fit does to the values that it shapes."""

ChoiceKind = Literal["model", "threshold", "early_stopping", "tuning"]
"""What was chosen by a score."""

TraitKind = Literal["time", "lags", "windows", "group", "future", "cut", "shuffled", "variant",
                    "grouped", "resampled", "one_each", "of_path"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Influence:
    """A fit, and the rows that it saw: values that it shaped know something of these rows.

    `site` is the line that called the function of the script in which it stands; 0 for none.
    """

    kind: InfluenceKind
    rows: Rows
    line: int
    call: str
    site: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """A comparison of predictions with labels of some rows."""

    rows: Rows
    line: int
    of: ChoiceKind = "model"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something was chosen because of its score on some rows; `site` as of `Influence`."""

    kind: ChoiceKind
    rows: Rows
    line: int
    call: str
    site: int = 0


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a model said of some rows.

    Attributes:
        trained: the rows that it was trained on.
        rows: the rows that it was asked about.
        influences: the fits that shaped what it was trained on.
        choices: what was chosen of the model.
        shaped: the fits that shaped the rows that it was asked about.
    """

    trained: Rows
    rows: Rows
    influences: frozenset[Influence] = frozenset()
    choices: frozenset[Choice] = frozenset()
    shaped: frozenset[Influence] = frozenset()


@dataclass(frozen=True, slots=True)
class Trait:
    """What the code says of its data: it has an order in time, entities, values of the future.

    `reach` is the number of rows that a value looks ahead, None if it is not known; `column` the
    column whose later values it holds, if it is one.
    """

    kind: TraitKind
    line: int
    text: str
    reach: int | None = None
    column: str = ""


MOST_COLUMNS = 1_000
"""Columns that a script makes one by one and that are known by name (a convention)."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns a frame has, as far as it is known.

    Attributes:
        whole: all columns of its source but those in `without`.
        names: columns that it is known to have.
        without: columns that were dropped.
        unknown: it has columns by name, of which nothing is known.
    """

    whole: bool = False
    names: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    unknown: bool = False

    @property
    def by_name(self) -> bool:
        """Tell whether a key picks columns rather than rows."""
        return self.whole or self.unknown or bool(self.names)

    def has(self, name: str) -> bool:
        """Tell whether the column is known to be there."""
        return name in self.names or (self.whole and name not in self.without)

    def less(self, names: Iterable[str]) -> Columns:
        """Return these columns without some."""
        gone = frozenset(names)
        return Columns(self.whole, self.names - gone, self.without | gone, self.unknown)

    def plus(self, names: Iterable[str]) -> Columns:
        """Return these columns with some more."""
        more = frozenset(names)
        if len(self.names) > MOST_COLUMNS:
            return self
        return Columns(self.whole, self.names | more, self.without - more, self.unknown)

    def only(self) -> str | None:
        """Return the name of the one column that this is; None if it is not one."""
        alone = len(self.names) == 1 and not self.whole and not self.unknown
        return next(iter(self.names)) if alone else None


NO_COLUMNS = Columns()


@dataclass(frozen=True, slots=True)
class Made:
    """A column that the script makes.

    Attributes:
        name: its name.
        origins: the columns of the same row that it is computed from.
        future: it holds values of later rows.
        line: where.
        reach: rows that it looks ahead, if it is known.
        how: by what it came to hold values of later rows.
        outcome: the rows of another table that it sums up, or looks for itself in.
    """

    name: str
    origins: frozenset[str]
    future: bool
    line: int
    outcome: Rows = NO_ROWS
    reach: int | None = None
    how: str = ""
