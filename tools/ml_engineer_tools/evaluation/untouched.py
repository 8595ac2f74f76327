"""Untouched: the fall on rows that a broken column, or outcomes that are not in yet, can't harm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ml_engineer_tools.evaluation.drop import Fall, fall_between
from ml_engineer_tools.evaluation.falling import falls
from ml_engineer_tools.evaluation.ingestion import Moved
from ml_engineer_tools.evaluation.late_outcomes import Late
from ml_engineer_tools.evaluation.parts import deal_parts
from ml_engineer_tools.evaluation.periods import Judgeable
from ml_engineer_tools.modelling.task import Task

FEWEST_ROWS = 200
"""Untouched rows that either period needs for their fall to be told: a convention."""

LEFT = 0.5
"""Share of the fall that may be left on untouched rows for the trouble to explain it: a
convention."""


@dataclass(frozen=True, slots=True)
class Untouched:
    """The fall on rows without the trouble.

    Attributes:
        trouble: what the other rows have: a broken column, or outcomes that are not in yet.
        fall: on the rows without it.
        rows: current rows without it.
        explains: whether no fall that counts is left there.
    """

    trouble: str
    fall: Fall
    rows: int
    explains: bool


def without_trouble(
    task: Task, metric: str, fall: Fall, moved: Moved, late: Late | None,
    before: Judgeable, after: Judgeable,
) -> Untouched | None:  # fmt: skip
    """Return the fall on rows that nothing is known to have harmed; None without any trouble.

    Args:
        task: what is predicted.
        metric: of the fall.
        fall: on all rows.
        moved: tells which columns came in differently.
        late: tells which outcomes look as if they were not in yet.
        before: rows of the reference.
        after: current rows.
    """
    if not falls(fall):
        return None
    kept = [np.ones(len(rows), dtype=bool) for rows in (before, after)]
    troubles = []
    sound = _sound_values(moved, before, after)
    if sound is not None:
        troubles.append("a broken column")
        kept = [k & s for k, s in zip(kept, sound, strict=True)]
    if late is not None and after.times is not None:
        troubles.append("outcomes that may not be in yet")
        kept[1] &= after.times < late.since
    if not troubles or min(int(k.sum()) for k in kept) < FEWEST_ROWS:
        return None
    chosen = [_only(rows, k) for rows, k in zip((before, after), kept, strict=True)]
    found = fall_between(task, chosen[0], chosen[1], metric)
    if found is None:
        return None
    explains = not falls(found) and found.total.value < LEFT * fall.total.value
    return Untouched(" or ".join(troubles), found, len(chosen[1]), explains)


def _sound_values(
    moved: Moved, before: Judgeable, after: Judgeable
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return rows whose broken columns hold what they could hold before; None if none broke."""
    sound = np.ones(len(before), dtype=bool), np.ones(len(after), dtype=bool)
    told = False
    for finding in moved.ingestion:
        for name in _in_both(finding.columns, before, after):
            old, new = before.frame[name], after.frame[name]
            if finding.check == "missing_changed":
                sound[0][old.isna().to_numpy(dtype=bool)] = False
                sound[1][new.isna().to_numpy(dtype=bool)] = False
            elif finding.check in ("new_levels", "levels_turned_over"):
                sound[1][~new.isin(old.unique()).to_numpy(dtype=bool)] = False
            elif finding.check == "out_of_bounds":
                sound[1][((new < old.min()) | (new > old.max())).to_numpy(dtype=bool)] = False
            else:
                continue
            told = True
    return sound if told else None


def _in_both(names: Sequence[str], before: Judgeable, after: Judgeable) -> list[str]:
    return [name for name in names if name in before.frame and name in after.frame]


def _only(rows: Judgeable, kept: np.ndarray) -> Judgeable:
    places = np.flatnonzero(kept)
    times = None if rows.times is None else rows.times[places]
    groups = None if rows.groups is None else rows.groups[places]
    return replace(
        rows,
        y=rows.y[places],
        predicted=rows.predicted.of(places),
        frame=rows.frame.iloc[places].reset_index(drop=True),
        parts=deal_parts(len(places), times=times, groups=groups),
        times=times,
        groups=groups,
    )
