"""The roles that columns play, and whether the columns named for them can play them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.tables.table import Table


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column is the target, the time, the entity, the fold; None where it wasn't said."""

    target: str | None = None
    time: str | None = None
    group: str | None = None
    fold: str | None = None

    def given(self) -> dict[str, str]:
        """Return the roles that were given, as role -> column name."""
        pairs = {"target": self.target, "time": self.time, "group": self.group,
                 "fold": self.fold}  # fmt: skip
        return {role: name for role, name in pairs.items() if name is not None}


def check_roles(table: Table, roles: Roles) -> None:
    """Check that every column named exists and that no column plays two roles.

    Raises:
        BadInput: with the nearest names of the table when a name is unknown.
    """
    for role, name in roles.given().items():
        if not table.has(name):
            raise BadInput(unknown_column(table, role, name))
    if roles.target is not None and roles.target in (roles.time, roles.group, roles.fold):
        raise BadInput(
            f"The column {roles.target!r} can't be the target and play another role too."
        )


def check_left_out(table: Table, names: Iterable[str], roles: Roles) -> None:
    """Check that the columns which no model will get exist, and that none of them has a role.

    Raises:
        BadInput: with the nearest names of the table when a name is unknown.
    """
    taken = {name: role for role, name in roles.given().items()}
    for name in names:
        if not table.has(name):
            raise BadInput(unknown_column(table, "columns to leave out", name))
        if name in taken:
            raise BadInput(f"The {taken[name]} {name!r} can't be among the columns to leave out.")


def unknown_column(table: Table, role: str, name: str) -> str:
    """Return the sentence for a column that isn't there, with the nearest names."""
    names = [column.name for column in table.columns]
    folded = {known.casefold(): known for known in reversed(names)}
    near = difflib.get_close_matches(name.casefold(), list(folded), n=3, cutoff=0.5)
    nearest = ", ".join(repr(folded[key]) for key in near) or ", ".join(map(repr, names[:5]))
    word = "nearest" if near else "there are"
    return f"{table.name} has no column {name!r} for the {role}; {word}: {nearest}."
