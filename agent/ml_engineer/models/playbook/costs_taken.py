"""Which costs an answer counts with, where the newest message changed one of them alone."""

from __future__ import annotations

from ml_engineer.models.playbook.cost_amounts import amounts_of
from ml_engineer.models.playbook.situation import Situation

__all__ = ["costs_taken"]


def costs_taken(situation: Situation) -> str:
    """Say what each error costs now, and which of the two stayed as it was; "" if both are new."""
    heard, supposed = situation.heard, situation.supposed
    before = heard.before_known.cost_ratio
    now = supposed.cost_ratio if supposed is not None else heard.asked.slots.cost_ratio
    if before is None or now is None or now == before or len(list(amounts_of(heard.text))) > 1:
        return ""
    (alarm, miss), (alarm_before, miss_before) = _sides(now), _sides(before)
    if float(alarm) != float(alarm_before) and float(miss) != float(miss_before):
        return ""
    changed, kept = f"a false alarm costs {alarm}", f"a miss {miss}"
    if float(alarm) == float(alarm_before):
        changed, kept = f"a miss costs {miss}", f"a false alarm {alarm}"
    return f"Counted with what you told: {changed} now, and {kept} as before."


def _sides(ratio: str) -> tuple[str, str]:
    alarm, _, miss = ratio.partition("=")[2].partition(":")
    return alarm, miss
