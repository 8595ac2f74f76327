"""The grounds of a granted release: everything that it stands on, gathered from the store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ml_engineer_tools.drift.keeping import kept_reference
from ml_engineer_tools.drift.saved import SavedReference
from ml_engineer_tools.evidence import Evidence, Figure, Finding
from ml_engineer_tools.monitoring.plan import LIMITS, METRICS, can_alarm, score_figure
from ml_engineer_tools.release.answered import high_findings
from ml_engineer_tools.release.case import Case, all_about
from ml_engineer_tools.release.evaluated import (
    Score,
    calibration_figures,
    confirmed_score,
    slice_figures,
)
from ml_engineer_tools.release.watched import plan_of, reference_of
from ml_engineer_tools.store import AnswerRecord, CardRecord, Look, PlanRecord, ReleaseRecord

SLICE_CHECKS = ("slices", "weak_slice", "hard_slice", "biased_slice")
"""Findings that say whether any slice is worse than the rest."""

NAIVE = (
    "trivial", "one_rule", "last_value", "last_week", "last_year", "do_nothing", "do_everything",
)  # fmt: skip
"""Models that stand for what could be done without learning much."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A finding of high severity with the answer that a person stands for."""

    evidence: Evidence
    finding: Finding
    record: AnswerRecord


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a release stands on."""

    case: Case
    record: ReleaseRecord
    card: CardRecord
    leakage: tuple[Evidence, ...]
    answered: tuple[Answered, ...]
    baselines: Evidence
    score: Score
    slices: Evidence
    reference: SavedReference
    reference_evidence: Evidence
    reference_path: Path
    plan: PlanRecord
    variation: Evidence
    looks: tuple[Look, ...]

    @property
    def watched(self) -> Figure | None:
        """The confirmed score that the release is judged and watched by."""
        return score_figure(self.score.evidence)

    @property
    def model(self) -> str:
        """What the model is called."""
        figure = self.watched
        if figure is not None and figure.subject.model is not None:
            return figure.subject.model
        named = self.score.evidence.measurement.arguments.get("prediction")
        return f"the model behind {named}" if named else "the model"

    @property
    def left_out(self) -> tuple[str, ...]:
        """Columns that the model is known not to use."""
        return self.score.left_out or ()

    @property
    def metric(self) -> str | None:
        """The metric of the confirmed score."""
        return None if self.watched is None else self.watched.quantity

    def compared(self) -> list[Figure]:
        """Return the baselines' scores by the metric of the confirmed score, as measured.

        Where suspects were left out, only the scores without them; naive models use no column.
        """
        found = [
            figure
            for figure in self.baselines.measurement.figures
            if figure.quantity == self.metric
            and figure.subject.model is not None
            and " - " not in figure.subject.model
            and (figure.subject.slice is None or figure.subject.slice.startswith("without "))
        ]
        without = {f.subject.model for f in found if f.subject.slice is not None}
        return [f for f in found if f.subject.slice is not None or f.subject.model not in without]

    def slice_findings(self) -> list[Finding]:
        """Return what was found of slices: which are worse than the rest, or that none is."""
        found = self.slices.measurement.findings
        return [finding for finding in found if finding.check in SLICE_CHECKS]

    def slice_scores(self) -> list[Figure]:
        """Return what was measured on subgroups, of the released model where that can be told.

        By the metric of the score where there is one by subgroup, else by the loss of a row.
        """
        found = slice_figures(self.slices)
        mine = [figure for figure in found if figure.subject.model == self.model] or found
        same = [figure for figure in mine if figure.quantity == self.metric]
        losses = [figure for figure in mine if figure.quantity not in METRICS]
        first = (same or losses or mine)[:1]
        return [f for f in mine for one in first if f.quantity == one.quantity]

    def calibration(self) -> list[Figure]:
        """Return what was measured of calibration, of this model where that can be told."""
        found = calibration_figures(self.slices)
        return [f for f in found if f.subject.model == self.model] or found

    def unwatched(self) -> list[str]:
        """Return inputs that varied within the reference as much as can be: no limit can alarm."""
        return [
            str(figure.subject.column)
            for figure in self.variation.measurement.figures
            if figure.quantity in LIMITS
            and figure.subject.column not in self.left_out
            and not can_alarm(figure)
        ]

    def looked_into(self) -> str | None:
        """Return which model slices and calibration are of, if it is another than is released."""
        models = {figure.subject.model for figure in self.slice_scores()} - {None}
        return None if not models or self.model in models else str(sorted(map(str, models))[0])

    def open_findings(self) -> list[tuple[Evidence, Finding]]:
        """Return what was found of medium or high severity and is worth knowing in use.

        What is about columns that the model leaves out is not.
        """
        answered = {(a.evidence.id, a.finding.statement) for a in self.answered}
        every = {e.id: e for e in (*self.leakage, self.baselines, self.score.evidence, self.slices,
                                   self.variation)}  # fmt: skip
        return [
            (evidence, finding)
            for evidence in every.values()
            for finding in evidence.measurement.findings
            if finding.severity in ("high", "medium")
            and (evidence.id, finding.statement) not in answered
            and not (finding.columns and set(finding.columns) <= set(self.left_out))
        ]


def gather(case: Case, record: ReleaseRecord) -> Grounds:
    """Gather what a granted decision stands on.

    Raises:
        ToolError: something of it is no longer there.
    """
    named = {needed.name: needed.reference or "" for needed in record.decision.requirements}
    store = case.store
    leakage = all_about(case, "check_leakage")
    answered = [
        Answered(item.evidence, item.finding, answers[-1])
        for item in high_findings(case, leakage)
        if (answers := [answer for answer in item.answers if answer.accepted])
    ]
    reference_evidence = reference_of(case)
    reference, path = kept_reference(store.folder, reference_evidence)
    plan = plan_of(case)
    return Grounds(
        case=case,
        record=record,
        card=store.card(named["data_card"]),
        leakage=tuple(leakage),
        answered=tuple(answered),
        baselines=store.evidence(named["baselines"]),
        score=confirmed_score(case, case.request.evaluation),
        slices=store.evidence(named["slices_and_calibration"]),
        reference=reference,
        reference_evidence=reference_evidence,
        reference_path=path,
        plan=plan,
        variation=store.evidence(plan.plan.variation),
        looks=tuple(store.looks(case.sha256)),
    )
