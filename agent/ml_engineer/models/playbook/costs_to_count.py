"""Costs to count: what errors cost, as a person said or supposed it, for a tool to count with."""

from __future__ import annotations

from typing import Any

from ml_engineer.models.playbook.cost_amounts import currency_of
from ml_engineer.models.playbook.situation import Situation

__all__ = ["costs_to_count"]


def costs_to_count(situation: Situation) -> dict[str, Any] | None:
    """Return what errors cost, as a person said or supposed; None if nobody did."""
    supposed = situation.supposed
    ratio = supposed.cost_ratio if supposed is not None else None
    ratio = ratio or situation.heard.known.cost_ratio
    if ratio is None:
        return None
    alarm, _, miss = ratio.partition("=")[2].partition(":")
    if float(alarm) <= 0 or float(miss) <= 0:
        return None
    said = (text for role, text in reversed(situation.heard.before) if role == "user")
    texts = (situation.heard.text, *said)
    units = (unit for text in texts if (unit := currency_of(text, (alarm, miss))))
    unit = next(units, None)
    costs: dict[str, Any] = {"false_positive": float(alarm), "false_negative": float(miss)}
    return costs | ({"unit": unit} if unit is not None else {})
