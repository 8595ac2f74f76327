"""A simpler model that did as well as the confirmed one on the same holdout."""

from __future__ import annotations

from ml_engineer_tools.evidence import Evidence, Figure
from ml_engineer_tools.modelling.models import MODELS
from ml_engineer_tools.modelling.scores import higher_is_better
from ml_engineer_tools.monitoring.plan import score_figure
from ml_engineer_tools.release.case import Case, is_about

SMALLEST_GAIN = 0.01
"""By how much a score has to be better to count, as for the baselines: one point of a score, or
one per cent of an error (clauses P2 and P4)."""


def simpler_as_good(case: Case, confirmed: Evidence) -> tuple[str, Figure, Evidence] | None:
    """Return a simpler model that was no worse by more than counts: name, score, evidence.

    The simplest of those that were scored on this holdout by a look.
    """
    mine, model = score_figure(confirmed), model_of(confirmed)
    if mine is None or isinstance(mine.value, str) or model not in MODELS:
        return None
    found: dict[str, tuple[Figure, Evidence]] = {}
    for look in case.store.looks(case.sha256):
        if look.kind != "holdout_score" or look.evidence is None:
            continue
        other = case.store.evidence(look.evidence)
        theirs, name = score_figure(other), model_of(other)
        if theirs is None or isinstance(theirs.value, str) or theirs.quantity != mine.quantity:
            continue
        simpler = name in MODELS[: MODELS.index(model)] and is_about(case, other)
        if simpler and _as_good(mine.quantity, float(theirs.value), float(mine.value)):
            found[name] = theirs, other
    simplest = min(found, key=lambda name: MODELS.index(name), default=None)
    return None if simplest is None else (simplest, *found[simplest])


def model_of(evidence: Evidence) -> str:
    """Return which model an evidence confirmed."""
    return str(evidence.measurement.arguments.get("confirm"))


def _as_good(metric: str, theirs: float, mine: float) -> bool:
    if not higher_is_better(metric):
        return theirs <= mine * (1 + SMALLEST_GAIN)
    return theirs >= mine - SMALLEST_GAIN
