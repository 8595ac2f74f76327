"""`evaluate_predictions`: how good is the model that exists, where does it fail, what does it cost?

The order: what the columns mean; performance against floors; claims; calibration, costs, slices,
groups; feedback; then, with a reference period, a drop traced stage by stage. Without outcomes
performance is estimated from scores.
"""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.context import Context
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evaluation.bias import Judged, bias_profile, group_codes
from ml_engineer_tools.evaluation.bias_findings import record_bias
from ml_engineer_tools.evaluation.calibration import measure_calibration, top_label
from ml_engineer_tools.evaluation.calibration_findings import record_calibration
from ml_engineer_tools.evaluation.claims import record_claims
from ml_engineer_tools.evaluation.compared import compare_periods
from ml_engineer_tools.evaluation.cost_findings import record_costs
from ml_engineer_tools.evaluation.costs import halves, measure_costs
from ml_engineer_tools.evaluation.feedback import check_action, check_feedback
from ml_engineer_tools.evaluation.feedback_jump import (
    find_jump,
    record_jump,
    tell_likely_action,
)
from ml_engineer_tools.evaluation.floors import Floor, naive_floors, one_rule_floor, trivial_floor
from ml_engineer_tools.evaluation.late_outcomes import find_late_outcomes, record_late_outcomes
from ml_engineer_tools.evaluation.look_findings import record_look
from ml_engineer_tools.evaluation.margins import record_margins
from ml_engineer_tools.evaluation.metrics import Scored, promised_loss, row_loss, score_predictions
from ml_engineer_tools.evaluation.number_calibration import (
    calibrate_numbers,
    record_number_calibration,
)
from ml_engineer_tools.evaluation.overlap import check_overlap
from ml_engineer_tools.evaluation.parts import Estimate
from ml_engineer_tools.evaluation.performance import (
    MODEL,
    Written,
    judge_direction,
    main_metric,
    record_decisions,
    record_floors,
    record_metrics,
    spread_of_errors,
)
from ml_engineer_tools.evaluation.periods import FEWEST_ROWS, Judgeable, Periods, read_periods
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evaluation.request import EvaluateRequest
from ml_engineer_tools.evaluation.sensitive_columns import find_sensitive
from ml_engineer_tools.evaluation.slice_findings import (
    record_bias_of_slices,
    record_slices,
    tell_support,
)
from ml_engineer_tools.evaluation.slices import compare_slices, fewest_rows, rarer, worst_slices
from ml_engineer_tools.evaluation.unlabelled import (
    estimate_unlabelled,
    record_reference_calibration,
    record_too_few,
    share_where_right,
    unknown_region,
)
from ml_engineer_tools.evidence import Evidence, Figure
from ml_engineer_tools.modelling.features import usable_features
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import quoted
from ml_engineer_tools.tables.table import Table

OFF_BY = 0.5
"""Mean error of a slice, in mean absolute errors of all rows, that counts: a convention."""

RATE_OFF = 0.05
"""Mean score minus rate of a slice that counts: a convention."""


def evaluate_predictions(request: EvaluateRequest, context: Context) -> Evidence:
    """Judge the predictions of a model that exists.

    Outcomes are read on exploration rows only, unless `request.confirm` asks for all rows and the
    look at them has been recorded.

    Raises:
        BadInput: a table or column is not usable, or nothing can be judged.
        Refused: `confirm` without a recorded look.
    """
    if request.reference is not None and request.reference_until is not None:
        raise BadInput("Give a reference table or --reference-until, not both.")
    context.progress(0.0, "Reading the predictions")
    table = context.engine.read(request.data)
    reference = context.engine.read(request.reference) if request.reference else None
    training = context.engine.read(request.training) if request.training else None
    periods = read_periods(request, context, table, reference)
    tables = [t for t in (table, reference, training) if t is not None]
    record = Recorder(
        "evaluate_predictions",
        request,
        [t.fingerprint for t in tables],
        holdout=periods.holdout,
        notes=[note for t in tables for note in t.notes],
    )
    judging = _Judging(request, context, table, reference, periods, record)
    judging.run()
    if training is not None:
        context.progress(0.95, "Comparing with the training rows")
        check_overlap(table, training, request, context, judging.place)
    return record.evidence(context.engine.name)


class _Judging:
    """One evaluation, step by step."""

    def __init__(
        self,
        request: EvaluateRequest,
        context: Context,
        table: Table,
        reference: Table | None,
        periods: Periods,
        record: Recorder,
    ) -> None:
        self._request = request
        self._context = context
        self._tables = table, reference
        self._periods = periods
        self._rates: dict[str, tuple[Estimate, Figure]] = {}
        self._record = record
        self._task: Task = periods.meaning.task
        self.place = Place(record, MODEL, exactness=periods.current.exactness)
        self._roles = [request.target, request.prediction, *request.score, request.time,
                       request.group, request.action]  # fmt: skip

    def run(self) -> None:
        """Judge what can be judged."""
        periods, request, task = self._periods, self._request, self._task
        self._describe()
        current = periods.current.judgeable(task, seed=request.seed)
        before = (
            periods.reference.judgeable(task, seed=request.seed)
            if periods.reference is not None
            else None
        )
        if current is None:
            self._without_outcomes(before)
            check_feedback(task, periods.current, None, self.place)
            return
        if current.y.min() == current.y.max() and task.kind != "regression":
            self._record.note(
                "All outcomes of these rows are of one class: what needs both can't be told."
            )
        scored, written, main = self._performance(current, before)
        if self._context.look is not None:
            record_look(main, scored, written, self._context.look, self.place)
        record_claims(request.claimed, scored, written, self.place, rates=self._rates)
        self._context.progress(0.4, "Calibration and costs")
        floors = self._floors(current, before, written, main)
        self._calibration(current, before, written)
        self._costs(current, floors)
        self._context.progress(0.5, "Slices and groups")
        self._slices(current)
        self._groups(current)
        selection = check_feedback(
            task, periods.current, current, self.place, before=periods.reference
        )
        late = find_late_outcomes(task, current)
        if late is not None:
            record_late_outcomes(late, self.place)
        jump = find_jump(task, current)
        jump_at = None
        if jump is not None:
            jump_at = record_jump(jump, current, self._roles, self.place, action=request.action)
        elif request.action is None:
            tell_likely_action(current, self._roles, self.place)
        if request.action is not None:
            check_action(task, current, request.action, self.place)
        if before is not None and periods.reference is not None:
            self._context.progress(0.7, "Tracing the difference to the reference")
            compare_periods(
                request, self._context, periods, (before, current), main, self.place, self._roles,
                selection=selection, late=late, jump_at=jump_at,
            )  # fmt: skip
        elif periods.reference is not None:
            self._record.note("The reference has too few rows with an outcome to be compared with.")
        self._context.progress(1.0, "Done")

    def _describe(self) -> None:
        record, periods = self._record, self._periods
        current = periods.current
        rows = record.figure("row_count", len(current), unit="rows", window="current")
        record.headline(rows)
        lost = current.predicted.missing
        if lost:
            missing = record.figure("prediction_missing_rows", lost, unit="rows")
            record.finding(
                "missing_predictions", "medium" if lost > 0.01 * len(current) else "low",
                f"{missing} of {rows} rows have no prediction; they are left out.",
                clauses=("S8", "S6"), figures=[missing, rows],
                question="Why did the model say nothing there, and what was done instead?",
            )  # fmt: skip
        if current.predicted.infinite:
            infinite = record.figure(
                "prediction_infinite_rows", current.predicted.infinite, unit="rows"
            )
            record.finding(
                "infinite_predictions", "high",
                f"{infinite} of {rows} rows have an infinite prediction; they are left out, which "
                "flatters the model.",
                clauses=("S8", "S6"), figures=[infinite, rows],
                question="What in the model or its inputs overflows?",
            )  # fmt: skip
        unknown = 0 if current.y is None else int((~np.isfinite(current.y)).sum())
        if 0 < unknown < len(current):
            open_rows = record.figure("outcome_missing_rows", unknown, unit="rows")
            record.note(
                f"{open_rows} of {rows} rows have no outcome; the model is not judged by them."
            )
        for note in periods.meaning.notes:
            record.note(note)
        if periods.holdout is not None:
            record.note(
                "All rows were judged, the locked ones too: a counted look."
                if periods.all_rows
                else "Outcomes were read on exploration rows only, and a fifth of the rows stay "
                "locked; --confirm judges all of them, a counted look."
            )
        if periods.meaning.threshold is not None and not periods.meaning.threshold_given:
            record.note(
                "No threshold was said, so decisions are at a score of 0.5; give --threshold."
            )
        if periods.meaning.threshold is not None:
            record.convention(
                "threshold", periods.meaning.threshold,
                source="given with the request" if periods.meaning.threshold_given
                else "not given: one half",
            )  # fmt: skip

    def _without_outcomes(self, before: Judgeable | None) -> None:
        periods, task, request = self._periods, self._task, self._request
        known, usable = periods.current.y, periods.current.predicted.usable
        some = 0 if known is None else int((np.isfinite(known) & usable).sum())
        if some:
            record_too_few(some, self.place)
        if request.claimed:
            self._record.note("Without outcomes claims can't be held against anything.")
        if task.kind == "regression" or periods.current.predicted.chances is None:
            raise BadInput(
                f"{self._tables[0].name} has fewer than {FEWEST_ROWS} rows with an outcome and a "
                "prediction, and without probabilities performance can't be estimated; give "
                "outcomes, or --score."
            )
        if some and some == int(usable.sum()):
            return
        if before is not None:
            past = Place(self._record, MODEL, None, "reference", self.place.exactness)
            record_reference_calibration(task, before, past)
            share = unknown_region(periods.current, before)
            self._record.figure("scores_beyond_reference_share", share)
        estimate_unlabelled(
            task, periods.current, before, self.place, seed=request.seed,
            few=some > 0,
        )  # fmt: skip

    def _performance(
        self, rows: Judgeable, before: Judgeable | None
    ) -> tuple[Scored, Written, str]:
        self._context.progress(0.2, "Scoring")
        of, task = rows.predicted, self._task
        scored = score_predictions(
            task, rows.y, rows.parts, chances=of.chances, labels=of.labels, numbers=of.numbers
        )
        main = main_metric(task, scored, has_scores=of.chances is not None)
        written = record_metrics(scored, self.place, main)
        self._rates = record_decisions(task, rows, self.place)
        if task.kind == "regression" and of.numbers is not None:
            for name, value in spread_of_errors(rows.y, of.numbers).items():
                self.place.write(name, Estimate(value, None, len(rows)))
            found = calibrate_numbers(rows.y, of.numbers, rows.parts)
            record_number_calibration(found, self.place)
            record_margins(self.place, rows.y, of.numbers, rows.parts)
        judge_direction(task, scored, written, self.place)
        return scored, written, main

    def _floors(
        self, rows: Judgeable, before: Judgeable | None, written: Written, main: str
    ) -> list[Floor]:
        task = self._task
        of = rows.predicted
        scored = score_predictions(
            task, rows.y, rows.parts, chances=of.chances, labels=of.labels, numbers=of.numbers
        )
        known = rows.y if before is None else before.y
        self._record.note(
            "The trivial prediction states the class shares, or the median, of "
            + ("these very rows." if before is None else "the reference.")
        )
        floors = [trivial_floor(task, rows, known, scored), *naive_floors(task, rows)]
        rule = one_rule_floor(task, rows, self._roles, seed=self._request.seed)
        if rule is not None:
            floors.append(rule)
        record_floors(
            floors, written, main, self.place, rows, task,
            threshold_given=self._periods.meaning.threshold_given,
        )  # fmt: skip
        return floors

    def _calibration(self, rows: Judgeable, before: Judgeable | None, written: Written) -> None:
        chances = rows.predicted.chances
        if chances is None:
            return
        brier = learnt = None
        if self._task.kind == "binary":
            y, score = (rows.y == 1) * 1.0, chances[:, 1]
            brier = written.figures.get("brier")
            learnt = None if before is None else share_where_right(before)
        else:
            y, score = top_label(rows.y, chances)
            self._record.note("Calibration is that of the likeliest class's probability.")
        found = measure_calibration(y, score, rows.parts, seed=self._request.seed)
        record_calibration(
            found, self.place, headline=True, brier=brier, learnt=learnt, in_reference=True
        )

    def _costs(self, rows: Judgeable, floors: list[Floor]) -> None:
        costs, of = self._request.costs, rows.predicted
        if costs is None:
            return
        if self._task.kind != "binary":
            self._record.note("Costs of four outcomes are of two classes; they were left out.")
            return
        if of.labels is None:
            return
        policies = {"in_use": of.labels == 1}
        policies |= {
            floor.name: floor.acts
            for floor in floors
            if floor.acts is not None
            and floor.name in ("one_rule", "last_value")
            and len(floor.rows) == len(rows)
        }
        score = of.chances[:, 1] if of.chances is not None else (of.labels == 1) * 1.0
        folds = halves(rows.parts, times=rows.times, seed=self._request.seed)
        if not folds:
            self._record.note("There are too few independent rows to choose a threshold by cost.")
            return
        found = measure_costs(rows.y, score, costs, folds, rows.parts, policies=policies)
        meaning = self._periods.meaning
        assumed = None if meaning.threshold_given else meaning.threshold
        record_costs(found, costs, self.place, in_use="in_use", assumed=assumed)

    def _slices(self, rows: Judgeable) -> None:
        names, _ = usable_features(rows.frame, [n for n in self._roles if n is not None])
        if not names:
            self._record.note("There is no column beside the predictions to slice by.")
            return
        of, task = rows.predicted, self._task
        loss_name, loss = row_loss(
            task, rows.y, chances=of.chances, labels=of.labels, numbers=of.numbers
        )
        rare = rarer(rows.y == 1) if task.kind == "binary" else None
        if loss_name == "error_rate":
            rare = rarer(loss > 0)
        results, looked_at = worst_slices(
            rows.frame[names], loss, rows.parts, fewest=fewest_rows(len(rows), rare)
        )
        tell_support(len(rows), rare, looked_at, self.place)
        pieces = [result.slice for result in results]
        promised = promised_loss(
            task, loss, chances=of.chances, labels=of.labels, numbers=of.numbers
        )
        excess = None
        if promised is not None:
            excess = compare_slices(loss - promised, pieces, rows.parts)
        record_slices(
            results, looked_at, loss_name, self.place,
            classes=None if task.kind == "regression" else rows.y, excess=excess,
        )  # fmt: skip
        error = of.numbers - rows.y if of.numbers is not None else None
        least = OFF_BY * float(np.abs(error).mean()) if error is not None else RATE_OFF
        if task.kind == "binary" and of.chances is not None:
            error = of.chances[:, 1] - (rows.y == 1)
        if error is not None:
            off = compare_slices(error, pieces, rows.parts, looked_at=looked_at)
            record_bias_of_slices(off, error, rows.parts, looked_at, least, self.place)

    def _groups(self, rows: Judgeable) -> None:
        request, of = self._request, rows.predicted
        columns = request.sensitive or tuple(find_sensitive(rows.frame, self._roles))
        if not columns:
            return
        if not request.sensitive:
            self._record.note(
                "Groups were found by the values of "
                f"{', '.join(quoted(name) for name in columns)}; name others with --sensitive."
            )
        binary = self._task.kind == "binary"
        judged = Judged(
            rows.y,
            of.labels == 1 if binary and of.labels is not None else None,
            None if of.labels is None else (of.labels == rows.y) * 1.0,
            of.numbers if of.numbers is not None
            else of.chances[:, 1] if binary and of.chances is not None else None,
            regression=self._task.kind == "regression",
        )  # fmt: skip
        for column in columns:
            codes, names = group_codes(rows.frame[column])
            if len(names) > 1:
                record_bias(bias_profile(column, codes, names, judged, rows.parts), self.place)
