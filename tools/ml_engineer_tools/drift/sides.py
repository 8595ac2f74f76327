"""The two sides of a comparison: a table or a saved reference, and what was counted of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift.counting import (
    count_current,
    count_missing,
    count_reference,
    look,
)
from ml_engineer_tools.drift.counts import ColumnCounts, TableCounts
from ml_engineer_tools.drift.saved import SavedReference, read_reference
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import TableFingerprint
from ml_engineer_tools.tables.roles import Roles, check_roles, unknown_column
from ml_engineer_tools.tables.table import Column, Table


@dataclass(frozen=True, slots=True)
class Asked:
    """The roles that columns play in a comparison."""

    target: str | None = None
    prediction: str | None = None
    time: str | None = None
    group: str | None = None

    @property
    def roles(self) -> Roles:
        """The roles that all tools know."""
        return Roles(self.target, self.time, self.group)

    def check(self, table: Table) -> None:
        """Check that the table can play them.

        Raises:
            BadInput: a column isn't there, or plays two roles.
        """
        check_roles(table, self.roles)
        if self.prediction is None:
            return
        if not table.has(self.prediction):
            raise BadInput(unknown_column(table, "prediction", self.prediction))
        if self.prediction in (self.target, self.time, self.group):
            raise BadInput(
                f"The column {self.prediction!r} can't be the prediction and play another role too."
            )


@dataclass(frozen=True, slots=True)
class Reference:
    """What a current table is compared with: a table, or what was saved of one.

    Attributes:
        fingerprint: of the file that was named.
        columns: of it, the target left out.
        asked: the roles of its columns.
        label: the target, if there is one.
        notes: how it was read.
        table: if it is one.
        saved: if it is a saved reference.
    """

    fingerprint: TableFingerprint
    columns: tuple[Column, ...]
    asked: Asked
    label: Column | None = None
    notes: tuple[str, ...] = ()
    table: Table | None = None
    saved: SavedReference | None = None

    @property
    def written(self) -> dict[str, tuple[str, ...]]:
        """The ways of writing dates in which its columns of dates read, see `Table.written`."""
        if self.saved is not None:
            return {c.name: c.written for c in self.saved.columns if c.written}
        return dict(self.table.written) if self.table is not None else {}

    def column(self, name: str) -> Column:
        """Return the column called `name`."""
        return next(column for column in self.columns if column.name == name)


def open_reference(path: str, asked: Asked, context: Context) -> Reference:
    """Open a table or a saved reference.

    A saved reference knows the roles of its columns; what is asked besides must agree with them.

    Raises:
        BadInput: it is neither, or a role doesn't fit.
    """
    found = read_reference(path)
    if found is None:
        table = context.engine.read(path)
        asked.check(table)
        columns = tuple(column for column in table.columns if column.name != asked.target)
        label = table.column(asked.target) if asked.target is not None else None
        return Reference(table.fingerprint, columns, asked, label, table.notes, table=table)
    saved, sha256 = found
    kept = Asked(saved.target, saved.prediction, saved.time, saved.group)
    for role in ("target", "prediction", "time", "group"):
        wanted, known = getattr(asked, role), getattr(kept, role)
        if wanted is not None and wanted != known:
            raise BadInput(
                f"{path} was built with {known!r} as the {role}, not {wanted!r}; build it again "
                f"with --{role} or leave --{role} out."
            )
    fingerprint = TableFingerprint(
        name=path, sha256=sha256, rows=saved.table.rows, columns=saved.table.columns
    )
    note = (
        f"The reference is a saved profile of {saved.table.rows:,} rows, and holds none of them; "
        "rare levels are pooled in it."
    )
    found_label = saved.label
    label = Column(found_label.name, found_label.kind, found_label.dtype) if found_label else None
    return Reference(fingerprint, saved.schema_columns, kept, label, (note,), saved=saved)


def unread_times(reference: Reference, current: Table) -> list[str]:
    """Return the tables in which the column given as the time holds neither times nor numbers."""
    time = reference.asked.time
    if time is None:
        return []
    sides = [("reference", reference.column(time))]
    if current.has(time):
        sides.append(("current", current.column(time)))
    return [window for window, column in sides if not (column.is_temporal or column.is_numeric)]


def count_both(
    reference: Reference, current: Table, names: Sequence[str], context: Context, *, seed: int
) -> tuple[TableCounts, TableCounts]:
    """Count the columns called `names`, which both tables have and which are of like types."""
    engine, roles = context.engine, reference.asked.roles
    context.progress(0.1, "counting the reference")
    if reference.saved is not None:
        whole = reference.saved.counted()
        known = {column.name: column for column in whole.columns}
        before = replace(whole, columns=tuple(known[name] for name in names))
    else:
        table = _table(reference)
        columns = [table.column(name) for name in names]
        drawn = look(engine, table, columns, roles, seed=seed)
        before = count_reference(engine, table, columns, drawn, roles)
        del drawn
    context.progress(0.5, "counting the current table")
    columns = [current.column(name) for name in names]
    levels = {column.name for column in before.columns if column.way == "levels"}
    drawn = look(engine, current, columns, roles, seed=seed, levels=levels)
    return before, count_current(engine, current, columns, drawn, roles, before)


def count_empty(
    reference: Reference, current: Table, names: Sequence[str], context: Context
) -> tuple[tuple[ColumnCounts, ...], tuple[ColumnCounts, ...]]:
    """Count what is missing of the columns among `names` that are empty in one of the tables.

    A column without a value has no type of its own, and isn't retyped.
    """
    after = count_missing(context.engine, current, [current.column(name) for name in names])
    if reference.saved is not None:
        whole = reference.saved.counted()
        before = tuple(replace(whole.column(name), way="empty") for name in names)
    else:
        table = _table(reference)
        before = count_missing(context.engine, table, [table.column(name) for name in names])
    pairs = [pair for pair in zip(before, after, strict=True) if not all(c.known for c in pair)]
    return tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)


def count_labels(
    reference: Reference, current: Table, context: Context, *, seed: int
) -> tuple[ColumnCounts, ColumnCounts] | None:
    """Count the labels of exploration rows on both sides; None if the current table has none.

    Each table is cut by its own line.
    """
    target = reference.asked.target
    if target is None or not current.has(target):
        return None
    column = current.column(target)
    if reference.saved is not None:
        if reference.saved.label is None:
            return None
        before = reference.saved.label.counted()
    else:
        before = count_label(_table(reference), reference.asked, context, seed=seed)
    counted = TableCounts(reference.fingerprint.name, before.rows, (before,))
    rows = explored(current, reference.asked, context, seed=seed)
    roles = Roles(time=reference.asked.time)
    drawn = look(context.engine, rows, [column], roles, seed=seed)
    after = count_current(context.engine, rows, [column], drawn, roles, counted).columns[0]
    return before, after


def has_labels(reference: Reference, current: Table, context: Context) -> bool:
    """Tell whether the current table has a label in any row."""
    target = reference.asked.target
    if target is None or not current.has(target):
        return False
    return bool(count_missing(context.engine, current, [current.column(target)])[0].known)


def count_label(table: Table, asked: Asked, context: Context, *, seed: int) -> ColumnCounts:
    """Count the labels of a table's exploration rows on bins and levels of their own."""
    target = asked.target
    if target is None:
        raise ValueError("no target was named")
    rows, roles = explored(table, asked, context, seed=seed), Roles(time=asked.time)
    columns = [rows.column(target)]
    drawn = look(context.engine, rows, columns, roles, seed=seed)
    return count_reference(context.engine, rows, columns, drawn, roles).columns[0]


def explored(table: Table, asked: Asked, context: Context, *, seed: int) -> Table:
    """Return the exploration rows of a table, numbered anew: labels are read of these only."""
    import ibis

    from ml_engineer_tools.tables.table import ROW

    roles = asked.roles
    if roles.time is not None and not table.has(roles.time):
        roles = replace(roles, time=None)
    if roles.group is not None and not table.has(roles.group):
        roles = replace(roles, group=None)
    holdout = context.holdout_for(table, roles, seed=seed)
    rows = context.exploration(table, holdout)
    place = ibis.row_number().over(ibis.window(order_by=rows[ROW]))
    numbered = rows.mutate(**{ROW: place.cast("int64")})
    kept = context.engine.keep(
        f"labels {table.fingerprint.sha256} {holdout.model_dump_json()} {asked.target}",
        numbered.select(*dict.fromkeys([ROW, str(asked.target), *filter(None, [roles.time])])),
    )
    n = int(context.engine.aggregate(kept, {"n": kept.count()})["n"])
    names = set(kept.columns)
    return Table(
        fingerprint=table.fingerprint.model_copy(update={"rows": n}),
        columns=tuple(column for column in table.columns if column.name in names),
        expression=kept,
    )


def _table(reference: Reference) -> Table:
    if reference.table is None:
        raise ValueError("a saved reference has no table")
    return reference.table
