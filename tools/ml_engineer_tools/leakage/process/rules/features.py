"""Features that say the label: the target itself, what it was made of, values of later rows."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer_tools.leakage.process.events import Events, Training
from ml_engineer_tools.leakage.process.flaws import Flaw
from ml_engineer_tools.leakage.process.rows import sources
from ml_engineer_tools.leakage.process.values import Value


def telling_features(events: Events) -> Iterator[Flaw]:
    """Yield trainings whose features hold the label, or values that come later."""
    for event in events.last:
        if isinstance(event, Training):
            yield from _label_within(event)
            yield from _later_values(event)


def _label_within(event: Training) -> Iterator[Flaw]:
    features, labels = event.features, event.labels
    if not sources(features.rows) & sources(labels.rows):
        return
    target = labels.columns.only()
    names = {target} if target is not None else set(labels.origins)
    if any(t.kind in ("future", "windows") for t in labels.traits) and target not in labels.origins:
        # A value of a later row is told: what the row itself holds may be known by then.
        return
    for name in sorted(name for name in names if name is not None):
        if _has(features, name) and (len(names) == 1):
            yield _flaw(event, event.line, "is given the label among its features")
            return
    if target is None:
        return
    for made in sorted(features.made | labels.made, key=lambda m: (m.line, m.name)):
        if made.future:
            continue
        if made.name == target:
            if made.origins and all(_has(features, name) for name in made.origins):
                yield _flaw(event, made.line, "makes the label of columns that stay features")
        elif target in made.origins and _has(features, made.name):
            yield _flaw(event, made.line, "makes a feature of the label")


def _later_values(event: Training) -> Iterator[Flaw]:
    target = event.labels.columns.only()
    for made in sorted(event.features.made, key=lambda m: (m.line, m.name)):
        if made.future and made.name != target and _has(event.features, made.name):
            yield Flaw("future_in_features", made.line, "shift or window",
                       "makes a feature of values of later rows",
                       other_line=event.line)  # fmt: skip


def _has(features: Value, name: str) -> bool:
    return features.columns.has(name)


def _flaw(event: Training, line: int, text: str) -> Flaw:
    other = event.line if line != event.line else 0
    return Flaw("target_in_features", line, event.call, text, other_line=other)
