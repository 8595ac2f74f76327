"""State: what has been measured, attested and decided in a session, by the names gates go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from ml_engineer.evidence.ledger import Ledger

Done = Literal[
    "profile", "leakage", "baselines", "evaluation", "drift", "parity", "drift_reference",
    "monitoring_plan", "data_card", "holdout_confirmed", "release_granted",
]  # fmt: skip
"""What can exist: measured by a tool, accepted by a person, or granted by `plan_release`."""

BY_TOOL: Mapping[str, Done] = {
    "profile_dataset": "profile",
    "check_leakage": "leakage",
    "train_baselines": "baselines",
    "evaluate_predictions": "evaluation",
    "measure_drift": "drift",
    "check_parity": "parity",
    "build_drift_reference": "drift_reference",
}

MEASURED: frozenset[Done] = frozenset(
    ("profile", "leakage", "baselines", "evaluation", "drift", "parity", "drift_reference",
     "holdout_confirmed")
)  # fmt: skip
"""What stands for at least one measurement."""


def measured(ledger: Ledger) -> frozenset[Done]:
    """Return what the evidence of a session stands for."""
    found = {BY_TOOL.get(one.measurement.tool) for one in ledger.evidence}
    return frozenset(done for done in found if done is not None)


def known(names: Iterable[str]) -> frozenset[Done]:
    """Return those of the names that gates know; a labelled text may hold others."""
    every: tuple[Done, ...] = (
        *BY_TOOL.values(), "monitoring_plan", "data_card", "holdout_confirmed", "release_granted",
    )  # fmt: skip
    wanted = set(names)
    return frozenset(done for done in every if done in wanted)
