"""Claims: whether figures that were claimed offline are reached on these rows."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evaluation.metrics import Scored
from ml_engineer_tools.evaluation.parts import Estimate
from ml_engineer_tools.evaluation.performance import NAMES, SMALLEST_GAIN, Written
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.modelling.scores import higher_is_better, metric_range

ALIASES = {
    "auc": "roc_auc", "rocauc": "roc_auc", "ap": "average_precision", "pr_auc":
    "average_precision", "acc": "accuracy", "brier_score": "brier", "logloss": "log_loss",
    "f1_macro": "macro_f1", "macro_auc": "macro_roc_auc", "mean_absolute_error": "mae",
    "root_mean_squared_error": "rmse", "f1_score": "f1", "sensitivity": "recall",
    "tpr": "recall", "true_positive_rate": "recall", "ppv": "precision",
    "positive_predictive_value": "precision", "fpr": "false_positive_rate",
    "mean_poisson_deviance": "poisson_deviance",
}  # fmt: skip

HIGH_GAP = 0.05
"""Share of what a claim is worth above the floor of its metric by which missing it is severe."""


RATES = ("precision", "recall", "f1", "false_positive_rate")
"""Rates of decisions that may be claimed."""

UNBOUNDED = ("mae", "rmse", "log_loss", "poisson_deviance")
"""Metrics whose differences are told as shares of them."""


def check_claims(
    claimed: Mapping[str, float], scored: Scored, rates: Mapping[str, object]
) -> dict[str, float]:
    """Return claims by the names of metrics.

    Raises:
        BadInput: a metric isn't measured here, or can't have that value.
    """
    found: dict[str, float] = {}
    for name, value in claimed.items():
        plain = name.strip().casefold().replace("-", "_").replace(" ", "_")
        metric = ALIASES.get(plain, plain)
        if metric not in scored.metrics and not (metric in RATES and metric in rates):
            known = ", ".join((*scored.metrics, *(name for name in RATES if name in rates)))
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
    claimed: Mapping[str, float],
    scored: Scored,
    written: Written,
    place: Place,
    *,
    rates: Mapping[str, tuple[Estimate, Figure]],
) -> list[str]:
    """Hold each claim against what was measured; return the metrics whose claim is not reached.

    A claim without an interval of its own is taken as a fixed number.

    Args:
        claimed: by name of the metric.
        scored: metrics on these rows.
        written: their figures.
        place: where figures belong.
        rates: of the decisions in use, of two classes, with their figures.
    """
    missed = []
    for metric, value in check_claims(claimed, scored, rates).items():
        if metric in scored.metrics:
            found, reached = scored.estimate(metric), written.figures[metric]
        else:
            found, reached = rates[metric]
        claim = place.record.convention(f"claimed_{metric}", value, source="claimed offline")
        short = value - found.value if _higher_is_better(metric) else found.value - value
        gap = place.write(
            f"{metric}_below_claim",
            Estimate(short, _shortfall(found, value, metric), found.rows),
        )
        scale = abs(value) if metric in UNBOUNDED else 1.0
        interval = gap.interval
        surely = interval is not None and interval[0] > 0 and short >= SMALLEST_GAIN * scale
        words = NAMES[metric]
        severity: Severity
        if surely:
            missed.append(metric)
            severity = "high" if short >= HIGH_GAP * scale else "medium"
            says = "it falls short by" if _higher_is_better(metric) else "the model is worse by"
            verdict = f"{says} {gap}, and the interval excludes zero"
        elif interval is None:
            severity, verdict = "info", "there are too few rows to tell whether it is reached"
        elif interval[1] < 0:
            severity, verdict = "info", "it is exceeded"
        else:
            severity, verdict = "info", "the claim lies within the interval, and is not refuted"
        place.record.finding(
            "claim",
            severity,
            f"Offline {_article(words)} {words} of {claim} was claimed; on these rows it is "
            f"{reached}: {verdict}.",
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
    return (value - high, value - low) if _higher_is_better(metric) else (low - value, high - value)


def _higher_is_better(metric: str) -> bool:
    return metric != "false_positive_rate" and higher_is_better(metric)


def _article(words: str) -> str:
    return "an" if words[0].casefold() in "aeio" or words in ("R2", "F1") else "a"
