"""What serving takes: how long single predictions and a batch took, and how large the models are.

Times were taken while the baselines were measured. They differ from machine to machine, so that
they are told beside the measurement and cited by no handle; sizes are part of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ml_engineer.models.playbook.citing import cited

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ml_engineer.evidence.view import ViewFigure
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["told_of_serving"]

_MEDIAN, _TAIL, _BATCH = "latency p50 of ", "latency p99 of ", "latency of "
_BUDGET = re.compile(r"(?<![\w.,])(?P<number>\d+(?:\.\d+)?) ?(?:ms|milliseconds?)\b", re.IGNORECASE)
_ROOM = re.compile(
    r"(?<![\w.,])(?P<number>\d+(?:\.\d+)?) ?(?P<unit>[kmg])(?:i?b|ilobytes?|egabytes?|igabytes?)\b",
    re.IGNORECASE,
)
_OF_SIZE = re.compile(
    r"\b(?:big|large|heavy|small|sizes?|memory|disk|space|ram|bytes|megabytes?|footprint)\b",
    re.IGNORECASE,
)
_BYTES = {"k": 1e3, "m": 1e6, "g": 1e9}
MOST_MODELS = 6


def told_of_serving(situation: Situation) -> str:
    """Return how fast and how large the baselines are; "" where none were measured."""
    view = situation.views.get("train_baselines")
    if view is None:
        return ""
    timings = view.timings
    models = [name.removeprefix(_TAIL) for name in timings if name.startswith(_TAIL)]
    sizes = {
        figure.model: figure for figure in situation.figures("train_baselines", "model_size")
        if figure.model is not None
    }  # fmt: skip
    if not models:
        return (
            f"**{view.evidence} tells no times: nothing in it was trained.** Measure the baselines "
            "first.\n\nStands on: S7; H1"
        )
    rows = [_row(model, timings, sizes.get(model)) for model in models[:MOST_MODELS]]
    table = "\n".join(
        ["| model | one row, median | one row, 99th percentile | a batch, whole | size |",
         "|---|---|---|---|---|", *rows]
    )  # fmt: skip
    return (
        f"**{_verdict(situation, models, timings, sizes)}**\n\n{table}\n\n"
        f"The times were taken on this machine while {view.evidence} was measured; they are no "
        "part of the measurement, which has to come out the same everywhere, so that I cite none. "
        "Hold a budget against the 99th percentile where the model is to run, with the features "
        "computed as they will be there: that often takes longer than the model. All of it: "
        f"`ml-engineer evidence show {view.evidence} --json`.\n\nStands on: S7; H1"
    )


def _verdict(
    situation: Situation,
    models: list[str],
    timings: Mapping[str, float],
    sizes: Mapping[str, ViewFigure],
) -> str:
    """Say what decides: the slowest, the largest, each beside the budget that was given for it."""
    said = situation.heard.text
    budget, room = _BUDGET.search(said), _ROOM.search(said)
    of_size = room is not None or _OF_SIZE.search(said) is not None
    parts = []
    if budget is not None or not (of_size and sizes):
        slowest = max(models, key=lambda model: timings[_TAIL + model])
        told = f"at the 99th percentile of single rows the slowest is `{slowest}`"
        if budget is not None:
            inside = timings[_TAIL + slowest] * 1000 <= float(budget["number"])
            held = "within" if inside else "over"
            told += f", on this machine {held} the {budget.group()} that you gave"
        parts.append(told)
    if of_size and sizes:
        largest = max(sizes, key=lambda model: float(sizes[model].value))
        told = f"the largest is `{largest}` with {cited(sizes[largest])} bytes"
        if room is not None:
            room_in_bytes = float(room["number"]) * _BYTES[room["unit"].lower()]
            fits = "fits" if float(sizes[largest].value) <= room_in_bytes else "does not fit"
            told += f", and {fits} into the {room.group()} that you gave"
        parts.append(told)
    whole = "; ".join(parts)
    return f"{whole[0].upper()}{whole[1:]}."


def _row(model: str, timings: Mapping[str, float], size: ViewFigure | None) -> str:
    batch = next((name for name in timings if name.startswith(f"{_BATCH}{model},")), None)
    cells = [
        _milliseconds(timings.get(_MEDIAN + model)),
        _milliseconds(timings.get(_TAIL + model)),
        _milliseconds(timings[batch]) if batch is not None else "\u2013",
        f"{cited(size)} bytes" if size is not None else "\u2013",
    ]
    return f"| {model} | {' | '.join(cells)} |"


def _milliseconds(seconds: float | None) -> str:
    return "\u2013" if seconds is None else f"`{seconds * 1000:.3g} ms`"
