"""Libraries that models need, loaded while the engine still reads the rows."""

from __future__ import annotations

import contextlib
from importlib import import_module
from threading import Thread

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.modelling.boosted import load_lightgbm


def load_libraries() -> Thread:
    """Begin to import LightGBM, scikit-learn and SciPy in another thread.

    Wait for the thread before anything else imports them: two threads that import the same
    packages from both ends see halves of them. What fails is told by who uses it.
    """
    thread = Thread(target=_load, name="loading libraries")
    thread.start()
    return thread


def _load() -> None:
    with contextlib.suppress(BadInput):
        load_lightgbm()
    for name in ("scipy.stats", "sklearn.linear_model", "sklearn.tree"):
        import_module(name)
