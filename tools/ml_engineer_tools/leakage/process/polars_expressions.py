"""Polars expressions: they name columns of whatever frame they are used on."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Columns
from ml_engineer_tools.leakage.process.rows import Part, Rows
from ml_engineer_tools.leakage.process.values import Value, flat

OF_A_FRAME: Rows = frozenset({Part("the frame that an expression is used on")})
"""Rows of an expression before it is used."""


def column_expression(names: tuple[str, ...]) -> Value:
    """Return what is known of `pl.col(names)`."""
    known = frozenset(names)
    return Value(rows=OF_A_FRAME, columns=Columns(names=known), origins=known)


def over(expression: Value, targets: Container[str]) -> Value:
    """Return an expression by group: a statistic of the label by group encodes by the label."""
    by_label = any(name in targets for name in expression.columns.names)
    fits = frozenset(
        replace(
            fit,
            kind="target_encoding" if by_label and fit.kind == "statistic" else fit.kind,
            call=f"groupby(){fit.call}" if fit.rows == OF_A_FRAME else fit.call,
        )
        for fit in expression.influences
    )
    return replace(expression, influences=fits, rows=expression.rows or OF_A_FRAME)


def used_on(frame: Value, arguments: Arguments) -> Arguments:
    """Return arguments whose expressions stand for columns of the frame."""
    named = {name: _bound(value, frame.rows) for name, value in (arguments.named or {}).items()}
    return Arguments(tuple(_bound(value, frame.rows) for value in arguments.given), named)


def _bound(value: Value, rows: Rows) -> Value:
    if value.items is not None:
        return replace(value, items=tuple(_bound(item, rows) for item in value.items))
    fits = frozenset(
        replace(fit, rows=rows) if fit.rows == OF_A_FRAME else fit for fit in value.influences
    )
    return replace(value, influences=fits, rows=rows if value.rows == OF_A_FRAME else value.rows)


def columns_added(frame: Value, arguments: Arguments) -> Value:
    """Return a frame after `with_columns`, told what its new columns know."""
    from ml_engineer_tools.leakage.process.storing import with_column

    result = frame
    for value in arguments.given:
        for one in value.items or (value,):
            result = with_column(result, (one.name,) if one.name else (), flat(one), 0)
    for name, value in (arguments.named or {}).items():
        result = with_column(result, (name,), flat(value), 0)
    return result
