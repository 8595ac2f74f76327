"""What every grader is: an expectation as a suite writes it, that judges a transcript."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AfterValidator

from ml_engineer_evals.transcript import Transcript
from ml_engineer_prompts import CLAUSE_IDS
from ml_engineer_tools.evidence import Contract


def _is_known(clause: str) -> str:
    if clause not in CLAUSE_IDS:
        raise ValueError(f"there is no clause {clause!r}")
    return clause


Clause = Annotated[str, AfterValidator(_is_known)]
"""The id of one of the persona's clauses."""


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
