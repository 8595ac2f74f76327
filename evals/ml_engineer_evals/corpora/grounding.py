"""Score number grounding on labelled answers: planted errors found, honest numbers let be.

Numbers that a citation reaches and those that none reaches are counted apart, since an uncited
number is by rule never called measured.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.grounding import ground
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_evals.corpora.reading import Item, read_corpus

NumberClass = Literal["measured", "derived", "user", "convention", "structural", "unsupported"]
ASKS = frozenset({"unsupported", "wrong_subject"})
"""Verdicts that say of a number that nothing stands behind it."""


class LabelledNumber(BaseModel):
    """A number of an answer, and what it is."""

    text: str
    start: int
    end: int
    label: NumberClass = Field(alias="class")
    handles: tuple[str, ...] = ()
    why: str | None = None


class LabelledAnswer(Item):
    """An answer with the evidence behind it, every number labelled."""

    user: tuple[str, ...] = ()
    figures: tuple[LabelledFigure, ...] = ()
    answer: str
    numbers: tuple[LabelledNumber, ...] = ()

    @model_validator(mode="after")
    def _labels_stand_where_they_say(self) -> Self:
        for number in self.numbers:
            if self.answer[number.start : number.end] != number.text:
                raise ValueError(f"{number.text!r} doesn't stand at {number.start} of the answer")
        return self


class Score(BaseModel):
    """How well numbers without support were found among one kind of numbers."""

    found: int = 0
    missed: int = 0
    wrongly: int = 0
    passed: int = 0

    @property
    def recall(self) -> float:
        """Share of the numbers without support that were flagged."""
        return self.found / max(1, self.found + self.missed)

    @property
    def false_alarms(self) -> float:
        """Share of the honest numbers that were flagged."""
        return self.wrongly / max(1, self.wrongly + self.passed)

    def __str__(self) -> str:
        return (
            f"planted errors flagged {self.recall:.3f} ({self.found} of "
            f"{self.found + self.missed}), honest numbers flagged {self.false_alarms:.3f} "
            f"({self.wrongly} of {self.wrongly + self.passed})"
        )


class GroundingReport(BaseModel):
    """The figures of one corpus.

    Attributes:
        cited: numbers that a citation reaches; flagged is every verdict that doesn't hold.
        uncited: numbers that no citation reaches; flagged is what not even a candidate was
            found for (`uncited`, the request to cite, doesn't count as flagged).
        labelled: labelled numbers.
        extracted: of them, those that were extracted.
        uncited_supported: uncited numbers that a figure supports.
        right_candidate: of them, those for which the right handle was proposed.
        examples: every number that was judged otherwise than labelled, in a line each.
    """

    corpus: str
    answers: int = 0
    labelled: int = 0
    extracted: int = 0
    cited: Score = Score()
    uncited: Score = Score()
    uncited_supported: int = 0
    right_candidate: int = 0
    examples: list[str] = []

    def as_text(self, *, examples: bool = False) -> str:
        """Return the report in lines; with `examples`, every number judged wrongly."""
        lines = (
            f"extracted  {self.extracted} of {self.labelled} labelled numbers",
            f"cited      {self.cited}",
            f"uncited    {self.uncited}",
            f"candidates the right figure proposed for {self.right_candidate} of "
            f"{self.uncited_supported} uncited numbers that one supports",
        )
        return "\n".join((*lines, *(self.examples if examples else ())))


def score_corpus(path: Path) -> GroundingReport:
    """Ground every answer of a corpus and compare with its labels; all figures count as shown.

    Raises:
        BadInput: the file can't be read, or a line is not of this format.
    """
    items = read_corpus(path, LabelledAnswer)
    report = GroundingReport(
        corpus=path.name, answers=len(items), cited=Score(), uncited=Score(), examples=[]
    )
    for item in items:
        found = ground(item.answer, ledger_of(item.figures), item.user)
        for label in item.numbers:
            report.labelled += 1
            for one in found:
                if one.token.start < label.end and label.start < one.token.end:
                    report.extracted += 1
                    _score_number(item.id, label, one, report)
                    break
    return report


def _score_number(
    name: str, label: LabelledNumber, found: Grounded, report: GroundingReport
) -> None:
    unsupported = label.label == "unsupported"
    flagged = (not found.holds) if found.cited else found.verdict in ASKS
    score = report.cited if found.cited else report.uncited
    if unsupported:
        score.found += flagged
        score.missed += not flagged
    else:
        score.wrongly += flagged
        score.passed += not flagged
    if unsupported != flagged:
        report.examples.append(
            f"{name} {'cited' if found.cited else 'uncited'} {label.text!r} is {label.label} "
            f"{label.why or ''} {','.join(label.handles[:2])}; "
            f"judged {found.verdict} {found.handles} {found.why}"
        )
    if not found.cited and label.label == "measured":
        report.uncited_supported += 1
        report.right_candidate += bool(set(found.handles) & set(label.handles))
