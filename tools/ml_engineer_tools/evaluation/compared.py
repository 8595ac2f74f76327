"""Compared: two periods of one model's predictions, from what moved to what a fall comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ml_engineer_tools.context import Context
from ml_engineer_tools.evaluation.decisions import (
    decisions_by_inputs,
    decisions_by_score,
    reference_cut,
)
from ml_engineer_tools.evaluation.drop import sampled, split_fall
from ml_engineer_tools.evaluation.drop_findings import Known
from ml_engineer_tools.evaluation.falling import falls
from ml_engineer_tools.evaluation.ingestion import compare_columns
from ml_engineer_tools.evaluation.inverted_labels import are_inverted, record_inverted
from ml_engineer_tools.evaluation.late_outcomes import Late
from ml_engineer_tools.evaluation.periods import Judgeable, Periods
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evaluation.remade_inputs import find_remade
from ml_engineer_tools.evaluation.request import EvaluateRequest
from ml_engineer_tools.evaluation.scoring import compare_scoring
from ml_engineer_tools.evaluation.stages import trace_drop
from ml_engineer_tools.evaluation.untouched import without_trouble
from ml_engineer_tools.evidence import Figure


def compare_periods(
    request: EvaluateRequest,
    context: Context,
    periods: Periods,
    rows: tuple[Judgeable, Judgeable],
    main: str,
    place: Place,
    roles: Sequence[str | None],
    *,
    selection: tuple[Figure, Figure] | None,
    late: Late | None,
    jump_at: Figure | None,
) -> None:
    """Trace the difference to the reference stage by stage.

    Args:
        request: names tables and columns.
        context: reads the tables.
        periods: both, all rows.
        rows: those with outcome and prediction, of the reference first.
        main: the metric by which the model is told.
        place: where figures belong.
        roles: columns that are no inputs.
        selection: shares of known outcomes, where the prediction newly decides which are seen.
        late: since when outcomes look as if they were not in yet; None if they don't.
        jump_at: the score at which outcomes jump, as if decisions made them; None likewise.
    """
    reference, task, seed = periods.reference, periods.meaning.task, request.seed
    if reference is None:
        return
    metrics = [main, *(m for m in ("brier", "accuracy") if m != main)]
    before, current = (sampled(of, seed) for of in rows)
    scoring = compare_scoring(
        task, before, current, roles,
        threshold=reference_cut(task, periods.meaning, before), seed=seed,
    )  # fmt: skip
    deciding = decisions_by_score(task, periods.meaning, before, current)
    if deciding is None:
        deciding = decisions_by_inputs(task, scoring, (before, current))
    decided = deciding.as_before if deciding is not None and deciding.moved else None
    # Decisions without scores are all that scoring is of: what a threshold did is told once.
    by_inputs = decided is not None and deciding is not None and deciding.cuts is None
    split = split_fall(
        task, before, current, metrics, roles, seed=seed, decided=decided,
        alike=scoring.alike
        if scoring is not None and scoring.changed and not by_inputs
        else None,
    )  # fmt: skip
    same_table = request.reference is None
    moved = compare_columns(
        reference if same_table else str(request.reference),
        periods.current if same_table else request.data,
        roles, context,
        time=request.time if request.time in reference.frame.columns else None,
        seed=seed,
    )  # fmt: skip
    ranking = split.falls.get("roc_auc")
    inverted = are_inverted(task, ranking, before, current)
    if inverted and ranking is not None:
        record_inverted(ranking, before, current, place)
    moved = replace(moved, remade=find_remade(before.frame, current.frame, moved.inputs))
    # What did not fall has nothing to be split; the first metric that fell tells it instead.
    fallen = [metric for metric, fall in split.falls.items() if falls(fall)]
    main = main if main in fallen or not fallen else fallen[0]
    untouched = None
    if main in split.falls:
        untouched = without_trouble(task, main, split.falls[main], moved, late, before, current)
    trace_drop(
        task, main, split, moved, (reference, periods.current), (before, current), place,
        Known(None if by_inputs else scoring, deciding, selection, untouched, jump_at, late,
              inverted=inverted),
    )  # fmt: skip
