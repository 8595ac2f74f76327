"""Claims: whether figures that were claimed offline are reached on these rows."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evaluation.metrics import Scored
from ml_engineer_tools.evaluation.parts import Estimate
from ml_engineer_tools.evaluation.performance import NAMES, SMALLEST_GAIN, Written
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evidence import Severity
from ml_engineer_tools.modelling.scores import higher_is_better, metric_range

ALIASES = {
    "auc": "roc_auc", "rocauc": "roc_auc", "ap": "average_precision", "pr_auc":
    "average_precision", "acc": "accuracy", "brier_score": "brier", "logloss": "log_loss",
    "f1_macro": "macro_f1", "macro_auc": "macro_roc_auc", "mean_absolute_error": "mae",
    "root_mean_squared_error": "rmse",
}  # fmt: skip

HIGH_GAP = 0.05
"""Share of what a claim is worth above the floor of its metric by which missing it is severe."""


def check_claims(claimed: Mapping[str, float], scored: Scored) -> dict[str, float]:
    """Return claims by the names of metrics.

    Raises:
        BadInput: a metric isn't measured here, or can't have that value.
    """
    found: dict[str, float] = {}
    for name, value in claimed.items():
        plain = name.strip().casefold().replace("-", "_").replace(" ", "_")
        metric = ALIASES.get(plain, plain)
        if metric not in scored.metrics:
            known = ", ".join(scored.metrics)
            raise BadInput(
                f"The claimed metric {name!r} is not measured on these rows; there are {known}."
            )
        low, high = metric_range(metric)
        if not low <= value <= high:
            raise BadInput(
                f"A claimed {metric} of {value:g} is not possible: it lies between {low:g} and "
                f"{high:g}; write 0.93 and not 93."
            )
        found[metric] = value
    return found


def record_claims(
    claimed: Mapping[str, float], scored: Scored, written: Written, place: Place
) -> list[str]:
    """Hold each claim against what was measured; return the metrics whose claim is not reached.

    A claim without an interval of its own is taken as a fixed number.
    """
    missed = []
    for metric, value in check_claims(claimed, scored).items():
        found = scored.estimate(metric)
        reached = written.figures[metric]
        claim = place.record.convention(f"claimed_{metric}", value, source="claimed offline")
        short = value - found.value if higher_is_better(metric) else found.value - value
        gap = place.write(
            f"{metric}_below_claim",
            Estimate(short, _shortfall(found, value, metric), found.rows),
        )
        scale = abs(value) if metric in ("mae", "rmse", "log_loss") else 1.0
        interval = gap.interval
        surely = interval is not None and interval[0] > 0 and short >= SMALLEST_GAIN * scale
        words = NAMES[metric]
        severity: Severity
        if surely:
            missed.append(metric)
            severity = "high" if short >= HIGH_GAP * scale else "medium"
            verdict = f"it falls short by {gap}, and the interval excludes zero"
        elif interval is None:
            severity, verdict = "info", "there are too few rows to tell whether it is reached"
        elif interval[1] < 0:
            severity, verdict = "info", "it is exceeded"
        else:
            severity, verdict = "info", "the claim lies within the interval, and is not refuted"
        place.record.finding(
            "claim",
            severity,
            f"Offline a {words} of {claim} was claimed; on these rows it is {reached}: {verdict}.",
            clauses=("S6", "S3", "Q2") if surely else ("S6",),
            figures=[reached, claim, gap],
            question="On which rows was the claim measured: after the training rows in time, of "
            "other entities, and looked at how often?"
            if surely
            else None,
        )
    return missed


def _shortfall(found: Estimate, value: float, metric: str) -> tuple[float, float] | None:
    if found.interval is None:
        return None
    low, high = found.interval
    return (value - high, value - low) if higher_is_better(metric) else (low - value, high - value)
