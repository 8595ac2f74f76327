"""The inner split: training rows alone, divided as the split that judges divides all rows.

By it the size of boosted trees is chosen. Where the split is in time, later rows judge earlier
ones; where it keeps entities apart, other entities do; rows at random judge only where the split
is at random.
"""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.baselines.splitting import Split
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.modelling.splits import Fold, own_groups

JUDGING = 0.25
"""Share of the training rows, or of their entities, that judges: a convention."""


def inner_split(split: Split, train: np.ndarray, *, seed: int) -> Fold | None:
    """Divide a fold's training rows; None where they can't be.

    Args:
        split: tells by what rows are divided, and the gap that lies between.
        train: positions of the training rows.
        seed: of what is dealt at random.
    """
    random = np.random.default_rng(seed)
    judging = np.ones(len(train), dtype=bool)
    learnt = np.ones(len(train), dtype=bool)
    times = None if split.times is None or split.kind in ("random", "group") else split.times
    apart = None if split.groups is None or split.kind in ("random", "time") else split.groups
    if times is not None:
        start = np.sort(times[train])[int((1 - JUDGING) * len(train))]
        judging, learnt = times[train] >= start, times[train] < start
    if apart is not None:
        _, entity = np.unique(own_groups(apart[train]), return_inverse=True)
        chosen = random.random(int(entity.max()) + 1) < JUDGING
        judging, learnt = judging & chosen[entity], learnt & ~chosen[entity]
    if times is None and apart is None:
        judging = random.random(len(train)) < JUDGING
        learnt = ~judging
    if not judging.any() or not learnt.any():
        return None
    inner = Fold(train[learnt], train[judging])
    if split.gap is None or times is None:
        return inner
    try:
        return split.gap.between([inner], times)[0]
    except BadInput:
        return None
