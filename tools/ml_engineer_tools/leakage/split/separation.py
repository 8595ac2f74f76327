"""Separation: whether a model can tell test rows from training rows, and by which columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import Exactness, Figure, Severity
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.split.sides import Sides
from ml_engineer_tools.leakage.split.time_order import is_split_by_time
from ml_engineer_tools.tables.names import joined

if TYPE_CHECKING:
    import pandas as pd

    from ml_engineer_tools.modelling.splits import Fold

ROWS = 3_000
"""Rows of each side that the classifier sees."""
FEWEST_ROWS = 100
"""Fewer rows on one side can't be told apart reliably: a convention."""
COLUMNS = 60
"""In a wide table the columns that separate best alone."""
SEPARATED = 0.6
"""ROC AUC from which two samples differ enough to ask why: a convention (0.5 is no difference)."""
FAR_APART = 0.75
"""ROC AUC from which the test is another population than the training rows: a convention."""
SHOWN = 3


def check_separation(inputs: Inputs, sides: Sides) -> list[Figure]:
    """Record how well test rows can be told from training rows; returns the headline figures.

    A split at random gives 0.5. A split in time is expected to give more; what it means is the
    same: the test rows are not like those that the model learnt from.
    """
    if inputs.test is None:
        return []
    frame, side, groups = _rows(inputs, sides)
    if frame is None:
        return []
    from ml_engineer_tools.modelling.features import usable_features
    from ml_engineer_tools.modelling.single_feature import single_feature_scores
    from ml_engineer_tools.modelling.splits import stratified_folds
    from ml_engineer_tools.modelling.task import Task

    names = usable_features(frame)[0]
    if not names:
        return []
    folds = stratified_folds(side, n=3, seed=inputs.seed, rows=len(side))
    alone = single_feature_scores(Task("binary", (0, 1), 1), side, frame[names], folds[:1])
    ranked = sorted(alone, key=lambda name: -alone[name])
    auc, low, high = separation_auc(frame, ranked[:COLUMNS], side, folds, inputs.seed, groups)
    record = inputs.record
    exactness = Exactness(kind="sampled", n=len(side))
    told = record.figure(
        "train_test_separation_roc_auc", auc, interval=(low, high), n=len(side),
        exactness=exactness,
    )  # fmt: skip
    if low < SEPARATED:
        return [told]
    drivers = [name for name in ranked[:SHOWN] if alone[name] >= 0.55]
    figures = [told]
    figures += [
        record.figure(
            "train_test_separation_roc_auc", alone[name], column=name, n=len(side),
            exactness=exactness,
        )
        for name in drivers
    ]  # fmt: skip
    by_time = is_split_by_time(inputs)
    record.finding(
        "split_separation",
        _severity(low, by_time=by_time, by_group=inputs.roles.group is not None),
        f"A model tells test rows from training rows with ROC AUC {auc:.3f}"
        + (f", most of all by {joined(drivers)}" if drivers else "")
        + (
            ". The test is later, so that is what has moved since: the score holds for rows like "
            "the test rows only."
            if by_time
            else ". A split at random would not be told apart: the test rows were chosen in "
            "another way than the training rows, and a score on them does not speak for those."
        ),
        confidence="high",
        columns=drivers,
        clauses=("S3", "P5"),
        figures=figures,
        question="How were the test rows chosen, and which rows will the model meet in use?",
        harmless_if="The test rows are those that the model will meet in use.",
    )
    return [told]


def _rows(
    inputs: Inputs, sides: Sides
) -> tuple[pd.DataFrame | None, np.ndarray, np.ndarray | None]:
    """Return features of rows of both sides, 1 for those of the test, and their entities."""
    import pandas as pd

    from ml_engineer_tools.modelling.features import stack
    from ml_engineer_tools.modelling.role_columns import read_groups

    taken = set(inputs.roles.given().values())
    names = [n for n in sides.train.columns if n in sides.test.columns and n not in taken]
    names = [n for n in names if inputs.train.has(n) and inputs.train.column(n).kind != "nested"]
    random = np.random.default_rng(inputs.seed)
    parts = []
    for part in (sides.train, sides.test):
        rows = len(part)
        if rows < FEWEST_ROWS:
            return None, np.empty(0), None
        if rows > ROWS:
            part = part.iloc[np.sort(random.choice(rows, size=ROWS, replace=False))]
        parts.append(part.reset_index(drop=True))
    side = np.repeat([0, 1], [len(part) for part in parts])
    groups, group = None, inputs.roles.group
    if group is not None and all(group in part.columns for part in parts):
        both = pd.concat([part[group].astype(object) for part in parts], ignore_index=True)
        groups = read_groups(both)
    return stack(parts[0], parts[1], names), side, groups


def separation_auc(
    frame: pd.DataFrame,
    names: list[str],
    side: np.ndarray,
    folds: list[Fold],
    seed: int,
    groups: np.ndarray | None = None,
) -> tuple[float, float, float]:
    """Return the out-of-fold ROC AUC of boosted trees and its 95 % interval.

    Args:
        frame: n rows of both sides.
        names: columns by which rows are told apart.
        side: (n,) 1 for rows of the test.
        folds: of the rows.
        seed: of the trees.
        groups: (n,) entity codes, -1 for unknown: rows of one entity depend on each other.
    """
    from ml_engineer_tools.modelling.features import prepare
    from ml_engineer_tools.modelling.influence import roc_auc
    from ml_engineer_tools.modelling.side_by_side import predict_folds
    from ml_engineer_tools.modelling.splits import own_groups
    from ml_engineer_tools.modelling.task import Task
    from ml_engineer_tools.modelling.uncertainty import Dependence, interval_of, spread_of

    task = Task("binary", (0, 1), 1)
    features = prepare(frame, names)
    areas, contributions = [], []
    guesses = predict_folds(task, features, side, folds, seed=seed)
    for fold, guess in zip(folds, guesses, strict=True):
        found = roc_auc(side[fold.validation] == 1, guess[:, 1])
        if found is not None:
            areas.append(found.value)
            contributions.append(found.rows / (len(found.rows) * len(folds)))
    auc = float(np.mean(areas))
    entities = None
    if groups is not None:
        own = own_groups(groups)
        entities = tuple(own[fold.validation] for fold in folds)
    spread = spread_of(contributions, Dependence(entities=entities))
    if spread is not None:
        # What the trees learnt is luck too, and folds share rows to learn from (Nadeau & Bengio
        # 2003): one part more for each row that judges over those that were learnt from.
        learnt = len(folds) * len(folds[0].validation) / len(folds[0].train)
        spread = replace(spread, error=spread.error * float(np.sqrt(1 + learnt)))
    low, high = interval_of(auc, spread, "share") or (0.0, 1.0)
    return auc, low, high


def _severity(low: float, *, by_time: bool, by_group: bool) -> Severity:
    if by_time:
        return "info"
    return "medium" if low >= FAR_APART and not by_group else "low"
