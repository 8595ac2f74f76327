"""Defects: how an unexpected error is told without its own words, which may quote a cell."""

from __future__ import annotations

import traceback
from pathlib import Path


def kind_and_place(error: BaseException) -> str:
    """Return the class of a raised error and where it was raised: `ValueError at tool.py, line 7`.

    The words of an error belong to the library that raised it, and often quote the value that it
    could not digest; what is told here may go to a provider.
    """
    places = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(places[-1].filename).name}, line {places[-1].lineno}" if places else ""
    return f"{type(error).__name__}{where}"
