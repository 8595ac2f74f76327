"""The tool `train_baselines`: models from trivial to boosted, judged on an honest split."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING

from ml_engineer_tools.baselines.against_naive import judge_last_value
from ml_engineer_tools.baselines.board import SMALLEST_GAIN, Board, slice_without
from ml_engineer_tools.baselines.complexity import judge_complexity
from ml_engineer_tools.baselines.confirmation import confirm
from ml_engineer_tools.baselines.costing import costed
from ml_engineer_tools.baselines.depth.failure_cases import write_failures
from ml_engineer_tools.baselines.depth.report import report_in_depth
from ml_engineer_tools.baselines.fitting import fitting_metric
from ml_engineer_tools.baselines.floors import LAST_VALUE, SLICE_FREE, TRIVIAL, try_floors
from ml_engineer_tools.baselines.positive_class import tell_positive_class
from ml_engineer_tools.baselines.request import BaselinesRequest
from ml_engineer_tools.baselines.rows import (
    Labelled,
    Rows,
    make_numeric,
    read_labelled,
    without_columns,
)
from ml_engineer_tools.baselines.split_findings import judge_folds, judge_gap
from ml_engineer_tools.baselines.splitting import (
    Split,
    SplitKind,
    choose_split,
    split_in_file_order,
)
from ml_engineer_tools.baselines.trials import Trial, begin_model
from ml_engineer_tools.baselines.verdicts import (
    judge_file_order,
    judge_perfection,
    judge_suspects,
)
from ml_engineer_tools.context import Context
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Evidence, Exactness, Figure
from ml_engineer_tools.modelling.features import Prepared
from ml_engineer_tools.modelling.loading import load_libraries
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.modelling.models import LINEAR_COLUMNS, MODELS, ModelKind, load_lightgbm
from ml_engineer_tools.modelling.order import OrderDependence, file_order_dependence
from ml_engineer_tools.modelling.side_by_side import fits_at_once
from ml_engineer_tools.profiling.role_checks.class_spellings import check_sampled_classes
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.entity import with_entity
from ml_engineer_tools.tables.names import quoted
from ml_engineer_tools.tables.roles import Roles, check_roles, unknown_column
from ml_engineer_tools.tables.table import Table
from ml_engineer_tools.tables.target import check_target

if TYPE_CHECKING:
    import pandas as pd

TRAINING = 0.6
"""Share of the work that is done when all models have been judged: roughly."""

JUDGED_BY: Mapping[SplitKind, str] = {
    "random": "rows at random",
    "group": "other entities",
    "time": "later rows",
    "both": "later rows of other entities",
}

LISTED = 10
"""Names of left-out columns that a note lists."""


def train_baselines(request: BaselinesRequest, context: Context) -> Evidence:
    """Train the baselines and say which of them is worth having.

    Only exploration rows are used, unless `request.confirm` asks for one model's score on the
    holdout and the look at it has been recorded.

    Raises:
        BadInput: the table, a role, the target or the suspects can't be used.
        Refused: `confirm` without a recorded look.
    """
    table = with_entity(context.engine.read(request.data), request.group, request.target)
    roles = Roles(target=request.target, time=request.time, group=request.group)
    _check(request, context, table, roles)
    holdout = context.holdout_for(table, roles, seed=request.seed)
    record = Recorder(
        "train_baselines", request, [table.fingerprint], holdout=holdout, notes=table.notes
    )
    if request.confirm is not None:
        confirm(request, context, table, roles, holdout, record)
        return record.evidence(context.engine.name)
    context.progress(0.0, "Reading the rows")
    loading = load_libraries()
    labelled = read_labelled(
        context.engine,
        table,
        context.exploration(table, holdout),
        request.target,
        most=request.rows,
        seed=request.seed,
    )
    loading.join()
    rows = make_numeric(table, labelled, roles, positive=request.positive)
    check_sampled_classes(
        record, request.target, labelled.frame[request.target], exactness=labelled.exactness
    )
    failures = _Trainer(request, context, rows, record, labelled.exactness).run()
    _write_notes(record, roles, rows, labelled)
    evidence = record.evidence(context.engine.name)
    if failures is None or context.folder is None:
        return evidence
    left = write_failures(failures, context.folder, evidence.id)
    return evidence if left is None else evidence.model_copy(update={"artefacts": (left,)})


class _Trainer:
    """Runs the trials of one request, tells the progress and records what came out."""

    def __init__(
        self,
        request: BaselinesRequest,
        context: Context,
        rows: Rows,
        record: Recorder,
        exactness: Exactness,
    ) -> None:
        self._request = request
        self._context = context
        self._rows = rows
        self._record = record
        self._exactness = exactness
        self._models = _models(record)
        self._fitting = fitting_metric(rows.task, rows.y, request.costs)
        self._fits, self._done = 0, 0.0
        self._all_fits = 1

    def run(self) -> pd.DataFrame | None:
        """Judge all models on the split that the roles ask for, then say what it means.

        Returns:
            The failure cases of the chosen model.
        """
        request, rows, record = self._request, self._rows, self._record
        split = choose_split(rows, seed=request.seed, wanted=request.split, gap=request.gap)
        record.note(split.reason)
        judge_gap(record, split)
        reduced_features = (
            without_columns(rows.features, request.without) if request.without else None
        )
        dependence, ordered_split = self._order(split)
        variants = 1 if reduced_features is None else 2
        ordered_folds = 0 if ordered_split is None else len(ordered_split.folds)
        self._all_fits = len(self._models) * (variants * len(split.folds) + ordered_folds)

        if "lightgbm" in self._models:
            record.note(
                "The size of the boosted trees is chosen anew for each fold inside its training "
                f"rows, where {JUDGED_BY[split.kind]} judge; no row that judges a score takes part."
            )

        full = self._board(split, rows.features, None)
        full.write_scores()
        believed = full
        if reduced_features is not None:
            slice_name = slice_without(request.without)
            believed = self._board(split, reduced_features, slice_name, shared=full)
            believed.write_scores(also_slice_free=False)
            believed.share_slice_free(full)
            judge_suspects(record, full, believed, request.without)
        least = record.convention(
            "smallest_gain",
            SMALLEST_GAIN,
            source="convention after clauses P2 and P4: one point of ROC AUC, average precision or "
            "accuracy, or one per cent of the trivial model's error; of average precision at most "
            "a tenth of the share of positives",
        )
        if believed.best(believed.primary) is None:
            record.note(
                f"The {METRIC_NAMES[believed.primary]} is not defined: no validation fold has "
                "rows of more than one class."
            )
        judge_folds(record, split, rows)
        positive = tell_positive_class(record, rows, request, self._exactness)
        judge_perfection(record, believed)
        # Where file order counts, what wins in random folds says nothing of what is worth having.
        chosen = judge_complexity(record, believed, least) if ordered_split is None else None
        if split.has_order:
            judge_last_value(record, believed)
        signs = () if dependence is None else self._write_order(dependence)
        if ordered_split is not None:
            record.note(ordered_split.reason)
            features = rows.features if reduced_features is None else reduced_features
            ordered = self._board(ordered_split, features, believed.slice)
            ordered.write_scores(headline=False)
            for model in (*ordered.ladder, LAST_VALUE):
                metric = ordered.label if model == LAST_VALUE else ordered.primary
                figure = ordered.figure(model, metric)
                if figure is not None:
                    record.headline(figure)
            judge_file_order(record, believed, ordered, signs)
            in_order = judge_complexity(record, ordered, least)
            if in_order is None:
                chosen = judge_complexity(record, believed, least)
            else:
                # Calibration, costs and slices of rows that leaned on their neighbours would
                # mislead: what stands behind the score is told of the stricter split.
                believed, chosen = ordered, in_order
                record.note(
                    f"What is told of {in_order.model} beside its scores (calibration, costs, "
                    "slices, groups, importance, learning curve) was judged in file order, since "
                    "the order of the rows says something about the target."
                )
        if chosen is None:
            return None
        reached = believed.figure(chosen.model, believed.primary)
        if reached is not None:
            record.headline(reached)
        features = rows.features if reduced_features is None else reduced_features
        self._done = TRAINING
        return report_in_depth(
            believed, chosen, rows, features, request, least, positive, self._say
        )

    def _order(self, split: Split) -> tuple[OrderDependence | None, Split | None]:
        """Ask whether file order matters; only where nothing better is known of the rows."""
        if split.kind != "random":
            return None, None
        dependence = file_order_dependence(self._rows.task, self._rows.y)
        if not dependence.depends or dependence.is_sorted:
            return dependence, None
        return dependence, split_in_file_order(self._rows)

    def _write_order(self, dependence: OrderDependence) -> tuple[Figure, Figure]:
        """Record how the target depends on the place in the file."""
        neighbours = self._record.figure(
            "neighbour_agreement", dependence.lag_agreement, split="file order", n=len(self._rows)
        )
        trend = self._record.figure(
            "trend_along_file", dependence.trend, split="file order", n=len(self._rows)
        )
        if dependence.is_sorted:
            self._record.finding(
                "sorted_by_target",
                "low",
                "The file is sorted by its target (neighbours agree beyond chance by "
                f"{neighbours}, correlation with the place in the file {trend}), so the order "
                "of its rows can't stand for time.",
                clauses=("S3",),
                figures=(neighbours, trend),
                question="Is there a column that says when each row was known?",
            )
        return neighbours, trend

    def _board(
        self, split: Split, features: Prepared, slice_name: str | None, shared: Board | None = None
    ) -> Board:
        """Try all models; those that use no column are taken over from `shared`."""
        rows, record = self._rows, self._record
        with ExitStack() as stack:
            # Boosted trees hold no lock of Python's: they are fitted beside all the others.
            begun = {
                model: stack.enter_context(self._begin(model, split, features))
                for model in self._models[1:]
                if fits_at_once(model) > 1
            }
            if shared is None:
                trials = {TRIVIAL: self._try("trivial", split, features)}
                trials |= {trial.model: trial for trial in try_floors(rows.task, rows.y, split)}
                if LAST_VALUE in trials:
                    known = "the actual outcome of the row before it among the exploration rows"
                    if split.gap is not None:
                        known = f"the newest outcome that is at least {split.gap.text} old"
                    record.note(
                        f"The last value is one step ahead: each row is predicted by {known}."
                    )
            else:
                self._fits += len(split.folds)
                trials = {m: trial for m, trial in shared.trials.items() if m in SLICE_FREE}
            for model in self._models[1:]:
                finished = begun.get(model)
                trials[model] = finished() if finished else self._try(model, split, features)
        costs = self._request.costs
        if costs is not None and rows.task.kind == "binary":
            trials = {
                m: trial if trial.spent else costed(trial, rows, costs, seed=self._request.seed)
                for m, trial in trials.items()
            }
        for model in ("trivial", *self._models[1:]) if shared is None else self._models[1:]:
            name = " ".join(filter(None, (model, split.name, slice_name)))
            record.timing(name, round(trials[model].seconds, 3))
        return Board(
            rows.task,
            trials,
            record,
            self._fitting,
            slice=slice_name,
            exactness=self._exactness,
        )

    def _begin(
        self, model: ModelKind, split: Split, features: Prepared
    ) -> AbstractContextManager[Callable[[], Trial]]:
        rows, seed, told = self._rows, self._request.seed, self._told(model, split)
        return begin_model(model, rows.task, features, rows.y, split, seed=seed, fitted_one=told)

    def _try(self, model: ModelKind, split: Split, features: Prepared) -> Trial:
        with self._begin(model, split, features) as finished:
            return finished()

    def _say(self, message: str) -> None:
        # How many steps there will be isn't known: each goes a part of the way that is left.
        self._done += (1 - self._done) / 30
        self._context.progress(self._done, message)

    def _told(self, model: str, split: Split) -> Callable[[], None]:
        def tell() -> None:
            share = TRAINING * min(self._fits / self._all_fits, 1.0)
            self._context.progress(share, f"Trained {model} ({split.name})")
            self._fits += 1

        return tell


def _check(request: BaselinesRequest, context: Context, table: Table, roles: Roles) -> None:
    check_roles(table, roles)
    for name in request.without:
        if not table.has(name):
            raise BadInput(unknown_column(table, "suspects", name))
        if name == request.target:
            raise BadInput(f"The target {quoted(name)} can't be among the columns to leave out.")
    check_target(context.engine, table, request.target)


def _models(record: Recorder) -> list[ModelKind]:
    try:
        load_lightgbm()
    except BadInput as error:
        record.note(f"The boosted trees are missing: {error}")
        return [model for model in MODELS if model != "lightgbm"]
    return list(MODELS)


def _write_notes(record: Recorder, roles: Roles, rows: Rows, labelled: Labelled) -> None:
    record.note("Only exploration rows were used; the holdout stays locked.")
    if labelled.exactness.kind == "sampled":
        record.note(f"A hash sample of {len(labelled.frame):,} rows was used.")
    if labelled.unlabelled:
        record.note(f"{labelled.unlabelled:,} rows without a usable target were left out.")
    given = [name for role, name in sorted(roles.given().items()) if role != "target"]
    if given:
        record.note(f"No features, since they have a role: {', '.join(map(quoted, given))}.")
    if rows.left_out:
        shown = [f"{quoted(name)} {why}" for name, why in list(rows.left_out.items())[:LISTED]]
        more = len(rows.left_out) - len(shown)
        others = f"; and {more:,} more" if more > 0 else ""
        record.note(f"Columns left out of the features: {'; '.join(shown)}{others}.")
    if len(rows.features.origins) > LINEAR_COLUMNS:
        record.note(
            f"The linear model uses at most {LINEAR_COLUMNS} encoded columns, those most "
            "correlated with the target in the training rows."
        )
    record.note(
        "Intervals hold for the models as they were trained: they count the luck of the rows that "
        "judged, not that of the rows learnt from."
    )
