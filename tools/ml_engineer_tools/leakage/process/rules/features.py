"""Features that say the label: the target itself, what it was made of, values of later rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ml_engineer_tools.leakage.process.events import Events, Training
from ml_engineer_tools.leakage.process.facts import Made
from ml_engineer_tools.leakage.process.flaws import Flaw
from ml_engineer_tools.leakage.process.knowledge.functions import (
    DECOMPOSING_METHODS,
    DECOMPOSITIONS,
    SMOOTHERS,
)
from ml_engineer_tools.leakage.process.rows import Side, relation, sources
from ml_engineer_tools.leakage.process.values import Value


def telling_features(events: Events) -> Iterator[Flaw]:
    """Yield trainings whose features hold the label, or values that come later."""
    for event in events.last:
        if isinstance(event, Training):
            yield from _label_within(event)
            yield from _later_values(event)
            yield from _past_cutoff(event)
            yield from _smoothed(event)


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
    told = target if target is not None or len(names) != 1 else next(iter(names))
    if told is not None:
        yield from _made_of_the_same(event, told)


def _made_of_the_same(event: Training, target: str) -> Iterator[Flaw]:
    """Yield the features that are made of the label, or of all that the label is made of."""
    features = event.features
    made = {one.name: one for one in features.made | event.labels.made}
    label = made.get(target)
    if label is not None and label.future:
        # What comes later is told: what the row itself holds may be known by then.
        return
    sources_of_label = _sources(target, made)
    if label is not None and sources_of_label:
        direct = label.origins and all(_has(features, name) for name in label.origins)
        if direct or all(_has(features, name) for name in sources_of_label):
            yield _flaw(event, label.line, "makes the label of columns that stay features")
    # What is made of the same column of earlier rows says nothing of the row's own.
    # Nor is what a label was looked up by what it is made of.
    earlier = label is None or any(t.kind in _OF_EARLIER for t in features.traits)
    looked_up = any(made[name].outcome for name in _behind(target, made) if name in made)
    for one in sorted(made.values(), key=lambda m: (m.line, m.name)):
        if one.future or one.name == target or not _has(features, one.name):
            continue
        if target in _behind(one.name, made):
            yield _flaw(event, one.line, "makes a feature of the label")
        elif sources_of_label and (not earlier or len(sources_of_label) > 1) and not looked_up:
            if not _tells(one, sources_of_label, made):
                continue
            yield _flaw(event, one.line, "makes a feature of what the label is made of")


_OF_EARLIER = ("time", "lags", "windows", "grouped")
"""Traits of tables of which columns may hold values of other rows."""


def _tells(one: Made, of_label: set[str], made: Mapping[str, Made]) -> bool:
    """Tell whether a column is made of all columns that the label is made of, in the same row."""
    steps = _behind(one.name, made)
    if any(made[name].future for name in steps if name in made):
        return False
    return of_label <= _sources(one.name, made)


def _sources(name: str, made: Mapping[str, Made]) -> set[str]:
    """Return the columns of the data that a column is computed from, none for one of them."""
    steps = _behind(name, made)
    return {step for step in steps if step not in made or not made[step].origins} - {name}


def _later_values(event: Training) -> Iterator[Flaw]:
    target = event.labels.columns.only()
    for made in sorted(event.features.made, key=lambda m: (m.line, m.name)):
        if made.future and made.name != target and _has(event.features, made.name):
            yield Flaw("future_in_features", made.line, "shift or window",
                       "makes a feature of values of later rows",
                       other_line=event.line)  # fmt: skip


def _smoothed(event: Training) -> Iterator[Flaw]:
    """Yield smoothing of a series of which windows are features and what follows them the label."""
    windows = any(t.kind == "windows" for t in event.features.traits)
    labels = event.labels
    told = labels.origins | labels.columns.names
    ahead = {
        trait for trait in event.features.traits
        if trait.kind == "future" and trait.text in _SMOOTHING
        and (trait in labels.traits or trait.column in told)
    }  # fmt: skip
    for trait in sorted(ahead if windows else (), key=lambda t: t.line):
        yield Flaw("future_in_features", trait.line, trait.text,
                   "makes a feature of values of later rows", other_line=event.line)  # fmt: skip


_SMOOTHING = SMOOTHERS | DECOMPOSITIONS | DECOMPOSING_METHODS


def _past_cutoff(event: Training) -> Iterator[Flaw]:
    """Yield the sums over rows that the label is made of, where these lie behind a cut.

    What came of a customer after a day is told by the rows after it; sums over the rows of both
    sides of that day tell it too.
    """
    target = event.labels.columns.only()
    made = {one.name: one for one in event.features.made | event.labels.made}
    names = _behind(target, made) if target is not None else set()
    outcome = frozenset(part for name in names if name in made for part in made[name].outcome)
    behind = [part for part in outcome if any(_is_after(side) for side in part.path)]
    for fit in sorted(event.features.influences, key=lambda f: (f.line, f.call)):
        if not fit.call.startswith("groupby()") or fit.call.endswith(_FIRST):
            continue
        if any(relation(a, b) == "contains" for a in fit.rows for b in behind):
            yield Flaw("future_in_features", fit.line, fit.call,
                       "sums up rows from before and after the day from which on the label is told",
                       other_line=event.line, site=fit.site)  # fmt: skip
            return


_FIRST = (".min()", ".first()", ".head()", ".count()")
"""Statistics that rows behind a cut hardly change, as of the first order."""


def _is_after(side: Side) -> bool:
    return side.kind == "mask" and side.name.split(" ", 1)[0] in (">", ">=")


def _behind(name: str, made: Mapping[str, Made]) -> set[str]:
    """Return a column and those that it was computed from, one after the other."""
    found, waiting = {name}, [name]
    while waiting:
        one = made.get(waiting.pop())
        more = (one.origins if one is not None else frozenset()) - found
        found |= more
        waiting.extend(more)
    return found


def _has(features: Value, name: str) -> bool:
    return features.columns.has(name)


def _flaw(event: Training, line: int, text: str) -> Flaw:
    other = event.line if line != event.line else 0
    return Flaw("target_in_features", line, event.call, text, other_line=other)
