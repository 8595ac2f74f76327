"""Told formulas: a fitted rule as plain arithmetic, and how much of the target just that gives.

A rule is found by weights that were fitted. What is told has to be what was measured: equal
weights or whole exponents are put in the place of the fitted ones, the limits are fitted on half of
the rows, and the other half says how good the formula is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.leakage.target.linear_rule import LinearRule
from ml_engineer_tools.tables.names import joined, quoted

NEAR = 0.1
"""How far a ratio of weights may lie from a whole number to be told as one."""
POWERS = {1: "", 2: "the square of ", 3: "the cube of "}
"""Exponents that are told."""
LESS = 0.005
"""What a plain formula may mend less than the fitted one and still be told."""
FEWEST_LEFT = 5
"""Rows at least on each side of a limit."""


@dataclass(frozen=True, slots=True)
class Told:
    """A formula in words, as the subject of a sentence, and what it mends out of fold, of what."""

    words: str
    mended: float
    of: str = "the target"


def tell(rule: LinearRule, names: tuple[str, ...], labels: np.ndarray) -> Told:
    """Return the plainest words for a rule that hold what they say.

    Args:
        rule: a weighted sum of columns, or of their logarithms.
        names: of its columns.
        labels: (n,) class codes.
    """
    limits = "above or below a limit," if int(labels.max()) == 1 else "cut at limits,"
    fitted = mended(rule.value, labels)
    whole = _whole(rule)
    if whole is not None:
        value = np.where(np.isfinite(rule.value), rule.parts @ np.array(whole), np.nan)
        plain = mended(value, labels)
        if plain >= fitted - LESS:
            return Told(f"{plain_words(names, whole, logs=rule.logs)}, {limits}", plain)
    what = "A product of powers of" if rule.logs else "A weighted sum of"
    return Told(f"{what} {joined(names)}, {limits}", fitted)


def _whole(rule: LinearRule) -> tuple[int, ...] | None:
    """Return weights as whole numbers, None if they are not near any that can be told."""
    weights = np.array(rule.weights)
    ratios = weights / np.abs(weights).min()
    whole = np.round(ratios)
    most = max(POWERS) if rule.logs else 1
    if (np.abs(ratios - whole) > NEAR * np.abs(whole)).any() or np.abs(whole).max() > most:
        return None
    return tuple(int(one) for one in whole)


def plain_words(names: tuple[str, ...], weights: tuple[int, ...], *, logs: bool) -> str:
    """Return a sum of columns, or with `logs` a product of their powers."""
    if not any(weight > 0 for weight in weights):
        weights = tuple(-weight for weight in weights)
    terms = [
        (POWERS[abs(weight)] if logs else "") + quoted(name)
        for name, weight in zip(names, weights, strict=True)
    ]
    plus = [term for term, weight in zip(terms, weights, strict=True) if weight > 0]
    minus = [term for term, weight in zip(terms, weights, strict=True) if weight <= 0]
    kind, between = ("The product of ", " divided by ") if logs else ("The sum of ", " less ")
    words = kind + _and(plus) if len(plus) > 1 else plus[0][:1].upper() + plus[0][1:]
    return words + (between + _and(minus) if minus else "")


def _and(terms: list[str]) -> str:
    return terms[0] if len(terms) == 1 else f"{', '.join(terms[:-1])} and {terms[-1]}"


def mended(value: np.ndarray, labels: np.ndarray) -> float:
    """Return the share of wrong guesses that limits of a number mend, out of fold.

    Half of the rows set the limits, one fewer than there are classes, and the other half judges.
    Where the number is not known the most frequent class is guessed.
    """
    from sklearn.tree import DecisionTreeClassifier

    known = np.isfinite(value)
    rows = np.arange(len(labels))
    wrong = guessed_wrong = 0
    for half in (0, 1):
        train, test = rows % 2 == half, rows % 2 != half
        usual = int(np.bincount(labels[train]).argmax())
        guess = np.full(len(labels), usual)
        if (train & known).sum() >= 2 * FEWEST_LEFT and (test & known).any():
            tree = DecisionTreeClassifier(
                max_leaf_nodes=int(labels.max()) + 1, min_samples_leaf=FEWEST_LEFT, random_state=0
            ).fit(value[train & known, None], labels[train & known])
            guess[test & known] = tree.predict(value[test & known, None])
        wrong += int((guess[test] != labels[test]).sum())
        guessed_wrong += int((labels[test] != usual).sum())
    return 1 - wrong / guessed_wrong if guessed_wrong else 0.0


def mended_by_codes(codes: np.ndarray, labels: np.ndarray) -> float:
    """Return the share of wrong guesses that the class of each code mends, out of fold."""
    rows = np.arange(len(labels))
    classes, wrong, guessed_wrong = int(labels.max()) + 1, 0, 0
    for half in (0, 1):
        train, test = rows % 2 == half, rows % 2 != half
        cells = np.bincount(
            codes[train] * classes + labels[train], minlength=(int(codes.max()) + 1) * classes
        ).reshape(-1, classes)
        usual = int(cells.sum(axis=0).argmax())
        guess = np.where(cells.sum(axis=1) > 0, cells.argmax(axis=1), usual)[codes[test]]
        wrong += int((guess != labels[test]).sum())
        guessed_wrong += int((labels[test] != usual).sum())
    return 1 - wrong / guessed_wrong if guessed_wrong else 0.0
