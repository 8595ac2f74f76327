"""Written out: expressions of one value compiled once, then written as SQL for every column.

Compiling a dozen expressions for each of a thousand columns would take longer than running them.
What is written into the SQL are names of our own (`c17`); the user's names stand only in the
projection, which Ibis compiles and quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.datatypes as dt
    import ibis.expr.types as ir

_TABLE, _VALUE, _RESULT = "written_out", "written_out_value", "written_out_result"
_SELECTED = re.compile(
    rf'SELECT\s+(.*)\s+AS\s+"{_RESULT}"\s+FROM\s+"{_TABLE}"\s+AS\s+"\w+"', re.DOTALL
)
_COLUMN = re.compile(rf'"\w+"\."{_VALUE}"')


class Template:
    """Named SQL expressions of one value of a type, in which any column can stand.

    Args:
        to_sql: compiles a table expression to SQL.
        dtype: type of the value.
        make: makes the expressions of the value: all scalars or all columns.
    """

    def __init__(
        self,
        to_sql: Callable[[ir.Table], str],
        dtype: dt.DataType,
        make: Callable[[ir.Column], Mapping[str, ir.Value]],
    ) -> None:
        import ibis
        import ibis.expr.types as ir

        table = ibis.table({_VALUE: dtype}, name=_TABLE)
        self._parts: dict[str, list[str]] = {}
        for name, expression in make(table[_VALUE]).items():
            aggregated = isinstance(expression, ir.Scalar)
            choose = table.aggregate if aggregated else table.select
            selected = _SELECTED.fullmatch(to_sql(choose(**{_RESULT: expression})).strip())
            if selected is None:
                raise ValueError(f"{name} is no expression of a single value")
            self._parts[name] = _COLUMN.split(selected[1])

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the expressions."""
        return tuple(self._parts)

    def write(self, column: str) -> list[str]:
        """Return the SQL of each expression for a column; its name must be a plain one."""
        return [column.join(parts) for parts in self._parts.values()]
