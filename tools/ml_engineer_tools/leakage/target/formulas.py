"""Formulas: a number written as a weighted sum of columns, of their products or of their ratios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ml_engineer_tools.evidence import format_value
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True, order=True)
class Factor:
    """A column to a power; or one less or plus the column, as a discount or a tax rate is used.

    Attributes:
        column: its name.
        power: of it, or of the whole sum.
        of: what is taken of it.
        plus: a column that is added to it first.
        less: a column that is taken from it first.
    """

    column: str
    power: float = 1.0
    of: Literal["value", "one_less", "one_plus"] = "value"
    plus: str = ""
    less: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(name for name in (self.column, self.plus, self.less) if name)

    def values(self, columns: Mapping[str, np.ndarray]) -> np.ndarray:
        """Return the factor for (n,) values of the columns; not finite where it has none."""
        column = columns[self.column]
        base = {"value": column, "one_less": 1 - column, "one_plus": 1 + column}[self.of]
        base = base + columns[self.plus] if self.plus else base
        base = base - columns[self.less] if self.less else base
        with np.errstate(all="ignore"):
            return np.asarray(base if self.power == 1 else np.power(base, self.power))

    def expression(self, table: ir.Table) -> ir.FloatingValue:
        """Return the same for a table; null where a power has no value."""
        import ibis

        column = table[self.column].cast("float64")
        base = {"value": column, "one_less": 1 - column, "one_plus": 1 + column}[self.of]
        base = base + table[self.plus].cast("float64") if self.plus else base
        base = base - table[self.less].cast("float64") if self.less else base
        if self.power == 1:
            return base
        if self.power == -1:
            return 1 / base.nullif(0.0)
        positive: ir.FloatingValue = ibis.ifelse(base > 0, base, None)
        return positive**self.power

    def words(self) -> str:
        """Return the factor without its sign of division."""
        name = quoted(self.column)
        name = {"value": name, "one_less": f"(one less {name})", "one_plus": f"(one plus {name})"}[
            self.of
        ]
        if self.plus or self.less:
            verb = "plus" if self.plus else "minus"
            name = f"({name} {verb} {quoted(self.plus or self.less)})"
        power = abs(self.power)
        if power == 1:
            return name
        known = {2.0: "the square of ", 0.5: "the square root of ", 3.0: "the cube of "}
        return known.get(power, f"a power ({format_value(power)}) of ") + name


Term = tuple[Factor, ...]
"""The product of its factors."""


@dataclass(frozen=True, slots=True)
class Identity:
    """target = sum of coefficient * term + intercept.

    Attributes:
        terms: one or more.
        coefficients: one for each term.
        intercept: in the target's unit.
        tolerance: residual that rounding explains, in the target's unit.
        relative: part of the fitted value that is allowed for besides.
    """

    terms: tuple[Term, ...]
    coefficients: tuple[float, ...]
    intercept: float
    tolerance: float
    relative: float = 0.0

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns, each once."""
        names = (factor.columns for term in self.terms for factor in term)
        return tuple(dict.fromkeys(name for several in names for name in several))

    def values(self, columns: Mapping[str, np.ndarray]) -> np.ndarray:
        """Return the right side of the equation for (n,) values; not finite where it has none."""
        with np.errstate(all="ignore"):
            parts = [
                weight * np.prod([factor.values(columns) for factor in term], axis=0)
                for term, weight in zip(self.terms, self.coefficients, strict=True)
            ]
            return np.asarray(np.sum(parts, axis=0) + self.intercept)

    def residual(self, table: ir.Table, target: str) -> ir.FloatingValue:
        """Return the absolute residual of each row; null where a column is, or is not finite."""
        import ibis

        rest = (table[target].cast("float64") - self._fitted(table)).abs()
        return ibis.ifelse(rest.isnan() | rest.isinf(), None, rest)

    def holds(self, table: ir.Table, target: str) -> ir.BooleanValue:
        """Return whether the residual is small enough in each row; null where there is none."""
        limit = self.tolerance + self.relative * self._fitted(table).abs()
        return self.residual(table, target) <= limit

    def _fitted(self, table: ir.Table) -> ir.FloatingValue:
        import ibis

        fitted: ir.FloatingValue = ibis.literal(self.intercept, "float64")
        for term, coefficient in zip(self.terms, self.coefficients, strict=True):
            product: ir.FloatingValue = ibis.literal(coefficient, "float64")
            for factor in term:
                product = product * factor.expression(table)
            fitted = fitted + product
        return fitted

    def words(self, coefficients: Sequence[str]) -> str:
        """Return the right side of the equation, the intercept left out.

        Args:
            coefficients: the coefficients as prose shows them; those of 1 and -1 aren't shown.
        """
        parts = []
        for term, value, shown in zip(self.terms, self.coefficients, coefficients, strict=True):
            words = term_words(term)
            if value in (1.0, -1.0):
                parts.append(("minus " if value < 0 else "plus ") + words)
            else:
                parts.append(f"plus {shown} times {words}")
        # What is added comes before what is taken away.
        return " ".join(sorted(parts, key=lambda part: part.startswith("minus"))).removeprefix(
            "plus "
        )


def term_words(term: Term) -> str:
    """Return a term in words: `a` times `b` divided by `c`."""
    above = [factor.words() for factor in term if factor.power > 0]
    below = [factor.words() for factor in term if factor.power < 0]
    words = " times ".join(above) or "one"
    return words + "".join(f" divided by {name}" for name in below)
