"""Things: objects with an identity, such as estimators and instances of the script's classes."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from ml_engineer_tools.leakage.process.facts import Choice, Influence
from ml_engineer_tools.leakage.process.knowledge.estimators import Estimator
from ml_engineer_tools.leakage.process.rows import NO_ROWS, Rows
from ml_engineer_tools.leakage.process.values import Value


@dataclass(eq=False, slots=True)
class Thing:
    """An object that a script makes and changes.

    Attributes:
        name: of its class, as the script calls it.
        line: where it was made.
        estimator: what is known of its class; None if nothing is.
        blueprint: its class, if the script defines it.
        body: its code, if it is a function of the script.
        scope: the variables that its code sees.
        parts: the estimators that it is made of.
        options: the arguments that it was made with.
        attributes: of an instance.
        trained: the rows that it was trained on.
        influences: the fits that shaped what it was trained on.
        choices: what was chosen of it.
        supervised: it was trained with labels, or is of a kind that is.
        told_labels: it was trained with labels that are not the features themselves.
        fits: how often it was fitted.
        within: the rounds of loops in which it was made.
    """

    name: str
    line: int
    estimator: Estimator | None = None
    blueprint: ast.ClassDef | None = None
    body: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | None = None
    scope: object = None
    parts: tuple[Thing, ...] = ()
    options: dict[str, Value] = field(default_factory=dict)
    attributes: dict[str, Value] = field(default_factory=dict)
    trained: Rows = NO_ROWS
    influences: frozenset[Influence] = frozenset()
    choices: frozenset[Choice] = frozenset()
    supervised: bool = False
    told_labels: bool = False
    fits: int = 0
    within: frozenset[int] = frozenset()

    def __repr__(self) -> str:
        return f"<{self.name} of line {self.line}>"

    @property
    def role(self) -> str:
        """What it is for: the role of its estimator, or an empty text."""
        return self.estimator.role if self.estimator is not None else ""
