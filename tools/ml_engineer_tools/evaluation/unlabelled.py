"""Unlabelled: performance estimated without outcomes, and what has to hold for the estimate.

Calibrated scores say how often they are wrong (confidence-based performance estimation: NannyML's
CBPE; Guillory et al. 2021). A reference with outcomes recalibrates the scores first, and tells the
error that the same method made there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.evaluation.calibration import measure_calibration
from ml_engineer_tools.evaluation.metrics import Scored, score_predictions
from ml_engineer_tools.evaluation.parts import LEVEL, Estimate, Parts, deal_parts, mean
from ml_engineer_tools.evaluation.performance import NAMES
from ml_engineer_tools.evaluation.periods import FEWEST_ROWS, Judgeable, Period
from ml_engineer_tools.evaluation.place import Place, lies_off
from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.modelling.scores import higher_is_better, metric_range
from ml_engineer_tools.modelling.task import Task

DRAWS = 200
"""Sets of outcomes drawn from the scores: the spread is the interval."""

LARGEST = 20_000
"""Rows that draws are made for."""

METRICS = ("roc_auc", "macro_roc_auc", "average_precision", "brier", "accuracy", "precision",
           "recall")  # fmt: skip

ASSUMPTIONS = (
    "that at each score outcomes are as frequent as the (recalibrated) score says, so that the "
    "relation of inputs and outcome did not change (no concept drift)",
    "that the rows are of a kind that the reference knew (no new region of the inputs)",
    "that the scores were calibrated in the first place",
)


@dataclass(frozen=True, slots=True)
class Estimated:
    """Metrics that outcomes drawn from scores would give."""

    values: dict[str, Estimate]


def estimate_unlabelled(
    task: Task, current: Period, reference: Judgeable | None, place: Place, *, seed: int, few: bool
) -> None:
    """Estimate performance of the rows without outcomes from their scores.

    Args:
        task: of two or more classes.
        current: the rows; their outcomes, if any, are not read.
        reference: rows with outcomes by which scores are recalibrated, or None.
        place: where figures belong.
        seed: of drawn outcomes.
        few: whether some outcomes are known, too few to judge by them.
    """
    chances = current.predicted.chances
    if chances is None:
        place.record.note("Without scores nothing can be estimated for rows without outcomes.")
        return
    usable = np.flatnonzero(current.predicted.usable)
    if len(usable) > LARGEST:
        usable = np.sort(np.random.default_rng(seed).permutation(usable)[:LARGEST])
    labels = current.predicted.labels
    if labels is None:
        return
    times = None if current.times is None else current.times[usable]
    groups = None if current.groups is None else current.groups[usable]
    parts = deal_parts(len(usable), times=times, groups=groups, seed=seed)
    corrected = chances[usable]
    recalibrated = False
    if reference is not None and task.kind == "binary" and reference.predicted.chances is not None:
        corrected = recalibrate(
            reference.predicted.chances[:, 1], reference.y, chances[usable][:, 1]
        )
        recalibrated = True
    found = draw_metrics(
        task, chances[usable], labels[usable], corrected, parts, seed=seed,
        reference_rows=len(reference) if reference is not None else None,
    )  # fmt: skip
    figures = {
        name: place.record.figure(
            f"estimated_{name}", value.value, model=place.model, window=place.window,
            interval=value.interval, n=value.rows, exactness=place.exactness,
            headline=name in ("roc_auc", "macro_roc_auc", "accuracy"),
        )
        for name, value in found.values.items()
    }  # fmt: skip
    main = next((m for m in ("roc_auc", "macro_roc_auc", "accuracy") if m in figures), None)
    if main is None:
        return
    without = "With too few outcomes to judge by" if few else "Without outcomes"
    basis = (
        "scores recalibrated on the reference" if recalibrated
        else "scores as they are, whose calibration can't be checked without outcomes"
    )  # fmt: skip
    assumptions = "; ".join(ASSUMPTIONS[: 2 if recalibrated else 3])
    severity: Severity = "info"
    sentence = ""
    extra: list[Figure] = []
    if reference is not None:
        scored = score_predictions(
            task, reference.y, reference.parts, chances=reference.predicted.chances,
            labels=reference.predicted.labels,
        )  # fmt: skip
        extra, sentence, severity = _against_reference(main, found, scored, place)
    place.record.finding(
        "estimated_performance",
        severity,
        f"{without}, the {NAMES.get(main, main)} is estimated at {figures[main]} from "
        f"{basis}.{sentence} This is no measurement: it assumes {assumptions}. A change of the "
        "relation itself can't be seen without outcomes.",
        clauses=("S8", "P5", "Q2"),
        figures=[figures[main], *extra],
        confidence="low",
        question="When do the outcomes arrive, and can a sample be labelled sooner?",
    )


def record_too_few(some: int, place: Place) -> None:
    """Record that too few rows have an outcome and a prediction for the model to be judged."""
    record = place.record
    found = record.figure("judged_rows", some, unit="rows", model=place.model)
    least = record.convention("fewest_judged_rows", FEWEST_ROWS, source="a convention")
    record.headline(found)
    record.finding(
        "too_few_outcomes", "high",
        f"Only {found} rows have an outcome and a prediction, and at least {least} are needed: the "
        "model can't be judged by them.",
        clauses=("S6", "H5"), figures=[found, least],
        question="Can more rows with an outcome be had?",
    )  # fmt: skip


def recalibrate(scores: np.ndarray, y: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Return class probabilities of scores by how often outcomes happened at them (isotonic)."""
    from sklearn.isotonic import IsotonicRegression

    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(scores, y == 1)
    chance = np.asarray(fitted.predict(asked), dtype=np.float64)
    return np.column_stack([1 - chance, chance])


def draw_metrics(
    task: Task,
    chances: np.ndarray,
    labels: np.ndarray,
    truth: np.ndarray,
    parts: Parts,
    *,
    seed: int,
    reference_rows: int | None = None,
) -> Estimated:
    """Return metrics for outcomes drawn with the probabilities `truth`, and their spread.

    Args:
        task: what is predicted.
        chances: (n, k) what the model said.
        labels: (n,) what it decided.
        truth: (n, k) how likely each outcome is taken to be.
        parts: rows that depend on each other are drawn together in the resampling.
        seed: of the draws.
        reference_rows: rows on which the scores were recalibrated: fewer make wider intervals.
    """
    random = np.random.default_rng(seed)
    n = len(chances)
    drawn: dict[str, list[float]] = {}
    one = Parts(np.zeros(n, dtype=int), 1, "rows")
    steps = np.cumsum(truth, axis=1)
    for _ in range(DRAWS):
        y = np.minimum((random.random(n)[:, None] > steps).sum(axis=1), truth.shape[1] - 1)
        picked = random.integers(0, parts.count, parts.count)
        weights = np.bincount(picked, minlength=parts.count)[parts.part].astype(float)
        scored = score_predictions(task, y, one, chances=chances, labels=labels, weights=weights)
        values = {m: float(scored.values[m][0]) for m in scored.metrics if m in METRICS}
        if task.kind == "binary":
            acts = labels == 1
            for name, below in (("precision", acts), ("recall", y == 1)):
                total = float((weights * below).sum())
                if total:
                    values[name] = float((weights * (acts & (y == 1))).sum() / total)
        for name, value in values.items():
            drawn.setdefault(name, []).append(value)
    found = {}
    wider = np.sqrt(1 + n / reference_rows) if reference_rows else 1.0
    for name, values_of in drawn.items():
        if len(values_of) < DRAWS / 2:
            continue
        middle = float(np.mean(values_of))
        low, high = np.quantile(values_of, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        bounds = metric_range(name) if name not in ("precision", "recall") else (0.0, 1.0)
        found[name] = Estimate(
            middle,
            (
                max(bounds[0], middle - wider * (middle - float(low))),
                min(bounds[1], middle + wider * (float(high) - middle)),
            ),
            n,
        )
    return Estimated(found)


def record_reference_calibration(task: Task, reference: Judgeable, place: Place) -> None:
    """Record whether the scores were calibrated on the reference, on which an estimate rests."""
    chances = reference.predicted.chances
    if task.kind != "binary" or chances is None:
        return
    found = measure_calibration(reference.y, chances[:, 1], reference.parts)
    place.write("expected_calibration_error", Estimate(found.error, None, len(reference)))
    if found.slope is not None:
        place.write("calibration_slope", found.slope)
        if lies_off(found.slope, 1.0, 0.2):
            place.record.note("The scores were not calibrated on the reference; they were mended.")


def share_where_right(reference: Judgeable) -> float | None:
    """Return the share of positives in the reference if its scores were right on average."""
    if reference.predicted.chances is None:
        return None
    happened = (reference.y == 1) * 1.0
    gap = mean(reference.predicted.chances[:, 1] - happened, reference.parts, amounts=True)
    return float(happened.mean()) if not lies_off(gap, by=0.01) else None


def unknown_region(current: Period, reference: Judgeable) -> float:
    """Return the share of current scores beyond those that the reference has."""
    mine, theirs = current.predicted.chances, reference.predicted.chances
    if mine is None or theirs is None:
        return 0.0
    known = theirs[:, -1]
    asked = mine[current.predicted.usable][:, -1]
    outside = (asked < known.min()) | (asked > known.max())
    return float(outside.mean()) if len(asked) else 0.0


def _against_reference(
    main: str, found: Estimated, scored: Scored, place: Place
) -> tuple[list[Figure], str, Severity]:
    if main not in scored.metrics:
        return [], "", "info"
    before = scored.estimate(main)
    past = Place(place.record, place.model, None, "reference", place.exactness)
    figure = past.write(main, before)
    estimate = found.values[main]
    if before.interval is None or estimate.interval is None:
        return [figure], f" On the reference it was {figure}.", "info"
    worse = (
        estimate.interval[1] < before.interval[0]
        if higher_is_better(main)
        else estimate.interval[0] > before.interval[1]
    )
    sentence = f" On the reference it was {figure}: " + (
        "the estimate lies below it beyond both intervals." if worse
        else "no fall that counts is seen in the scores."
    )  # fmt: skip
    return [figure], sentence, "medium" if worse else "info"
