"""Ratings: matrices of who rated, bought or heard what, and what likeness in them foretells."""

from __future__ import annotations

from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Columns, Influence, Prediction
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import NO_ROWS, Part, rows_key
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import NOTHING, Value, flat

_OF_TRIPLETS = frozenset({"csr_matrix", "coo_matrix", "csc_matrix", "lil_matrix", "csr_array",
                          "coo_array", "csc_array"})  # fmt: skip
_LIKENESS = frozenset({"cosine_similarity", "linear_kernel", "pairwise_distances", "corrcoef",
                       "cdist", "cosine_distances", "spearmanr"})  # fmt: skip
_LEARNT = ("likeness", "correlation", "reduction")
"""Fits of a matrix of ratings by which what is missing in it is foretold."""


def made(machine: Machine, name: str, arguments: Arguments, line: int) -> Value | None:
    """Return a matrix of ratings, or the likeness of its rows; None of any other function."""
    first = arguments.value(0)
    if name in _OF_TRIPLETS and len(first.items or ()) == 2 and first.items is not None:
        values, places = first.items
        if len(places.items or ()) != 2 or not flat(values).rows:
            return None
        return _told(machine, replace(flat(values), columns=Columns(), origins=frozenset()), line)
    if name in _LIKENESS and of_ratings(flat(first)):
        return alike(machine, flat(first), name, line)
    return None


def pivoted(machine: Machine, owner: Value, name: str, arguments: Arguments, line: int) -> Value:
    """Return a table with a row for each of some values and a column for each of others."""
    groups = Part(f"groups by {name} of line {line} of {rows_key(owner.rows)}")
    wide = replace(
        owner, rows=frozenset({groups}) if owner.rows else NO_ROWS, traits=frozenset(),
        columns=Columns(), origins=frozenset(), made=frozenset(), entries=None, items=None,
        constant=NOTHING, name="",
    )  # fmt: skip
    return _told(machine, wide, line, rows=owner) if owner.rows else wide


def _told(machine: Machine, matrix: Value, line: int, rows: Value | None = None) -> Value:
    held = (rows or matrix).rows
    fit = Influence("ratings", held, line, "matrix of ratings", machine.site)
    return replace(matrix, influences=matrix.influences | {fit})


def of_ratings(value: Value) -> frozenset[Influence]:
    """Return the matrices of ratings that a value is made of."""
    return frozenset(fit for fit in value.influences if fit.kind == "ratings")


def alike(machine: Machine, matrix: Value, name: str, line: int) -> Value:
    """Return how alike the rows of a matrix of ratings are."""
    fit = Influence("likeness", matrix.rows, line, name, machine.site)
    return replace(matrix, influences=matrix.influences | {fit}, constant=NOTHING, items=None)


def looked_up(machine: Machine, owner: Value, key: Value, line: int) -> Value | None:
    """Return what likeness tells of the pairs that are asked about; None of anything else.

    It foretells their ratings, as a model does that was trained on the ratings in the matrix.
    """
    found = of_ratings(owner)
    if not found or owner.predictions or not any(f.kind in _LEARNT for f in owner.influences):
        return None
    asked = next((k for k in (key.items or (key,)) if k.rows and not k.index), None)
    if asked is None:
        return None
    trained = frozenset(part for fit in found for part in fit.rows)
    said = Prediction(trained, asked.rows, owner.influences, owner.choices)
    model = Thing("likeness", line, trained=trained)
    return Value(
        rows=asked.rows, predictions=frozenset({said}), choices=owner.choices, things=(model,),
        influences=owner.influences,
    )  # fmt: skip
