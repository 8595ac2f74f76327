"""The boosted peer: as good as boosted trees of a suitable size, chosen inside training rows."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from ml_engineer_tools.baselines.gap import Gap
from ml_engineer_tools.baselines.inner_split import inner_split
from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.baselines.splitting import Split, choose_split, split_in_file_order
from ml_engineer_tools.baselines.trials import try_model
from ml_engineer_tools.modelling.boosted_size import choose_size
from ml_engineer_tools.modelling.features import Prepared
from ml_engineer_tools.modelling.influence import influences
from ml_engineer_tools.modelling.splits import Fold
from ml_engineer_tools.modelling.task import Task

BINARY = Task("binary", (0, 1), 1)


def table(
    signal: float, rows: int, *, times: np.ndarray | None = None, groups: np.ndarray | None = None
) -> Rows:
    """Two columns that matter together, one alone, and seven of noise."""
    random = np.random.default_rng(7)
    x = random.normal(size=(rows, 10))
    logit = signal * (0.5 * x[:, 0] + 0.6 * x[:, 1] * x[:, 2] + 0.6 * np.sin(3 * x[:, 3]))
    y = (random.random(rows) < 1 / (1 + np.exp(-logit))).astype(np.int64)
    features = Prepared(x, tuple(f"x{k}" for k in range(10)), (0,) * 10)
    return Rows(BINARY, y, features, {}, times, groups)


@pytest.mark.parametrize(("signal", "rows"), [(1.0, 3000), (6.0, 6000)])
def test_boosted_trees_are_as_good_as_a_peer_of_the_size_that_suits(
    signal: float, rows: int
) -> None:
    known = table(signal, rows)
    split = choose_split(known, seed=0, gap=None)
    reached = try_model("lightgbm", BINARY, known.features, known.y, split, seed=0)
    x, y = known.features.matrix, known.y

    def peer(**size: float) -> float:
        return float(
            np.mean(
                [
                    influences(
                        BINARY,
                        y[fold.validation],
                        HistGradientBoostingClassifier(**size)
                        .fit(x[fold.train], y[fold.train])
                        .predict_proba(x[fold.validation]),
                    )["roc_auc"].value
                    for fold in split.folds
                ]
            )
        )

    best = max(peer(), peer(max_iter=80, learning_rate=0.05, max_leaf_nodes=8))
    assert reached.estimate("roc_auc").value > best - 0.01


def test_sizes_are_chosen_by_what_the_rows_say() -> None:
    def chosen(signal: float, rows: int) -> int:
        known = table(signal, rows)
        split = choose_split(known, seed=0, gap=None)
        inner = inner_split(split, split.folds[0].train, seed=0)
        assert inner is not None
        size = choose_size(BINARY, known.features, known.y, inner, seed=0)
        assert size is not None
        return size.leaves * size.rounds

    assert chosen(0.5, 2000) < chosen(6.0, 6000)


def test_training_rows_alone_choose_and_as_the_split_judges() -> None:
    days = np.arange(1200) // 4
    firms = np.arange(1200) % 40
    known = table(1.0, 1200, times=days, groups=firms)
    by_time = choose_split(known, seed=0, wanted="time", gap="20")
    by_both = choose_split(known, seed=0, wanted="both", gap=None)
    by_firm = choose_split(known, seed=0, wanted="group", gap=None)
    in_order = split_in_file_order(known)

    def inner(split: Split) -> tuple[Fold, Fold]:
        outer = split.folds[0]
        found = inner_split(split, outer.train, seed=0)
        assert found is not None
        assert set(found.train) | set(found.validation) <= set(outer.train)
        assert not set(found.train) & set(found.validation)
        return outer, found

    _, found = inner(by_time)
    assert days[found.train].max() + 20 <= days[found.validation].min()
    _, found = inner(by_both)
    assert days[found.train].max() < days[found.validation].min()
    assert not set(firms[found.train]) & set(firms[found.validation])
    _, found = inner(by_firm)
    assert not set(firms[found.train]) & set(firms[found.validation])
    _, found = inner(in_order)
    assert found.train.max() < found.validation.min()


def test_a_training_part_that_a_gap_leaves_empty_chooses_nothing() -> None:
    days = np.arange(60)
    known = table(1.0, 60, times=days)
    split = Split(
        "time", "time", "", (), times=days, gap=Gap.parse("50", days)
    )  # fmt: skip
    assert inner_split(split, np.arange(40), seed=0) is None
    assert choose_size(BINARY, known.features, known.y, Fold(days[:9], days[9:14]), seed=0) is None
