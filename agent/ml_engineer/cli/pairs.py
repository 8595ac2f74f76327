"""Options that are pairs: `--claimed roc_auc=0.93` and `--costs fp=1 fn=5 unit=EUR`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ml_engineer_tools.errors import BadInput


def read_claims(given: Sequence[str]) -> dict[str, float]:
    """Read `roc_auc=0.93` and the like.

    Raises:
        BadInput: a pair has no number.
    """
    return {name: _number(value, f"{name}=0.93") for name, value in _pairs(given, "--claimed")}


def read_costs(given: Sequence[str]) -> dict[str, Any] | None:
    """Read `fp=1 fn=5 unit=EUR` as the fields of a cost matrix; None if nothing was given.

    Raises:
        BadInput: an outcome is unknown, has no number, or the two errors are not both given.
    """
    if not given:
        return None
    from ml_engineer_tools.evaluation.costs import SHORT_OUTCOMES

    costs: dict[str, Any] = {}
    for name, value in _pairs(given, "--costs"):
        if name == "unit":
            costs["unit"] = value
            continue
        outcome = SHORT_OUTCOMES.get(name.casefold(), name)
        if outcome not in SHORT_OUTCOMES.values():
            raise BadInput(f"--costs knows no {name!r}; give fp= and fn=, and tp=, tn= or unit=.")
        costs[outcome] = _number(value, f"{name}=5")
    if not {"false_positive", "false_negative"} <= set(costs):
        raise BadInput("--costs needs what both errors cost: fp=1 fn=5.")
    return costs


def _pairs(given: Sequence[str], option: str) -> list[tuple[str, str]]:
    pairs = []
    for word in (part for text in given for part in text.split(",") if part.strip()):
        name, sign, value = word.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise BadInput(f"{option} takes pairs such as name=value, not {word!r}.")
        pairs.append((name.strip(), value.strip()))
    return pairs


def _number(text: str, example: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadInput(f"{text!r} is no number; write it as {example}.") from None
