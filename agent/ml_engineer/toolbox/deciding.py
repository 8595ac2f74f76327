"""What people accepted and `plan_release` granted for a table, as the store has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_engineer_tools.store import Store

if TYPE_CHECKING:
    from ml_engineer.gates.state import Done


def decided(store: Store, table_sha256: str) -> frozenset[Done]:
    """Return what has been decided about a table; a draft of a model counts for nothing.

    The newest decision of `plan_release` on the table counts, not an earlier one.
    """
    found: set[Done] = set()
    releases = store.releases(table_sha256)
    if releases and releases[-1].decision.granted:
        found.add("release_granted")
    if any(record.accepted_by is not None for record in store.cards(table_sha256)):
        found.add("data_card")
    if any(record.accepted for record in store.monitoring_plans(table_sha256)):
        found.add("monitoring_plan")
    looks = [look for look in store.looks(table_sha256) if look.table_sha256 == table_sha256]
    if any(look.kind == "holdout_score" and look.evidence for look in looks):
        found.add("holdout_confirmed")
    return frozenset(found)
