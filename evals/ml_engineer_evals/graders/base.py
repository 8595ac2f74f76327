"""What every grader is: an expectation as a suite writes it, that judges a transcript."""

from __future__ import annotations

from typing import ClassVar

from ml_engineer_evals.transcript import Transcript
from ml_engineer_tools.evidence import Contract


class Expectation(Contract):
    """One thing that a turn is expected to do.

    Attributes:
        grades: the clause of the persona that the grader stands for, as a class attribute.
    """

    grades: ClassVar[str]

    def failure(self, transcript: Transcript) -> str | None:
        """Return why the last turn of the transcript fails, None if it passes."""
        raise NotImplementedError

    @property
    def standing_for(self) -> str:
        """The clause that a failure is counted under."""
        return self.grades
