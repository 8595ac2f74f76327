"""The evaluation that a release stands on: one confirmed score, its slices and its calibration."""

from __future__ import annotations

from dataclasses import dataclass

from ml_engineer_tools.errors import Refused, ToolError
from ml_engineer_tools.evidence import Evidence, Figure
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.monitoring.plan import METRICS, score_figure
from ml_engineer_tools.release.case import (
    Case,
    Met,
    Unmet,
    alias_of,
    check_table,
    command,
    roles_of,
)
from ml_engineer_tools.release.simpler import simpler_as_good
from ml_engineer_tools.tables.checks import check_file

BASELINES, EVALUATION = "train_baselines", "evaluate_predictions"

CALIBRATION = ("expected_calibration_error", "ece", "calibration_slope", "mean_score_minus_rate",
               "mean_error")  # fmt: skip
"""Figures of calibration: whether scores mean what they say; of numbers, whether errors are zero on
average."""

NO_SUBGROUP = ("without ", "rows that ", "class ", "threshold ", "score ", "all other rows")
"""What the names of slices begin with that are no subgroups: other columns, rows that a naive model
can predict, classes, bins."""


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
            return own_model(case, evidence)
        check_table(case, evidence)
        if evidence.alias not in by_alias:
            raise Refused(f"{evidence.alias} did not come of a look at the holdout of this table.")
    else:
        about = [item for item in map(case.store.evidence, by_alias) if _fits(case, item)]
        if not about:
            return _newestown_model(case)
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
    try:
        score = confirmed_score(case, case.request.evaluation)
    except Refused:
        if case.request.evaluation is None and "time" not in roles_of(case):
            _check_order(case)  # before a look is spent on a score that would not count
        raise
    alias = alias_of(score.evidence)
    if score.number is None:
        return Met(alias, f"{alias} scored the model on rows that are not in its training table.")
    mine = score_figure(score.evidence)
    reached = (
        f": `{METRIC_NAMES.get(mine.quantity, mine.quantity)} {mine}` of {mine.subject.model}"
        if mine is not None
        else ""
    )
    said = f"{alias} is score {score.number} of {score.of} on the holdout of this table{reached}"
    caution = "." if score.of == 1 else "; a score that was chosen among several is too good."
    if (simpler := simpler_as_good(case, score.evidence)) is not None:
        name, theirs, other = simpler
        caution += (
            f" The simpler {name} did as well on the same rows: {theirs.quantity} {theirs} "
            f"[{other.cite(theirs.handle)}] against {mine}"
            f"{f' [{score.evidence.cite(mine.handle)}]' if mine else ''}."
        )
    return Met(alias, said + caution)


def _newestown_model(case: Case) -> Score:
    refusal: Refused | None = None
    for evidence in reversed(case.store.all_evidence(EVALUATION, case.sha256)):
        try:
            return own_model(case, evidence)
        except Refused as reason:
            refusal = refusal or reason
    raise refusal or Refused("No score on the holdout of this table was confirmed.")


def own_model(case: Case, evidence: Evidence) -> Score:
    """Return the score of the user's own model, if its rows are shown to be no training rows.

    Raises:
        Refused: it is of another training table or target, rows were trained on, or the table of
            predictions has changed since.
    """
    measurement, alias = evidence.measurement, alias_of(evidence)
    predictions, training = measurement.tables[0], measurement.tables[-1]
    if measurement.arguments.get("training") is None or len(measurement.tables) < 2:
        raise Refused(
            f"{alias} doesn't show that its rows are disjoint from the training table; give it "
            "with --training."
        )
    if training.sha256 != case.sha256:
        raise Refused(f"{alias} was compared with another training table, or an older state of it.")
    if measurement.arguments.get("target") != case.request.target:
        raise Refused(f"{alias} was measured for another target.")
    shared = [f for f in measurement.figures if f.quantity == "training_overlap_rows"]
    if not shared or predictions.sha256 == case.sha256:
        raise Refused(f"{alias} can't tell whether its rows were trained on.")
    if shared[0].value != 0:
        raise Refused(
            f"{alias} was measured on rows that are training rows too ({shared[0]} of them); leave "
            "them out and measure again."
        )
    if score_figure(evidence) is None:
        raise Refused(f"{alias} holds no score with an interval; it needs outcomes.")
    _check_unchanged(case, evidence)
    return Score(evidence, None, 1)


def _check_unchanged(case: Case, evidence: Evidence) -> None:
    """Check that the table of predictions is still what was measured.

    Raises:
        Refused: it has changed, or is no longer there.
    """
    table = evidence.measurement.tables[0]
    try:
        sha256 = check_file(case.store.folder.parent / table.name).sha256
    except ToolError:
        raise Refused(
            f"{alias_of(evidence)} can't be checked: {table.name} is no longer there."
        ) from None
    if sha256 != table.sha256:
        raise Refused(
            f"{alias_of(evidence)} is stale: {table.name} has changed since it was measured."
        )


def _check_order(case: Case) -> None:
    """Refuse a holdout of rows drawn at random where the order of the rows matters.

    Raises:
        Refused: a baseline of this target fell when the rows were split in the order of the file.
    """
    measured = case.store.all_evidence(BASELINES, case.sha256)
    for evidence in (one for one in measured if _fits(case, one)):
        for finding in evidence.measurement.findings:
            if finding.check == "file_order" and finding.severity == "high":
                raise Unmet(
                    f"{evidence.alias} found that the order of the rows matters, and a holdout "
                    "drawn from all over the file makes any score on it too good; give --time. If "
                    "no column says when and the file is in order of time, add one that numbers "
                    "its rows.",
                    command(case, "baseline", more=("--time", "COLUMN")),
                )


def slice_figures(evidence: Evidence) -> list[Figure]:
    """Return what was measured on subgroups: scores, and losses beside those of all other rows."""
    figures = evidence.measurement.figures
    compared = {
        (figure.subject.slice, figure.quantity.removesuffix("_difference"))
        for figure in figures
        if figure.quantity.endswith("_difference")
    }
    return [
        figure
        for figure in figures
        if figure.subject.slice is not None
        and not figure.subject.slice.startswith(NO_SUBGROUP)
        and figure.subject.window in (None, "current")
        and (figure.quantity in METRICS or (figure.subject.slice, figure.quantity) in compared)
    ]


def looked_into(evidence: Evidence) -> str | None:
    """Return which model the slices are of; None if they don't say."""
    return next((f.subject.model for f in slice_figures(evidence) if f.subject.model), None)


def calibration_figures(evidence: Evidence) -> list[Figure]:
    """Return what was measured of calibration, over all rows."""
    return [
        figure
        for figure in evidence.measurement.figures
        if figure.quantity in CALIBRATION
        and (figure.subject.slice is None or figure.subject.slice.startswith("without "))
        and figure.subject.window in (None, "current")
    ]


def is_number(evidence: Evidence) -> bool:
    """Tell whether what is predicted is a number."""
    return any(figure.quantity == "mae" for figure in evidence.measurement.figures)
