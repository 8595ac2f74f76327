"""Score number grounding on labelled answers: planted errors found, honest numbers let be.

Numbers that a citation reaches and those that none reaches are counted apart, since an uncited
number is by rule never called measured.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.grounding import ground
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_evals.corpora.reading import Item, read_corpus

NumberClass = Literal["measured", "derived", "user", "convention", "structural", "unsupported"]
_FORMS = tuple(
    (form, re.compile(pattern, re.IGNORECASE))
    for form, pattern in (
        ("percent", r"%|per ?cent|pct"),
        ("money", r"[$€£¥]"),
        ("scientific", r"\de[+-−]?\d|10[⁻^]"),
        ("date", r"\d{4}-\d\d|\d:\d\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"),
        ("multiple", r"\d\s?[x×]$"),
        ("thousands", r"\d[, \u202f\u00a0]\d{3}|\d\s?(?:k|m|bn|thousand|million|billion)$"),
        ("word", r"^\D+$|[a-z]{3}"),
        ("decimal", r"\d?\.\d"),
    )
)
_ERRORS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("wrong subject", r"wrong subject|belongs to nothing|wrong figure"),
        ("invented", r"invented"),
        ("wrong place or sign", r"factor|magnitude|sign flipped"),
        ("wrong digits", r"digit|rounded|truncated|swapped"),
        ("wrong derivation", r"derivation|difference|ratio|sum|product|change|points|count|contra"),
        ("wrong quantity", r"quantity"),
        ("wrong date", r"date"),
    )
)
"""What the labels of planted errors say, the first that fits."""
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

    def count(self, *, planted: bool, flagged: bool) -> None:
        """Count one number."""
        self.found += planted and flagged
        self.missed += planted and not flagged
        self.wrongly += flagged and not planted
        self.passed += not planted and not flagged

    def __str__(self) -> str:
        return (
            f"planted errors flagged {self.recall:.3f} ({self.found} of "
            f"{self.found + self.missed}), honest numbers flagged {self.false_alarms:.3f} "
            f"({self.wrongly} of {self.wrongly + self.passed})"
        )


class GroundingReport(BaseModel):
    """The figures of one corpus. Flagged is what is called unsupported or of a wrong subject.

    Attributes:
        cited: numbers with a citation. A planted error counts here if any citation reaches it,
            an honest number if it isn't sent back for a citation of its own.
        uncited: numbers without one: they are asked to cite, and flagged only if not even a
            candidate was found.
        sent_back: honest numbers in reach of the citation of another figure, asked for their own.
        uncited_measured: numbers that no citation reaches and that were called measured: none.
        labelled: labelled numbers.
        extracted: of them, those that were extracted.
        uncited_supported: uncited numbers that a figure supports.
        right_candidate: of them, those for which the right handle was proposed.
        by_form: the cited and uncited numbers together, by how they are written.
        by_error: flagged of how many planted errors, by what is wrong with them.
        verdicts: how often each label got each verdict.
        examples: every number that was judged otherwise than labelled, in a line each.
    """

    corpus: str
    answers: int = 0
    labelled: int = 0
    extracted: int = 0
    cited: Score = Score()
    uncited: Score = Score()
    sent_back: int = 0
    uncited_measured: int = 0
    uncited_supported: int = 0
    right_candidate: int = 0
    by_form: dict[str, Score] = {}
    by_error: dict[str, tuple[int, int]] = {}
    verdicts: dict[str, dict[str, int]] = {}
    examples: list[str] = []

    def as_text(self, *, examples: bool = False) -> str:
        """Return the report in lines; with `examples`, every number judged wrongly."""
        lines = [
            f"extracted  {self.extracted} of {self.labelled} labelled numbers",
            f"cited      {self.cited}",
            f"           {self.sent_back} more honest numbers beside the citation of another "
            "figure were sent back for their own",
            f"uncited    {self.uncited}, {self.uncited_measured} called measured",
            f"candidates the right figure proposed for {self.right_candidate} of "
            f"{self.uncited_supported} uncited numbers that one supports",
            "by what is wrong (flagged of planted):",
            *(
                f"  {kind:20} {found} of {of}"
                for kind, (found, of) in sorted(self.by_error.items(), key=lambda one: -one[1][1])
            ),
            "by how they are written:",
            *(f"  {form:12} {score}" for form, score in sorted(self.by_form.items())),
            "by class (label: verdicts):",
            *(
                f"  {label:12} "
                + ", ".join(f"{verdict} {n}" for verdict, n in sorted(given.items()))
                for label, given in sorted(self.verdicts.items())
            ),
        ]
        return "\n".join((*lines, *(self.examples if examples else ())))


def score_corpus(path: Path) -> GroundingReport:
    """Ground every answer of a corpus and compare with its labels; all figures count as shown.

    Raises:
        BadInput: the file can't be read, or a line is not of this format.
    """
    items = read_corpus(path, LabelledAnswer)
    report = GroundingReport(corpus=path.name, answers=len(items), cited=Score(), uncited=Score())
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
    planted, flagged = label.label == "unsupported", found.verdict in ASKS
    cited = found.reached and (planted or found.cited)
    (report.cited if cited else report.uncited).count(planted=planted, flagged=flagged)
    report.sent_back += found.reached and not cited
    report.uncited_measured += not found.reached and found.verdict == "measured"
    report.by_form.setdefault(form_of(label.text), Score()).count(planted=planted, flagged=flagged)
    given = report.verdicts.setdefault(label.label, {})
    given[found.verdict] = given.get(found.verdict, 0) + 1
    if planted:
        kind = error_of(label.why)
        right, of = report.by_error.get(kind, (0, 0))
        report.by_error[kind] = (right + flagged, of + 1)
    if planted != flagged:
        report.examples.append(
            f"{name} {'cited' if cited else 'uncited'} {label.text!r} is {label.label} "
            f"{label.why or ''} {','.join(label.handles[:2])}; "
            f"judged {found.verdict} {found.handles} {found.why}"
        )
    if not cited and label.label == "measured":
        report.uncited_supported += 1
        report.right_candidate += bool(set(found.handles) & set(label.handles))


def form_of(text: str) -> str:
    """Return how a number is written: percent, money, date, word, scientific, ..., whole."""
    return next((form for form, written in _FORMS if written.search(text)), "whole")


def error_of(why: str | None) -> str:
    """Return what a label says is wrong with a planted error: the first word that tells it."""
    return next((kind for kind, told in _ERRORS if told.search(why or "")), "other")
