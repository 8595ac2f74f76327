"""The gap: how long before a window the rows that are learnt from have to end.

An outcome that is known only some time after its row can't be learnt from before that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.modelling.splits import FEWEST_ROWS, Fold

_DAY = 86_400
_UNITS = {"": _DAY, "d": _DAY, "day": _DAY, "w": 7 * _DAY, "week": 7 * _DAY,
          "h": 3600, "hour": 3600, "min": 60, "minute": 60, "s": 1, "second": 1}  # fmt: skip
"""Seconds of each unit; a number alone is in days."""
_WRITTEN = re.compile(r"(\d+(?:\.\d+)?)\s*([a-zA-Z]*)")


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of time.

    Attributes:
        text: as the person wrote it.
        width: in units of the time column: a timedelta, or a number.
    """

    text: str
    width: np.timedelta64 | float

    @classmethod
    def parse(cls, text: str, times: np.ndarray) -> Gap:
        """Read a gap as it is written: `30d`, `12 hours`, `2w`; of numbers a plain number.

        Raises:
            BadInput: it is neither, or does not suit the time column.
        """
        found = _WRITTEN.fullmatch(text.strip())
        unit = None if found is None else found[2].lower()
        if unit is not None and len(unit) > 1 and unit.endswith("s"):
            unit = unit[:-1]
        is_date = np.issubdtype(times.dtype, np.datetime64)
        if found is None or unit is None or unit not in _UNITS or (unit and not is_date):
            example = "30d, 12h or 2w" if is_date else "a plain number, in units of the time column"
            raise BadInput(f"The gap {text!r} can't be read; write it as {example}.")
        number = float(found[1])
        if not is_date:
            return cls(text.strip(), number)
        seconds = number * _UNITS[unit]
        if seconds > 1e10:
            raise BadInput(f"The gap {text!r} is longer than three centuries; write a shorter one.")
        return cls(text.strip(), np.timedelta64(round(seconds * 1e6), "us"))

    def between(self, windows: list[Fold], times: np.ndarray) -> list[Fold]:
        """Return the windows without the training rows that lie in the gap before them.

        Windows without enough rows to learn from are left out.

        Raises:
            BadInput: no window is left.
        """
        kept = []
        for fold in windows:
            last = times[fold.validation].min() - self.width
            train = fold.train[times[fold.train] <= last]
            if len(train) >= FEWEST_ROWS:
                kept.append(Fold(train, fold.validation))
        if not kept:
            raise BadInput(
                f"A gap of {self.text} leaves too few rows to learn from before any test period: "
                f"the rows to explore span {span(times)}; give a shorter gap or a longer table."
            )
        return kept

    def is_longer_than(self, fold: Fold, times: np.ndarray) -> bool:
        """Tell whether a window's test period is shorter than the gap before it."""
        judged = times[fold.validation]
        return bool(judged.max() - judged.min() < self.width)


def span(times: np.ndarray) -> str:
    """Return how long the times reach from first to last, in words."""
    width = times.max() - times.min()
    if isinstance(width, np.timedelta64):
        days = width / np.timedelta64(1, "D")
        return f"{days:,.0f} days" if days >= 2 else f"{days * 24:,.1f} hours"
    return f"{float(width):,.6g} units of the time column"
