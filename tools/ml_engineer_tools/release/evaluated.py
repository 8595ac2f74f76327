"""The evaluation that a release stands on: one confirmed score, its slices and its calibration."""

from __future__ import annotations

from dataclasses import dataclass

from ml_engineer_tools.errors import Refused, ToolError
from ml_engineer_tools.evidence import Evidence, Figure
from ml_engineer_tools.release.case import (
    Case,
    Met,
    alias_of,
    all_about,
    check_table,
    measured,
)

BASELINES, EVALUATION = "train_baselines", "evaluate_predictions"

CALIBRATION = ("ece", "brier", "calibration", "reliability", "mean_error", "mean_residual",
               "interval_coverage", "bias")  # fmt: skip
"""What the names of figures of calibration begin with, or hold after an underscore. For numbers
that are predicted, calibration is that errors are zero on average."""

NO_SUBGROUP = "without "
"""What the name of a slice begins with that is no subgroup but a model with fewer columns."""


@dataclass(frozen=True, slots=True)
class Score:
    """A score on rows that the model has never seen.

    Attributes:
        evidence: that holds it.
        number: which look at the holdout it came of; None for the user's own model.
        of: how many scores on this holdout there are.
    """

    evidence: Evidence
    number: int | None
    of: int

    @property
    def left_out(self) -> tuple[str, ...] | None:
        """Columns that the model doesn't use; None if that can't be told."""
        if self.number is None:
            return None
        without = self.evidence.measurement.arguments.get("without")
        return tuple(map(str, without)) if isinstance(without, list) else ()


def confirmed_score(case: Case, named: str | None = None) -> Score:
    """Return the score that is named, or the newest that came of a look at the holdout.

    Raises:
        UnknownEvidence: nothing is called that.
        Refused: there is none, or it is not what it is said to be.
    """
    looks = [look for look in case.store.looks(case.sha256) if look.kind == "holdout_score"]
    by_alias = {look.evidence: look for look in looks if look.evidence is not None}
    if named is not None:
        evidence = case.store.evidence(named)
        if evidence.measurement.tool == EVALUATION:
            return _own_model(case, evidence)
        check_table(case, evidence)
        if evidence.alias not in by_alias:
            raise Refused(f"{evidence.alias} did not come of a look at the holdout of this table.")
    else:
        about = [item for item in map(case.store.evidence, by_alias) if _fits(case, item)]
        if not about:
            return _newest_own_model(case)
        evidence = about[-1]
    if evidence.measurement.holdout is not None and evidence.measurement.holdout["kind"] == "row":
        _check_order(case)
    place = [look.number for look in looks].index(by_alias[alias_of(evidence)].number) + 1
    return Score(evidence, place, len(looks))


def _fits(case: Case, evidence: Evidence) -> bool:
    try:
        check_table(case, evidence)
    except Refused:
        return False
    return True


def holdout_confirmed(case: Case) -> Met:
    """Check that one score on rows that the model has never seen was confirmed."""
    score = confirmed_score(case, case.request.evaluation)
    alias = alias_of(score.evidence)
    if score.number is None:
        return Met(alias, f"{alias} scored the model on rows that are not in its training table.")
    said = f"{alias} is score {score.number} of {score.of} on the holdout of this table"
    caution = "." if score.of == 1 else "; a score that was chosen among several is too good."
    return Met(alias, said + caution)


def _newest_own_model(case: Case) -> Score:
    for evidence in reversed(case.store.all_evidence(EVALUATION, case.sha256)):
        try:
            return _own_model(case, evidence)
        except Refused:
            continue
    raise Refused("No score on the holdout of this table was confirmed.")


def _own_model(case: Case, evidence: Evidence) -> Score:
    """Return the score of the user's own model on rows shown disjoint from its training table."""
    raise Refused(
        f"{evidence.alias} doesn't show that its rows are disjoint from the training table."
    )


def _check_order(case: Case) -> None:
    """Refuse a holdout of rows drawn at random where the order of the rows matters.

    Raises:
        Refused: a baseline of this table fell when the rows were split in the order of the file.
    """
    for evidence in case.store.all_evidence(BASELINES, case.sha256):
        for finding in evidence.measurement.findings:
            if finding.check == "file_order" and finding.severity == "high":
                raise Refused(
                    f"{evidence.alias} found that the order of the rows matters, and this holdout "
                    "was drawn from all over the file, so its score is too good; give --time."
                )


def slices_and_calibration(case: Case) -> Met:
    """Check that it was measured where the model fails, and whether its scores mean what they say.

    The evaluation may say both, or the baselines do, on validation rows.
    """
    if case.request.slices is not None:
        found = [measured(case, (BASELINES, EVALUATION), case.request.slices)]
    else:
        found = _candidates(case)
    for evidence in found:
        if slice_figures(evidence) and calibration_figures(evidence):
            alias = alias_of(evidence)
            return Met(alias, f"{alias} tells the worst slices and the calibration.")
    missing = []
    if not any(slice_figures(item) for item in found):
        missing.append("how the model does on subgroups")
    if not any(calibration_figures(item) for item in found):
        missing.append("whether its scores are calibrated")
    said = " or ".join(missing) or "both in one evidence"
    raise Refused(f"No evidence of this table tells {said}.")


def _candidates(case: Case) -> list[Evidence]:
    """Return evidence that may hold both, the confirmed score's first, then the newest."""
    found = list(reversed(all_about(case, BASELINES, EVALUATION)))
    try:
        confirmed = confirmed_score(case, case.request.evaluation).evidence
    except ToolError:
        return found
    return [confirmed, *(item for item in found if item.id != confirmed.id)]


def slice_figures(evidence: Evidence) -> list[Figure]:
    """Return scores of subgroups."""
    return [
        figure
        for figure in evidence.measurement.figures
        if figure.subject.slice is not None
        and not figure.subject.slice.startswith(NO_SUBGROUP)
        and figure.n is not None
        and not figure.convention
    ]


def calibration_figures(evidence: Evidence) -> list[Figure]:
    """Return what was measured of calibration, over all rows."""
    return [
        figure
        for figure in evidence.measurement.figures
        if any(
            figure.quantity.startswith(name) or f"_{name}" in figure.quantity
            for name in CALIBRATION
        )
        and not figure.convention
    ]
