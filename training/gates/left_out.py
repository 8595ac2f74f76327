"""What a network finds in a file that it did not learn from, at which share of clean answers."""

from __future__ import annotations

import numpy as np

from ml_engineer.gates.limits import LIMITS
from training.gates.examples import GATES, LabelledAnswers

SHARES = (0.01, 0.02, 0.03, 0.05)


def told(odds: np.ndarray, answers: LabelledAnswers) -> dict[str, object]:
    """Return what is found at which share of clean answers stopped, and gate by gate at 2 %."""
    violates = answers.violates[:, :-1] > 0
    odds = odds[:, :-1]
    tops = np.sort(odds[answers.clean].max(axis=1))[::-1]
    found: dict[str, object] = {"answers": len(odds), "violations": int(violates.sum())}
    for share in SHARES:
        limit = tops[int(share * len(tops))]
        found[f"found at {share:.0%} of clean stopped"] = round(
            float((odds[violates] > limit).mean()), 3
        )
    stops = odds >= np.array([LIMITS[gate].alone for gate in GATES])
    found["found by the shipped limits, without rules"] = round(float(stops[violates].mean()), 3)
    found["clean stopped by them"] = round(float(stops[answers.clean].any(axis=1).mean()), 3)
    limit = tops[int(0.02 * len(tops))]
    found["limit at 2%"] = round(float(limit), 3)
    for place, gate in enumerate(GATES):
        own = violates[:, place]
        if own.any():
            found[gate] = f"{int((odds[own, place] > limit).sum())} of {int(own.sum())}"
    return found
