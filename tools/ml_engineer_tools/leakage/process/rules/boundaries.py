"""Boundaries: random splits of rows that have an order in time, or several rows an entity."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer_tools.leakage.process.events import Events, Split
from ml_engineer_tools.leakage.process.flaws import Flaw
from ml_engineer_tools.leakage.process.rules.scores import Scores

STRONG = ("lags", "windows")
"""Features made of earlier rows: the order in time is used, not only there."""


def ignored_boundaries(events: Events, scores: Scores) -> Iterator[Flaw]:
    """Yield random splits of rows whose order or entities the script itself uses."""
    for event in events.last:
        if not isinstance(event, Split) or event.manner not in ("random", "fold"):
            continue
        if _judged_apart(event, scores):
            continue
        traits = sorted(event.data.traits, key=lambda t: (t.line, t.text))
        ordered = [t for t in traits if t.kind in ("time", *STRONG)]
        if ordered:
            strong = any(t.kind in STRONG for t in ordered)
            yield Flaw(
                "random_split_of_time", event.line, event.call,
                "cuts at random what the script treats as ordered in time",
                other_line=ordered[0].line, severity=None if strong else "medium",
            )  # fmt: skip
            continue
        grouped = [t for t in traits if t.kind == "group"]
        if grouped:
            yield Flaw(
                "random_split_of_groups", event.line, event.call,
                "cuts at random rows that the script groups by entity",
                other_line=grouped[0].line,
            )  # fmt: skip


def _judged_apart(event: Split, scores: Scores) -> bool:
    """Tell whether the script has scores, and none of them is on a side of this split.

    Folds that serve to encode, or to choose within the training rows, bear on no score of theirs.
    """
    honest = scores.honest()
    if not event.key or not honest:
        return False
    judged = (part for told in honest for part in told.prediction.rows)
    return not any(side.key == event.key for part in judged for side in part.path)
