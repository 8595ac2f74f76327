"""Boundaries: random splits of rows that have an order in time, or several rows an entity."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer_tools.leakage.process.events import Evaluation, Events, Split
from ml_engineer_tools.leakage.process.facts import Trait
from ml_engineer_tools.leakage.process.flaws import Flaw
from ml_engineer_tools.leakage.process.rows import apart, covers, sources
from ml_engineer_tools.leakage.process.rules.scores import Scores

STRONG = ("lags", "windows")
"""Features made of earlier rows: the order in time is used, not only there."""


def ignored_boundaries(events: Events, scores: Scores) -> Iterator[Flaw]:
    """Yield random splits of rows whose order or entities the script itself uses."""
    for event in events.last:
        if not isinstance(event, Split) or event.manner not in ("random", "fold"):
            continue
        if not scores.bear_on(event):
            continue
        traits = sorted(event.data.traits, key=lambda t: (t.line, t.text))
        ordered = [t for t in traits if t.kind in ("time", *STRONG)]
        if ordered and not _cut_in_order(event, events):
            strong = any(t.kind in STRONG for t in ordered)
            yield Flaw(
                "random_split_of_time", event.line, event.call,
                "cuts at random what the script treats as ordered in time",
                other_line=ordered[0].line, severity=None if strong else "medium",
            )  # fmt: skip
            continue
        used = [t for t in traits if t.kind == "group"]
        grouped = used or _told_of(event, events, scores)
        if grouped:
            text = "groups by entity" if used else "says to be several of one entity"
            yield Flaw(
                "random_split_of_groups", event.line, event.call,
                f"cuts at random rows that the script {text}",
                other_line=grouped[0].line,
            )  # fmt: skip


def _told_of(event: Split, events: Events, scores: Scores) -> list[Trait]:
    """Return where the script tells that the rows of a split have entities.

    It lists them, or says in words that each has several rows. Rows of which one an entity was
    kept, and scripts that split by groups somewhere, are left alone.
    """
    if any(t.kind == "one_each" for t in event.data.traits) or not event.data.rows:
        return []
    if any(isinstance(other, Split) and other.manner == "group" for other in events.last):
        return []
    if any(part.source.startswith(("groups by", "permutation")) for part in event.data.rows):
        return []
    known = sources(event.data.rows)
    judged = [e.prediction.rows for e in scores.honest()]
    if any(apart(rows, event.data.rows) and sources(rows) & known for rows in judged):
        # Others of these rows are scored too: how this part is cut bears on choices alone.
        return []
    known |= {file for source in known for file in events.read_from.get(source, ())}
    if known & events.unique or not _is_scored(event, events):
        return []
    listed = [events.entities[source] for source in sorted(known) if source in events.entities]
    return listed or list(events.remarks)


def _is_scored(event: Split, events: Events) -> bool:
    """Tell whether rows of what was split are scored, rather than others found by it.

    A split of folders or of names deals out what is found by them.
    """
    scored = [e.prediction.rows for e in events.last if isinstance(e, Evaluation)]
    known = {source for rows in (*scored, *events.judged) for source in sources(rows)}
    known |= {file for source in known for file in events.read_from.get(source, ())}
    cross_validated = event.purpose == "score"
    return cross_validated or bool(known & sources(event.data.rows))


def _cut_in_order(event: Split, events: Events) -> bool:
    """Tell whether the rows are one side of a cut in order: what is told of time is told by it."""
    sides = [side for part in event.data.rows for side in part.path]
    if not any(side.kind in ("slice", "ordered") for side in sides):
        return False
    return any(
        isinstance(other, Split)
        and other.manner in ("ordered", "time")
        and covers(other.data.rows, event.data.rows)
        for other in events.last
    )
