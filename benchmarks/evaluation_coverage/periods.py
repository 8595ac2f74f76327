"""Intervals over two periods: a fall of performance, its parts, and estimates without outcomes.

Parts hang on weights or a recalibration that are learnt from the table. Their truth is what the
same method gives on average over tables of that size: so this is the coverage of the spread, not of
what is learnt too roughly from few rows. Metrics themselves are told by very many rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from benchmarks.evaluation_coverage.kinds import Shot
from benchmarks.evaluation_coverage.worlds import BINARY, ROWS, Drawn, entities, independent

from ml_engineer_tools.evaluation.drop import combined, split_fall
from ml_engineer_tools.evaluation.mending import gain_by_mending
from ml_engineer_tools.evaluation.metrics import score_predictions
from ml_engineer_tools.evaluation.parts import Estimate
from ml_engineer_tools.evaluation.periods import Judgeable
from ml_engineer_tools.evaluation.predictions import Predicted
from ml_engineer_tools.evaluation.unlabelled import draw_metrics, recalibrate

METRICS = ("roc_auc", "brier", "accuracy")
PARTS = ("total", "inputs", "relation", "prior", "given_class", "mendable")
TRUTH_TABLES, TRUTH_ROWS = 100, 400_000
EXACT = 1e-9

Draw = Callable[[int, int], Drawn]


def period_shots(name: str, seed: int, truth: dict[str, float]) -> Iterator[Shot]:
    """Ask every interval of two periods of one world."""
    before, after = _draw(name, ROWS, seed)
    for part, found in _parts(before, after, seed).items():
        # The ROC AUC doesn't hang on the prior: that part of its fall is 0 without any doubt.
        if found.interval is not None and found.interval[1] - found.interval[0] > EXACT:
            yield Shot(f"fall: {part.split(': ')[1]}", found.interval, truth[part])
    if name in UNCHANGED:
        for metric, found in _unlabelled(before, after, seed).items():
            if found.interval is not None:
                yield Shot("estimate without outcomes", found.interval, truth[metric])


def truth_of_periods(name: str) -> dict[str, float]:
    """Return the truth of each part and of the metrics of the later period."""
    tables = [_parts(*_draw(name, ROWS, 1_000_000 + k), k) for k in range(TRUTH_TABLES)]
    found = {
        part: float(np.mean([table[part].value for table in tables if part in table]))
        for part in tables[0]
    }
    _, after = _draw(name, TRUTH_ROWS, 0)
    labels, positive = _labels(after), after.y == 1
    scored = score_predictions(BINARY, after.y, after.parts, chances=_chances(after), labels=labels)
    found |= {metric: float(values[0]) for metric, values in scored.values.items()}
    acts = labels == 1
    found["precision"], found["recall"] = positive[acts].mean(), acts[positive].mean()
    return found


def _parts(before: Drawn, after: Drawn, seed: int) -> dict[str, Estimate]:
    split = split_fall(BINARY, _judgeable(before), _judgeable(after), METRICS, [], seed=seed)
    found = {}
    for metric, fall in split.falls.items():
        for part in PARTS:
            estimate: Estimate | None = getattr(fall, part)
            if estimate is not None:
                found[f"{metric}: {part}"] = estimate
    return found


def mended(name: str, seed: int) -> dict[str, Estimate]:
    """Return by metric what recalibration gives back of the fall between two periods, alone."""
    before, after = (gain_by_mending(BINARY, _judgeable(rows)) for rows in _draw(name, ROWS, seed))
    if before is None or after is None:
        return {}
    # Of the ROC AUC and accuracy more is better: their fall is the reference minus the current.
    signs = {"roc_auc": -1.0, "brier": 1.0, "accuracy": -1.0}
    return {
        metric: combined(sign * after.values[metric], after.parts,
                         -sign * before.values[metric], before.parts)
        for metric, sign in signs.items()
    }  # fmt: skip


def _unlabelled(before: Drawn, after: Drawn, seed: int) -> dict[str, Estimate]:
    truth = recalibrate(before.score, before.y, after.score)
    found = draw_metrics(BINARY, _chances(after), _labels(after), truth, after.parts, seed=seed,
                         reference_rows=len(before.y))  # fmt: skip
    return found.values


def _judgeable(drawn: Drawn) -> Judgeable:
    predicted = Predicted(
        np.ones(len(drawn.y), dtype=bool), _chances(drawn), _labels(drawn), None, 0, 0
    )
    frame = pd.DataFrame({"input": np.log(drawn.score / (1 - drawn.score)), "level": drawn.column})
    return Judgeable(drawn.y, predicted, frame, drawn.parts, None, None)


def _chances(drawn: Drawn) -> np.ndarray:
    return np.column_stack([1 - drawn.score, drawn.score])


def _labels(drawn: Drawn) -> np.ndarray:
    return np.asarray(drawn.score >= 0.5, dtype=int)


def _draw(name: str, rows: int, seed: int) -> tuple[Drawn, Drawn]:
    first, second = PERIODS[name]
    return first(rows, seed), second(rows, seed + 10_000_000)


def _moved(rows: int, seed: int) -> Drawn:
    return independent(rows, seed, inputs=0.7)


def _changed(rows: int, seed: int) -> Drawn:
    return independent(rows, seed, inputs=0.5, relation=0.5)


PERIODS: dict[str, tuple[Draw, Draw]] = {
    "two periods, other inputs": (independent, _moved),
    "two periods, another relation": (independent, _changed),
    "two periods of entities": (entities, entities),
}
UNCHANGED = frozenset({"two periods, other inputs"})
"""Those whose relation stays, which estimates without outcomes assume."""
