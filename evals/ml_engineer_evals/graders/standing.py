"""What an answer stands on: cited figures, stages and clauses, what it says is missing."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ml_engineer_evals.graders.base import Clause, Expectation
from ml_engineer_evals.graders.wording import Words, phrase_pattern
from ml_engineer_evals.transcript import Transcript


class CitesEvidence(Expectation):
    """The answer cites figures that were measured, and the gates marked nothing in it.

    Attributes:
        at_least: how many figures.
        of: tools of which at least one figure each is cited.
    """

    grades: ClassVar[str] = "P2"
    check: Literal["cites_evidence"] = "cites_evidence"
    at_least: Annotated[int, Field(ge=1)] = 1
    of: tuple[str, ...] = ()

    def failure(self, transcript: Transcript) -> str | None:
        """See `Expectation.failure`."""
        answer = transcript.last.answer
        if len(answer.cited) < self.at_least:
            return f"it cites {len(answer.cited)} figures, fewer than {self.at_least}"
        cited = {figure.tool for figure in answer.cited}
        if lacking := [tool for tool in self.of if tool not in cited]:
            return f"it cites no figure of {', '.join(lacking)}"
        return marked(transcript)


class Unmarked(Expectation):
    """The gates marked nothing in the answer."""

    grades: ClassVar[str] = "P2"
    check: Literal["unmarked"] = "unmarked"

    def failure(self, transcript: Transcript) -> str | None:
        """See `Expectation.failure`."""
        return marked(transcript)


class StandsOn(Expectation):
    """The answer names the stages it stands in and the clauses it applies.

    Attributes:
        stages: at least one of these; of any, if none is given.
        clauses: all of these.
    """

    grades: ClassVar[str] = "S0"
    check: Literal["stands_on"] = "stands_on"
    stages: tuple[Annotated[str, Field(pattern=r"^S[0-8]$")], ...] = ()
    clauses: tuple[Annotated[str, Field(pattern=r"^(?:B0|[PAHRQ][1-5])$")], ...] = ()

    def failure(self, transcript: Transcript) -> str | None:
        """See `Expectation.failure`."""
        answer = transcript.last.answer
        if not answer.stages:
            return "it names no stage"
        if self.stages and not set(self.stages) & set(answer.stages):
            return f"it stands on {', '.join(answer.stages)}, on none of {', '.join(self.stages)}"
        lacking = [clause for clause in self.clauses if clause not in answer.clauses]
        return f"it does not stand on {', '.join(lacking)}" if lacking else None


class SaysWhatIsMissing(Expectation):
    """The answer lists what is missing; one of the items mentions one of `any_of`, if given."""

    grades: ClassVar[str] = "S0"
    check: Literal["says_what_is_missing"] = "says_what_is_missing"
    any_of: tuple[Words, ...] = ()
    about: Clause | None = None

    @property
    def standing_for(self) -> str:
        """The clause that asks for what is missing."""
        return self.about or self.grades

    def failure(self, transcript: Transcript) -> str | None:
        """See `Expectation.failure`."""
        missing = "\n".join(transcript.last.answer.missing)
        if not missing:
            return "it lists nothing as missing"
        if self.any_of and not any(phrase_pattern(p).search(missing) for p in self.any_of):
            return f"it lists none of {', '.join(self.any_of)} as missing"
        return None


class NotPartial(Expectation):
    """The turn ended in a whole answer, and that says something."""

    grades: ClassVar[str] = "S0"
    check: Literal["not_partial"] = "not_partial"

    def failure(self, transcript: Transcript) -> str | None:
        """See `Expectation.failure`."""
        answer = transcript.last.answer
        if answer.partial is not None:
            return f"the answer is partial ({answer.partial})"
        return None if answer.text.strip() else "the answer is empty"


def marked(transcript: Transcript) -> str | None:
    """Return the first mark of the gates as a reason, None without marks."""
    marks = transcript.last.answer.marks
    if not marks:
        return None
    quote = f" ({marks[0].quote!r})" if marks[0].quote else ""
    return f"the gate {marks[0].gate} marked it: {marks[0].reason}{quote}"
