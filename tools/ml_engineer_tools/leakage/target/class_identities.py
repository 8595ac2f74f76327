"""Identities behind a label: a class that two or more columns give by plain arithmetic together.

`a + b > c`, `a > b`, `a = b`, a ratio above a limit, one flag but not the other: no column alone
shows it. Three searches find candidates at bounded cost: comparisons of all pairs, the joint cells
of all pairs, and a linear rule over all numbers and over all logarithms. What holds them apart from
strong honest features is sharpness: a noisy relation has its errors next to the cut, an identity
has hardly any there, however dense the rows lie.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.joint_cells import telling_pairs
from ml_engineer_tools.leakage.target.linear_rule import linear_rule
from ml_engineer_tools.leakage.target.probe import Probe, strongest_columns
from ml_engineer_tools.leakage.target.sharpness import lambda_of_codes, sharp_cut
from ml_engineer_tools.leakage.target.told_formulas import mended_by_codes, tell
from ml_engineer_tools.modelling.features import feature_kind
from ml_engineer_tools.tables.names import joined, quoted

ROWS = 3_000
"""Rows on which identities are looked for."""
COLUMNS = 60
"""Columns at most among which pairs are tried, the strongest alone; then those in file order."""
CLASSES = 4
"""Classes at most that are each tried against the rest."""
DETERMINED = 0.9
"""Share of the guesses wrong without them that the columns together have to mend."""
HIGH = 0.97
"""The same share, from which it is severe."""
ONE_CLASS = "one class of the target"
ADDED = 0.3
"""What the columns together have to mend beyond the best of them alone."""


@dataclass(frozen=True, slots=True)
class ClassIdentity:
    """Columns that give the class together.

    Attributes:
        columns: their names.
        words: how, as the subject of a sentence.
        mended: share of the guesses wrong without them that are right with them, out of fold.
        of: what they give: the target, or one class of it.
    """

    columns: tuple[str, ...]
    words: str
    mended: float
    of: str = "the target"


def find_class_identities(inputs: Inputs, probe: Probe, explained: tuple[str, ...]) -> Found:
    """Record columns that give the class only together.

    Args:
        inputs: the surroundings.
        probe: a classification.
        explained: columns that other checks have found already.
    """
    names = [str(name) for name in probe.frame.columns if name not in explained]
    small = probe.of_rows(ROWS)
    if len(names) > COLUMNS:
        names = strongest_columns(small, names, COLUMNS)
    identity = search(small, names)
    if identity is None:
        return Found()
    record = inputs.record
    figure = record.figure(
        "target_determined_share", identity.mended, column=identity.columns[0], n=len(small.y),
        exactness=small.exactness(),
    )  # fmt: skip
    target = quoted(str(inputs.roles.target))
    record.finding(
        "arithmetic_identity",
        "high" if identity.mended >= HIGH else "medium",
        f"{identity.words} gives {identity.of} {target} away, which none of the columns does "
        f"alone: of the rows that are guessed wrong without it, {float(figure.value):.1%} are "
        "right with it. A model with these columns computes the outcome and predicts nothing.",
        columns=identity.columns,
        clauses=("S4", "S3", "H5"),
        figures=(figure,),
        confidence="high" if identity.mended >= HIGH else "medium",
        question=f"When are {joined(identity.columns)} known, and is the label computed from them?",
        harmless_if="These values are known at prediction time; then a rule would do.",
    )
    return Found(identity.columns, (figure,))


def search(probe: Probe, names: list[str]) -> ClassIdentity | None:
    """Return the identity that mends most, the one of the fewest columns if several do."""
    labels = probe.y
    if len(labels) < 100:
        return None
    found: list[ClassIdentity] = []
    kinds = {name: feature_kind(probe.frame[name]) for name in names}
    numbers = [name for name in names if kinds[name] == "number"]
    matrix = (
        np.column_stack(
            [probe.frame[n].to_numpy(dtype="float64", na_value=np.nan) for n in numbers]
        )
        if numbers
        else np.empty((len(labels), 0))
    )
    alone = {
        name: lambda_of_codes(codes, labels) for name, codes in _coarse(probe, names, kinds).items()
    }
    for pair, words, codes in telling_pairs(probe, names, kinds):
        found.append(ClassIdentity(pair, words, mended_by_codes(codes, labels)))
    targets = (
        [labels == 1]
        if probe.task.kind == "binary"
        else [labels == code for code in range(min(CLASSES, len(probe.task.classes)))]
    )
    for target in targets:
        for rule in linear_rule(matrix, target):
            cut = sharp_cut(rule.value, target)
            if cut is None:
                continue
            columns = tuple(numbers[k] for k in rule.columns)
            told = tell(rule, columns, labels)
            if told.mended < DETERMINED and len(targets) > 1:
                told = replace(tell(rule, columns, target.astype(np.intp)), of=ONE_CLASS)
            found.append(ClassIdentity(columns, told.words, told.mended, told.of))
    good = [
        one
        for one in found
        if one.mended >= DETERMINED
        and one.mended >= ADDED + max(alone.get(name, 0.0) for name in one.columns)
    ]
    return min(good, key=lambda one: (len(one.columns), -one.mended, one.columns), default=None)


def _coarse(
    probe: Probe, names: list[str], kinds: Mapping[str, str | None]
) -> dict[str, np.ndarray]:
    """Return each column in few groups: levels that have 20 rows on average, numbers in 32."""
    import pandas as pd

    found = {}
    for name in names:
        values = probe.frame[name]
        codes = pd.factorize(values)[0]
        if codes.max(initial=0) > len(values) / 20 and kinds[name] == "number":
            ranks = values.rank(method="dense", pct=True).fillna(0).to_numpy(dtype="float64")
            codes = np.ceil(ranks * 32).astype(np.intp)
        if codes.max(initial=0) <= len(values) / 20:
            found[name] = codes - codes.min(initial=0)
    return found


def in_words(columns: tuple[str, ...], signs: tuple[int, ...], *, logs: bool) -> str:
    """Return a weighted sum of columns, or with `logs` their product, without the weights."""
    plus = [name for name, sign in zip(columns, signs, strict=True) if sign > 0]
    minus = [name for name, sign in zip(columns, signs, strict=True) if sign <= 0]
    if not plus:
        plus, minus = minus, plus
    if logs:
        words = f"The product of {joined(plus)}" if len(plus) > 1 else f"{quoted(plus[0])}"
        return words + (f" divided by {joined(minus)}" if minus else "")
    words = f"The sum of {joined(plus)}" if len(plus) > 1 else f"{quoted(plus[0])}"
    return words + (f" less {joined(minus)}" if minus else "")
