"""Stages: a fall in performance traced from ingestion to threshold, and what can't be told."""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.evaluation.drop import Fall, Split
from ml_engineer_tools.evaluation.drop_findings import Known, Suspects, record_drop
from ml_engineer_tools.evaluation.falling import falls, is_part, not_named, words_of
from ml_engineer_tools.evaluation.ingestion import Moved, record_ingestion
from ml_engineer_tools.evaluation.late_outcomes import Late
from ml_engineer_tools.evaluation.parts import Estimate, deal_parts, mean
from ml_engineer_tools.evaluation.periods import Judgeable, Period
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evaluation.scoring import Scoring
from ml_engineer_tools.evaluation.scoring_findings import record_scoring
from ml_engineer_tools.evaluation.threshold_findings import record_mendable, record_threshold
from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.tables.names import joined

PRIOR_GAP = 0.02
"""Difference of the share of a class that counts: a convention."""

KNOWN_GAP = 0.05
"""Difference of the share of rows with an outcome that counts: a convention."""


def trace_drop(
    task: Task,
    main: str,
    split: Split,
    moved: Moved,
    periods: tuple[Period, Period],
    rows: tuple[Judgeable, Judgeable],
    place: Place,
    known: Known,
) -> None:
    """Record each stage, then what the fall comes from.

    Args:
        task: what is predicted.
        main: the metric by which the model is told.
        split: the falls and their parts.
        moved: what moved in the columns.
        periods: reference and current, all rows.
        rows: those with outcome and prediction.
        place: where figures belong.
        known: what else was found that a fall may come from.
    """
    figures = {metric: _record_fall(fall, place) for metric, fall in split.falls.items()}
    suspects: Suspects = {}
    if broken := record_ingestion(moved, periods, place):
        suspects["schema"] = broken
    if known.untouched is not None and known.untouched.explains:
        suspects["touched"] = known.untouched.trouble
    if known.selection is not None:
        suspects["selection"] = "other outcomes are seen, by the prediction"
    _features(moved, split, main, figures, place, suspects)
    _scoring(known.scoring, split, main, figures, place, suspects)
    _prior(task, rows, split, main, figures, place, suspects)
    _relation(split, main, figures, place, suspects)
    _labels(periods, place, suspects, known.late)
    record_threshold(known.deciding, split, figures, suspects, place)
    if not known.inverted:
        record_mendable(split, figures, suspects, place)
    record_drop(main, split, figures, suspects, known, place)


def _record_fall(fall: Fall, place: Place) -> dict[str, Figure]:
    names = {
        "total": f"{fall.metric}_fall",
        "inputs": f"{fall.metric}_fall_by_inputs",
        "relation": f"{fall.metric}_fall_by_relation",
        "prior": f"{fall.metric}_fall_by_prior",
        "given_class": f"{fall.metric}_fall_given_class",
        "mendable": f"{fall.metric}_fall_mendable",
        "scoring": f"{fall.metric}_fall_by_scoring",
        "threshold": f"{fall.metric}_fall_by_threshold",
    }
    figures = {
        "before": place.record.figure(
            fall.metric, fall.before.value, model=place.model, window="reference",
            interval=fall.before.interval, n=fall.before.rows, exactness=place.exactness,
        )
    }  # fmt: skip
    for part, quantity in names.items():
        value: Estimate | None = getattr(fall, part)
        if value is not None:
            figures[part] = place.write(quantity, value, headline=part == "total")
    return figures


def _features(
    moved: Moved, split: Split, main: str, figures: dict[str, dict[str, Figure]], place: Place,
    suspects: Suspects,
) -> None:  # fmt: skip
    record = place.record
    count = record.figure("inputs_moved", len(moved.inputs), unit="columns")
    inputs = "input" if len(moved.inputs) == 1 else "inputs"
    fall, written = split.falls.get(main), figures.get(main, {})
    if fall is None or fall.inputs is None:
        record.finding(
            "stage_features", "low" if moved.inputs else "info",
            f"Features: {count} {inputs} moved"
            + (f" ({joined(moved.inputs)})" if moved.inputs else "")
            + "; what that did to performance can't be told: the periods share too few rows of "
            "the same kind.",
            columns=moved.inputs, clauses=("S8", "P5"), figures=[count],
        )  # fmt: skip
        return
    shared = record.figure("shared_rows_worth", split.shared or 0.0)
    worse = is_part(fall.inputs, fall) and not _blamed_elsewhere(suspects)
    if worse:
        suspects["features"] = "other inputs" if moved.inputs else "rows of other kinds"
    severity: Severity = "medium" if worse else "low" if moved.inputs else "info"
    names = f" ({joined(moved.inputs)})" if moved.inputs else ""
    kinds = (
        "rows of other kinds than before, since the prediction decides whose outcome is seen,"
        if "selection" in suspects
        else "rows of other kinds than before"
    )
    record.finding(
        "stage_features",
        severity,
        f"Features: {count} {inputs} moved{names}; "
        + (
            f"{kinds} account for {written['inputs']} of the fall of "
            f"{written['total']} in {words_of(main)}."
            if falls(fall)
            else f"no fall in {words_of(main)} shows ({written['total']}; a fall is positive)."
        ),
        columns=moved.inputs,
        clauses=("S8", "P5", "Q2"),
        figures=[count, written["total"], shared, *([written["inputs"]] if falls(fall) else [])],
        question="Are these rows of a kind that the model was trained on?" if worse else None,
    )


def _scoring(
    scoring: Scoring | None, split: Split, main: str, figures: dict[str, dict[str, Figure]],
    place: Place, suspects: Suspects,
) -> None:  # fmt: skip
    fall, written = split.falls.get(main), figures.get(main, {})
    named = fall is not None and fall.scoring is not None and is_part(fall.scoring, fall)
    if named:
        of = "scores" if scoring is None else scoring.of
        suspects["scoring"] = f"other {of} for the same inputs"
    part = written.get("scoring") if fall is not None and falls(fall) else None
    record_scoring(scoring, part, written.get("total"), words_of(main), place, counts=named)


def _prior(
    task: Task, rows: tuple[Judgeable, Judgeable], split: Split, main: str,
    figures: dict[str, dict[str, Figure]], place: Place, suspects: Suspects,
) -> None:  # fmt: skip
    record = place.record
    before, after = rows
    if task.kind == "regression":
        found = [mean(r.y.astype(float), r.parts) for r in rows]
        quantity, what, gap_size = "outcome_mean", "the mean outcome", 0.0
    else:
        code = 1 if task.kind == "binary" else _most_moved(before.y, after.y, len(task.classes))
        found = [mean((r.y == code) * 1.0, r.parts) for r in rows]
        quantity, what, gap_size = "base_rate", "the share of a class", PRIOR_GAP
    both = [
        record.figure(quantity, value.value, window=window, interval=value.interval, n=value.rows,
                      model=None)
        for value, window in zip(found, ("reference", "current"), strict=True)
    ]  # fmt: skip
    apart = _apart(found[0], found[1]) and abs(found[1].value - found[0].value) >= gap_size
    fall, written = split.falls.get(main), figures.get(main, {})
    cited, account, worse = list(both), "", False
    if fall is not None and fall.prior is not None:
        cited += [written["prior"], written["total"]]
        account = (
            ""
            if not falls(fall)
            else (
                f"; that alone accounts for {written['prior']} of the fall of {written['total']} "
                f"in {words_of(main)}"
            )
        )
        worse = apart and is_part(fall.prior, fall) and not _blamed_elsewhere(suspects)
    if worse:
        suspects["prior"] = "another share of the classes"
    record.finding(
        "stage_prior",
        "medium" if worse else "low" if apart else "info",
        f"Prior: {what} went from {both[0]} to {both[1]}"
        + ("" if apart else ", no change that counts")
        + f"{account}.",
        clauses=("S8", "P5", "Q2"),
        figures=cited,
        question="Did the world change, or who is asked about, or how outcomes are recorded?"
        if apart
        else None,
    )


def _relation(
    split: Split, main: str, figures: dict[str, dict[str, Figure]], place: Place,
    suspects: Suspects,
) -> None:  # fmt: skip
    record = place.record
    fall, written = split.falls.get(main), figures.get(main, {})
    if fall is None or fall.relation is None:
        record.finding(
            "stage_relation", "info",
            "Relation: whether the same inputs lead to other outcomes than before can't be told: "
            "the periods share too few rows of the same kind.",
            clauses=("S8", "P5"),
            figures=[written["total"]] if "total" in written else (),
        )  # fmt: skip
        return
    worse = is_part(fall.relation, fall) and "touched" not in suspects
    scored = ", scored as before," if fall.scoring is not None else ""
    if worse:
        suspects["relation"] = "another relation of inputs and outcome"
    record.finding(
        "stage_relation",
        "medium" if worse else "info",
        f"Relation: on rows of the same kind in both periods{scored} "
        + (
            f"the {words_of(main)} is worse by {written['relation']}, of a fall of "
            f"{written['total']}."
            if is_part(fall.relation, fall)
            else f"{written['relation']} of the fall of {written['total']} in {words_of(main)} is "
            f"left: {not_named(fall.relation, fall)}."
            if falls(fall)
            else f"the {words_of(main)} differs by {written['relation']} (a fall is positive): "
            f"{not_named(fall.relation, fall)}."
        ),
        clauses=("S8", "P5", "Q2"),
        figures=[written["relation"], written["total"]],
        question="What changed in the world, or in an input that the table doesn't hold?"
        if worse
        else None,
        harmless_if="a cause that isn't among the columns moved with the inputs" if worse else None,
    )


def _labels(
    periods: tuple[Period, Period], place: Place, suspects: Suspects, late: Late | None
) -> None:
    record = place.record
    found = []
    for period in periods:
        known = np.isfinite(period.y) * 1.0 if period.y is not None else np.zeros(len(period))
        parts = deal_parts(len(period), times=period.times, groups=period.groups)
        found.append(mean(known, parts))
    shares = [
        record.figure("outcome_known_share", value.value, window=period.name,
                      interval=value.interval, n=value.rows)
        for value, period in zip(found, periods, strict=True)
    ]  # fmt: skip
    fewer = _apart(found[0], found[1]) and abs(found[1].value - found[0].value) >= KNOWN_GAP
    if fewer:
        suspects["labels"] = "other rows whose outcome is known"
    cited, last = list(shares), ""
    if late is not None:
        cited.append(record.figure("late_rows", late.rows, unit="rows",
                                   slice=f"from {late.since}"))  # fmt: skip
        last = f" Those of the last {cited[-1]} rows judged look as if they were not all in yet."
    record.finding(
        "stage_labels",
        "medium" if fewer or late is not None else "info",
        f"Labels: outcomes are known for {shares[1]} of the rows, before for {shares[0]}"
        + (
            ": if those that are known sooner are of another kind, part of the fall is of that."
            if fewer
            else "; whether they are recorded as before can't be told from the table."
            if late is None
            else "."
        )
        + last,
        clauses=("S8", "S3", "Q2"),
        figures=cited,
        question="How late do outcomes arrive, and did their definition or source change?",
    )


def _blamed_elsewhere(suspects: Suspects) -> bool:
    """Tell whether which rows are judged, or what some of them hold, is to blame already."""
    return "touched" in suspects or "selection" in suspects


def _apart(first: Estimate, second: Estimate) -> bool:
    if first.interval is None or second.interval is None:
        return False
    half = np.hypot(
        (first.interval[1] - first.interval[0]) / 2, (second.interval[1] - second.interval[0]) / 2
    )
    return bool(abs(first.value - second.value) > half)


def _most_moved(before: np.ndarray, after: np.ndarray, classes: int) -> int:
    old = np.bincount(before.astype(int), minlength=classes) / len(before)
    new = np.bincount(after.astype(int), minlength=classes) / len(after)
    return int(np.abs(new - old).argmax())
