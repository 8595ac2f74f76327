"""Coverage of the intervals of an evaluation: how often a nominal 95 % interval holds the truth.

Simulated worlds with known truth: rows that are independent, rows of entities, rows in time that
carry over. Run: `python -m benchmarks.evaluation_coverage [--worlds N]`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np

from ml_engineer_tools.evaluation.calibration import calibration_slope
from ml_engineer_tools.evaluation.metrics import score_predictions
from ml_engineer_tools.evaluation.parts import Estimate, Parts, deal_parts, mean, ratio
from ml_engineer_tools.modelling.task import Task

BINARY = Task("binary", ("0", "1"), "1")
ROWS = 1200
TRUTH_ROWS = 1_000_000

Drawn = tuple[np.ndarray, np.ndarray, np.ndarray, Parts]
"""Outcomes, a score, another score, and how rows depend on each other."""


def main() -> None:
    """Print the coverage of each kind of interval in each world."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=400)
    worlds = parser.parse_args().worlds
    print(
        f"{worlds} worlds of {ROWS} rows; the share of nominal 95 % intervals that hold the truth"
    )
    for name, draw in WORLDS.items():
        truth = {quantity: found.value for quantity, found in measured(draw(TRUTH_ROWS, 0)).items()}
        inside: dict[str, list[bool]] = {quantity: [] for quantity in truth}
        for seed in range(1, worlds + 1):
            for quantity, found in measured(draw(ROWS, seed)).items():
                if found.interval is not None:
                    low, high = found.interval
                    inside[quantity].append(low <= truth[quantity] <= high)
        told = "  ".join(f"{q} {np.mean(held):.3f}" for q, held in inside.items())
        print(f"{name}: {told}")


def measured(drawn: Drawn) -> dict[str, Estimate]:
    """Return every kind of interval that an evaluation prints."""
    y, score, other, parts = drawn
    if len(y) > 10 * ROWS:
        parts = Parts(np.arange(len(y)) % 2, 2, "rows")  # of the truth no interval is asked
    both = [
        score_predictions(BINARY, y, parts, chances=np.column_stack([1 - s, s]),
                          labels=(s >= 0.5).astype(int))
        for s in (score, other)
    ]  # fmt: skip
    acts = (score >= 0.5) * 1.0
    gap = both[0].minus(both[1], "roc_auc")
    found = {
        "roc_auc": both[0].estimate("roc_auc"),
        "average_precision": both[0].estimate("average_precision"),
        "accuracy": both[0].estimate("accuracy"),
        "log_loss": both[0].estimate("log_loss"),
        "brier": mean((score - y) ** 2, parts),
        "recall": ratio(acts * y, y * 1.0, parts),
        "cost": mean(1000 * np.where(acts == 1, (y == 0) * 1.0, (y == 1) * 5.0), parts),
    }
    if gap is not None:
        found["roc_auc_difference"] = gap
    slope = calibration_slope(y, score, parts)
    if slope is not None:
        found["calibration_slope"] = slope
    return found


def independent(rows: int, seed: int) -> Drawn:
    """Rows that know nothing of each other."""
    random = np.random.default_rng(seed)
    x, z = random.normal(size=rows), random.normal(size=rows)
    y = (random.random(rows) < _chance(-1 + 1.2 * x + 0.6 * z)).astype(int)
    return y, _chance(-1 + 1.2 * x), _chance(-1 + z), deal_parts(rows, seed=seed)


def entities(rows: int, seed: int) -> Drawn:
    """Entities of about ten rows that share an input and a surprise."""
    random = np.random.default_rng(seed)
    groups = np.sort(random.integers(0, max(rows // 10, 1), rows))
    count = int(groups.max()) + 1
    x = random.normal(size=count)[groups]
    surprise = random.normal(size=count)[groups]
    z = random.normal(size=rows)
    y = (random.random(rows) < _chance(-1 + x + surprise + 0.6 * z)).astype(int)
    return y, _chance(-1 + x), _chance(-1 + z), deal_parts(rows, groups=groups, seed=seed)


def in_time(rows: int, seed: int) -> Drawn:
    """Rows in order of time whose input and surprise carry over to the next (0.8)."""
    from scipy.signal import lfilter

    random = np.random.default_rng(seed)
    x, surprise = (
        lfilter([0.6], [1.0, -0.8], random.normal(size=rows + 100))[100:] for _ in range(2)
    )
    z = random.normal(size=rows)
    y = (random.random(rows) < _chance(-1 + x + surprise + 0.6 * z)).astype(int)
    return y, _chance(-1 + x), _chance(-1 + z), deal_parts(rows, times=np.arange(rows))


def _chance(logit: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-logit)))


WORLDS: dict[str, Callable[[int, int], Drawn]] = {
    "independent rows": independent,
    "entities": entities,
    "rows in time": in_time,
}


if __name__ == "__main__":
    main()
