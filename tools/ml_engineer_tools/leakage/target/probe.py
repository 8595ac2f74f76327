"""The probe: a sample of exploration rows on which single features and a quick model are scored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import EXACT, Exactness
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.stress.reached import Bonds
from ml_engineer_tools.modelling.features import prepare, usable_features
from ml_engineer_tools.modelling.role_columns import read_times
from ml_engineer_tools.modelling.side_by_side import predict_folds
from ml_engineer_tools.modelling.single_feature import single_feature_metric, single_feature_scores
from ml_engineer_tools.modelling.splits import Fold, group_folds, stratified_folds
from ml_engineer_tools.modelling.task import Task, encode_target, infer_task
from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

SAMPLE = 20_000
"""Exploration rows that are drawn."""
MODEL_ROWS = 5_000
"""Rows of the sample on which the quick model is fitted: it is fitted several times."""
MODEL_COLUMNS = 200
"""Columns that the quick model sees in a wide table: the best ones alone."""
WIDE = 300
"""With more columns than this, a cheap score chooses those that are scored out of fold."""
FEWEST_ROWS = 30
"""With fewer rows a score out of fold says nothing: a convention."""
FEW_ROWS = 3_000
"""Below so many rows there are five folds instead of three: small folds are noisy."""


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """Rows with features and target, and the folds that judge.

    Attributes:
        task: what is predicted.
        frame: (n, m) features.
        y: (n,) class codes or numbers.
        groups: (n,) entity codes, if a group was given.
        folds: the same for every score.
        seed: of folds, shuffles and models.
        labelled: exploration rows whose target is known; these n are all of them or a sample.
        in_file_order: (n,) places of the rows, in the order of the file.
        times: (n,) when each row was known, if a time was named that can be read.
        twins: whether the groups are rows that stand in the table several times.
    """

    task: Task
    frame: pd.DataFrame
    y: np.ndarray
    groups: np.ndarray | None
    folds: list[Fold]
    seed: int
    labelled: int
    in_file_order: np.ndarray
    times: np.ndarray | None = None
    twins: bool = False

    @property
    def bonds(self) -> Bonds:
        """Which rows hang together: those of one entity, and those that lie close in time."""
        if self.times is not None:
            return Bonds.of_times(self.times, (), self.groups)
        if self.groups is not None:
            return Bonds.of_clusters(self.groups, self.folds)
        return Bonds.of_rows(self.folds)

    def exactness(self, rows: int | None = None) -> Exactness:
        """Return how a figure over so many rows (else over all n of them) was reached."""
        rows = len(self.y) if rows is None else rows
        return EXACT if rows >= self.labelled else Exactness(kind="sampled", n=rows)

    @property
    def metric(self) -> str:
        """The metric of all scores: roc_auc, macro_roc_auc or r2."""
        return single_feature_metric(self.task)

    @property
    def chance(self) -> float:
        """The score of knowing nothing."""
        return 0.0 if self.task.kind == "regression" else 0.5

    def missingness_score(self, name: str) -> float | None:
        """Return the score of knowing only whether the column is null; None if it never is."""
        missing = self.frame[[name]].isna()
        if not missing[name].any():
            return None
        found = single_feature_scores(self.task, self.y, missing.astype("float64"), self.folds)
        return found.get(name)

    def model_predictions(self, names: Iterable[str]) -> list[np.ndarray]:
        """Return for each fold the quick model's prediction of the rows that judge."""
        features = prepare(self.frame, list(names))
        return predict_folds(self.task, features, self.y, self.folds, seed=self.seed)

    def usable(self) -> list[str]:
        """Return the columns that a model can use."""
        return usable_features(self.frame)[0]

    def with_groups(self, groups: np.ndarray, *, twins: bool = False) -> Probe:
        """Return the same rows with folds that keep these groups, (n,) codes, together."""
        folds = _folds(self.task, self.y, groups, self.seed)
        return replace(self, groups=groups, folds=folds, twins=twins)

    def once(self) -> np.ndarray:
        """Return positions of the rows, of those that stand several times one each."""
        if self.groups is None or not self.twins:
            return np.arange(len(self.y))
        return np.sort(np.unique(self.groups, return_index=True)[1])

    def of_rows(self, most: int) -> Probe:
        """Return a probe of at most so many of these rows, drawn at random, with its own folds."""
        if len(self.y) <= most:
            return self
        random = np.random.default_rng(self.seed)
        rows = np.sort(random.choice(len(self.y), size=most, replace=False))
        groups = None if self.groups is None else self.groups[rows]
        kept = self.in_file_order[np.isin(self.in_file_order, rows)]
        times = None if self.times is None else self.times[rows]
        part = replace(self, frame=self.frame.iloc[rows], y=self.y[rows], groups=groups,
                       in_file_order=np.searchsorted(rows, kept), times=times)  # fmt: skip
        return replace(part, folds=_folds(part.task, part.y, groups, self.seed))


def draw_sample(inputs: Inputs, exploration: ir.Table) -> tuple[pd.DataFrame, int]:
    """Return exploration rows whose target is known, and how many there are.

    They come in an order that their content gives, so that folds and what else is drawn by place
    do not depend on the file's order. They are all of them, or about `SAMPLE` if there are more.
    """
    target = str(inputs.roles.target)
    labelled = exploration.filter(exploration[target].notnull())
    if labelled[target].type().is_floating():
        labelled = labelled.filter(~labelled[target].isnan())
    rows = int(inputs.engine.aggregate(labelled, {"n": labelled.count()})["n"])
    deciding = inputs.engine.deciding_columns(inputs.train)
    sample = inputs.engine.hash_sample(
        labelled, SAMPLE, seed=inputs.seed, by=deciding, in_file_order=False, rows=rows
    )
    sample = sample[sample[target].notna()].reset_index(drop=True)
    inputs.record.figure("rows_with_label_used", len(sample), unit="rows")
    part = "the exploration rows" if len(sample) == rows else "a sample of the exploration rows"
    inputs.record.note(f"Labels were used in {part} only.")
    return sample, rows


def open_probe(inputs: Inputs, sample: pd.DataFrame, labelled: int) -> Probe | None:
    """Return the probe of a sample; None, with a note, if it is too small to score anything."""
    import pandas as pd

    target, group = str(inputs.roles.target), inputs.roles.group
    if len(sample) < FEWEST_ROWS or sample[target].nunique() < 2:
        inputs.record.note(
            "Features were not scored: the exploration rows are too few, or their target has one "
            "value only."
        )
        return None
    task = infer_task(sample[target])
    y = encode_target(task, sample[target])
    groups = None
    if group is not None:
        codes = pd.factorize(sample[group])[0]
        groups = codes if len(np.unique(codes[codes >= 0])) > 1 else None
    names = [column.name for column in inputs.features()]
    folds = _folds(task, y, groups, inputs.seed)
    in_file = np.argsort(sample[ROW].to_numpy(), kind="stable")
    times = _times(sample, inputs.roles.time)
    return Probe(task, sample[names], y, groups, folds, inputs.seed, labelled, in_file, times)


def _times(sample: pd.DataFrame, name: str | None) -> np.ndarray | None:
    if name is None:
        return None
    try:
        times = read_times(sample[name])
    except BadInput:
        return None
    return times if len(np.unique(times)) > 1 else None


def strongest_columns(probe: Probe, names: list[str], most: int) -> list[str]:
    """Return the columns whose value, in ten bins or levels, explains most of the target.

    A cheap score in sample: the share of the target's variance (of its class indicators) that
    lies between bins, less what as many bins explain by chance.
    """
    import pandas as pd

    targets = (
        probe.y[:, None].astype(np.float64)
        if probe.task.kind == "regression"
        else (probe.y[:, None] == np.arange(len(probe.task.classes))).astype(np.float64)
    )
    targets = targets - targets.mean(axis=0)
    total = float((targets**2).sum()) or 1.0
    strength: dict[str, float] = {}
    for name in names:
        values = probe.frame[name]
        try:
            ranks = values.rank(method="dense", pct=True) if values.dtype != object else None
        except (TypeError, ValueError):
            ranks = None
        if ranks is None:
            codes = pd.factorize(values.astype("str").where(values.notna()))[0] % 100 + 1
        else:
            codes = np.ceil(ranks.fillna(0.0).to_numpy() * 10).astype(int)
        counts = np.bincount(codes)
        sums = np.stack([np.bincount(codes, weights=column) for column in targets.T], axis=1)
        between = float(((sums**2).sum(axis=1) / np.maximum(counts, 1)).sum())
        strength[name] = between / total - (int((counts > 0).sum()) - 1) / len(probe.y)
    return sorted(names, key=lambda name: -strength[name])[:most]


def _folds(
    task: Task, y: np.ndarray, groups: np.ndarray | None, seed: int, n: int | None = None
) -> list[Fold]:
    n = n or (5 if len(y) < FEW_ROWS else 3)
    if groups is not None:
        return group_folds(groups, n=n, seed=seed)
    codes = None if task.kind == "regression" else y
    return stratified_folds(codes, n=n, seed=seed, rows=len(y))
