"""What the reports of all columns have in common: who writes, how much a column matters, words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ml_engineer_tools.drift.importance import Importance
from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.recorder import Recorder

CLAUSES = ("S8", "P5")

INFINITE_APART = "Infinite values are counted apart; only finite ones are compared."
"""What a reader has to know where there are any."""

Role = Literal["input", "prediction", "label"]


@dataclass(frozen=True, slots=True)
class Telling:
    """What all columns' reports have in common.

    Attributes:
        recorder: writes them down.
        sampled: rows of the samples that quartiles are of, for reference and current.
        importance: how much columns matter to a model, if it is known.
        suffix: what a column was compared with, as a clause of the statement; or nothing.
    """

    recorder: Recorder
    sampled: tuple[int | None, int | None] = (None, None)
    suffix: Callable[[str], str] = lambda _name: ""
    importance: Importance | None = None

    def weigh(
        self, name: str, severity: Severity, role: Role
    ) -> tuple[Severity, str, list[Figure]]:
        """Return a severity weighed by importance, words on it and its figure."""
        share = self.importance.shares.get(name) if self.importance else None
        if self.importance is None or share is None or role != "input":
            return severity, "", []
        noise = self.importance.is_noise(name)
        figure = self.recorder.figure(
            "importance_share", share, column=name, interval=self.importance.bounds.get(name)
        )
        within = ", which can't be told from none" if noise else ""
        words = f" It carries {share:.1%} of the importance of all columns{within}."
        return self.importance.weigh(name, severity), words, [figure]


def as_percent(figure: Figure) -> str:
    """Return a share as prose shows it, small ones not rounded to nothing."""
    value = figure.value
    return f"{value:.1%}" if isinstance(value, float | int) else value
