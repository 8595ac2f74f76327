"""What is to be predicted: which of two classes, which of several, or a number."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.tables.target import are_class_codes

if TYPE_CHECKING:
    import pandas as pd

TaskKind = Literal["binary", "multiclass", "regression"]

PositiveBy = Literal["request", "word", "rarity", "order"]
"""Who chose a positive class: the person; this tool, since it says yes, is rarer, or sorts last."""

MOST_CLASSES = 100
"""A text target with more levels than this is no target for the models here: a convention."""

LEAST_DISPERSION = 0.5
"""Whole numbers with a smaller variance for their mean are no counts: a convention, half of that
of a Poisson variable."""

POSITIVE_WORDS = frozenset({"yes", "true", "y", "positive", "1"})


@dataclass(frozen=True, slots=True)
class Task:
    """What a target asks for.

    Attributes:
        kind: binary, multiclass or regression.
        classes: the classes in the order of their codes; empty for regression. Of a binary task
            the second one is the positive class.
        positive: the positive class of a binary task, else None.
        positive_by: who or what chose the positive class; None if there is none.
        counts: whether the numbers of a regression are counts of something (see `are_counts`).
    """

    kind: TaskKind
    classes: tuple[Any, ...] = ()
    positive: Any | None = None
    counts: bool = False
    positive_by: PositiveBy | None = field(default=None, compare=False)


def infer_task(values: pd.Series) -> Task:
    """Say what the target asks for; nulls are ignored.

    Booleans and text are classes; so are whole numbers (stored as integers or not) that are
    codes of classes (`are_class_codes`), and any two numbers. All else is a quantity. The positive
    class is True, 1 or a word like "yes" if exactly one of the two is; else the rarer one; in a
    tie the later one in sorted order.

    Raises:
        BadInput: no value, one value only, or text with more than `MOST_CLASSES` levels.
    """
    import pandas as pd

    known = values.dropna()
    name = values.name
    if known.empty:
        raise BadInput(f"The target {name!r} has no values; name another column.")
    numeric = _numbers(known)
    if numeric is not None:
        counts = pd.Series(numeric).value_counts()
        if len(counts) > 2 and not _are_class_codes(counts):
            return Task("regression")
        pairs = [(_plain(level), int(count)) for level, count in counts.items()]
    else:
        labels = [_label(value) for value in known.tolist()]
        counts = pd.Series(labels, dtype=object).value_counts()
        pairs = [(level, int(count)) for level, count in counts.items()]
    if len(pairs) == 1:
        raise BadInput(f"The target {name!r} has one value only; there is nothing to predict.")
    if len(pairs) > MOST_CLASSES:
        raise BadInput(
            f"The target {name!r} is text with {len(pairs)} different values; "
            f"group them into at most {MOST_CLASSES} classes, or name another column."
        )
    pairs.sort(key=lambda pair: _sort_key(pair[0]))
    if len(pairs) > 2:
        return Task("multiclass", tuple(level for level, _ in pairs))
    positive, why = _positive(pairs)
    negative = next(level for level, _ in pairs if level != positive)
    return Task("binary", (negative, positive), positive, positive_by=why)


def with_positive(task: Task, wanted: str, target: str) -> Task:
    """Return the task with the class that a person names as the positive one.

    Args:
        task: of two classes.
        wanted: the class as it is written in the table; numbers and booleans in any spelling.
        target: the column, as messages name it.

    Raises:
        BadInput: there are not two classes, or none or both of them are meant.
    """
    if task.kind != "binary":
        raise BadInput(
            f"A positive class was named, but the target {target!r} has no two classes; leave it "
            "out."
        )
    meant = [level for level in task.classes if _is_written(level, wanted)]
    if len(meant) != 1:
        raise BadInput(
            f"The positive class {wanted!r} is not one of the two classes of the target "
            f"{target!r}; write it as it is in the table."
        )
    negative = next(level for level in task.classes if level != meant[0])
    return replace(task, classes=(negative, meant[0]), positive=meant[0], positive_by="request")


def _is_written(level: Any, text: str) -> bool:
    written = text.strip()
    if isinstance(level, str):
        return level.strip() == written
    if isinstance(level, bool):
        return str(level).casefold() == written.casefold()
    try:
        return float(written) == float(level)
    except ValueError:
        return False


def are_counts(y: np.ndarray) -> bool:
    """Tell whether numbers count something: whole, none below zero, and spread like counts.

    Counts vary at least about as much as their mean (a Poisson variable's variance is its mean);
    years and other codes of a narrow range vary less.
    """
    if not len(y) or y.min() < 0 or not (y == np.floor(y)).all():
        return False
    return bool(y.var() >= LEAST_DISPERSION * y.mean())


def encode_target(task: Task, values: pd.Series) -> np.ndarray:
    """Return the target as numbers: class codes (int64) or quantities (float64), shape (n,).

    Args:
        task: as `infer_task` gave it for this column.
        values: the target of n rows, without nulls.

    Raises:
        BadInput: a null, or a class that the task doesn't know.
    """
    import pandas as pd

    if values.isna().any():
        raise BadInput(f"The target {values.name!r} has nulls; drop those rows first.")
    numeric = _numbers(values)
    if task.kind == "regression":
        if numeric is None:
            raise BadInput(f"The target {values.name!r} is not a number in every row.")
        return numeric
    code_of = {level: code for code, level in enumerate(task.classes)}
    source = (
        pd.Series([_label(value) for value in values.tolist()], dtype=object)
        if numeric is None
        else pd.Series(numeric)
    )
    numbers, levels = pd.factorize(source)
    table = np.array([code_of.get(_plain(level), -1) for level in levels], dtype=np.int64)
    codes = table[numbers] if len(levels) else np.empty(0, dtype=np.int64)
    if (codes < 0).any():
        raise BadInput(f"The target {values.name!r} has a class that was not there before.")
    return codes


def _numbers(known: pd.Series) -> np.ndarray | None:
    """Return the values as float64, or None if they are booleans, text or anything else."""
    import pandas as pd

    if pd.api.types.is_bool_dtype(known.dtype):
        return None
    if pd.api.types.is_numeric_dtype(known.dtype):
        return known.to_numpy(dtype=np.float64)
    kinds = ("integer", "floating", "decimal", "mixed-integer-float")
    if known.dtype == object and pd.api.types.infer_dtype(known) in kinds:
        return known.astype(float).to_numpy(dtype=np.float64)
    return None


def _are_class_codes(counts: pd.Series) -> bool:
    levels = counts.index.to_numpy()
    if not np.isfinite(levels).all() or not (levels == np.floor(levels)).all():
        return False
    return are_class_codes(len(levels), int(counts.sum()), int(counts.min()))


def _plain(level: Any) -> Any:
    if isinstance(level, (bool, np.bool_)):
        return bool(level)
    if isinstance(level, (int, float, np.number)):
        return int(level) if np.isfinite(level) and float(level).is_integer() else float(level)
    return level


def _label(value: Any) -> Any:
    return bool(value) if isinstance(value, (bool, np.bool_)) else str(value)


def _sort_key(level: Any) -> tuple[bool, float, str]:
    text = isinstance(level, str)
    return (text, 0.0 if text else float(level), str(level) if text else "")


def _positive(pairs: list[tuple[Any, int]]) -> tuple[Any, PositiveBy]:
    said = [level for level, _ in pairs if _says_yes(level)]
    if len(said) == 1:
        return said[0], "word"
    (first, rows_of_first), (second, rows_of_second) = pairs
    if rows_of_first == rows_of_second:
        return second, "order"
    return (first if rows_of_first < rows_of_second else second), "rarity"


def _says_yes(level: Any) -> bool:
    if isinstance(level, str):
        return level.strip().casefold() in POSITIVE_WORDS
    return bool(level == 1)
