"""Derived columns: what exposes suspects, for the model that says what they are worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Derived:
    """A column that is made from others, by which these tell the target.

    Attributes:
        columns: what it is made from; without any of them a model can't have it.
        words: what it is: the difference between `a` and `b`.
        make: takes rows with all columns of the table, and returns it.
    """

    columns: tuple[str, ...]
    words: str
    make: Callable[[pd.DataFrame], pd.Series]
