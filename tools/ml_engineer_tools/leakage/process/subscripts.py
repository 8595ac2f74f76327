"""Subscripts and slices: which rows and columns they pick, and whether that is a split."""

from __future__ import annotations

import ast
from dataclasses import replace

from ml_engineer_tools.leakage.process import score_tables
from ml_engineer_tools.leakage.process.decompositions import are_parts
from ml_engineer_tools.leakage.process.events import Manner, Split
from ml_engineer_tools.leakage.process.expressions import evaluate, evaluate_key, names_in
from ml_engineer_tools.leakage.process.frames.rows import beside, stacked
from ml_engineer_tools.leakage.process.graphs import GRAPH, asked_of_pairs, looked_up
from ml_engineer_tools.leakage.process.iteration import (
    COLUMN_LIST,
    PARTS,
    SLICE,
    beside_each_other,
    zipped,
)
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.neighbours import looked_up as looked_up_near
from ml_engineer_tools.leakage.process.ratings import looked_up as rated
from ml_engineer_tools.leakage.process.rows import SAMPLE, Side, by_groups, cut, rows_key
from ml_engineer_tools.leakage.process.selecting import select, select_columns, settled, slice_rows
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat, join


def subscript(machine: Machine, node: ast.Subscript) -> Value:
    """Return what is known of `owner[key]`."""
    owner = evaluate(machine, node.value)
    key = evaluate_key(machine, node.slice)
    if score_tables.gathers(owner):
        return _of_scores(machine, owner, key, node)
    text = machine.own_text(node.slice)
    if isinstance(node.slice, ast.Slice) or (
        isinstance(node.slice, ast.Tuple) and any(isinstance(e, ast.Slice) for e in node.slice.elts)
    ):
        return _sliced(machine, owner, node)
    if owner.name.endswith((".c_", ".r_")) and key.items:
        tables = list(key.items)
        sideways = owner.name.endswith("c_")
        return _beside(tables) if sideways else stacked(machine, tables, node.lineno, parts=True)
    if owner.name == GRAPH:
        return looked_up(machine, owner, key.rows, "neighbours", node.lineno)
    of_pairs = asked_of_pairs(owner, key) or looked_up_near(machine, owner, key, node.lineno)
    of_pairs = of_pairs or rated(machine, owner, key, node.lineno)
    if of_pairs is not None:
        return of_pairs
    by_rows = isinstance(node.value, ast.Attribute) and node.value.attr in ("loc", "iloc")
    if key.name == SLICE and owner.rows:
        low, high = ("" if v.constant is None else _told(v, text) for v in key.items or ())
        return slice_rows(owner, low, high, node.lineno, moving=False)
    _note_use(machine, owner, key, node.lineno)
    return select(owner, key, text, node.lineno, targets=machine.targets, by_rows=by_rows)


def _of_scores(machine: Machine, owner: Value, key: Value, node: ast.Subscript) -> Value:
    """Return what a subscript picks of a list or table of scores."""
    if isinstance(node.slice, ast.Slice):
        return owner
    how = node.value.attr if isinstance(node.value, ast.Attribute) else ""
    return score_tables.select(
        machine, owner, key, node.lineno, by_rows=how in ("loc", "iloc", "at", "iat"),
        by_label=how in ("loc", "at"),
    )  # fmt: skip


SPLIT_KINDS = ("fold", "random", "ordered", "slice")


def _note_use(machine: Machine, owner: Value, key: Value, line: int) -> None:
    """Note that the positions of a split pick rows of what was fitted on: it is split here."""
    if not key.index or owner.index or not owner.rows or not owner.influences:
        return
    if all(part.path and _is_of_split(part.path[-1]) for part in key.rows):
        manner: Manner = "group" if all(map(by_groups, key.rows)) else "given"
        machine.note(Split(line, "rows by position", manner, "parts", settled(owner),
                           repeated=len(machine.loops) > 1))  # fmt: skip


def _is_of_split(side: Side) -> bool:
    """Tell whether rows are a side of a split, rather than some that were drawn."""
    return side.kind in SPLIT_KINDS and not side.key.startswith(SAMPLE)


def _sliced(machine: Machine, owner: Value, node: ast.Subscript) -> Value:
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if owner.name == PARTS:
        return owner
    if owner.name == COLUMN_LIST and isinstance(node.slice, ast.Slice):
        # How many of them are kept may have been chosen.
        bounds = [b for b in (node.slice.lower, node.slice.upper) if b is not None]
        told = frozenset(c for bound in bounds for c in evaluate(machine, bound).choices)
        owner = replace(owner, choices=owner.choices | told)
    pairs = zipped(owner)
    if pairs is not None and isinstance(node.slice, ast.Slice):
        of_pairs = _sliced_rows(machine, pairs, node, parts)
        return beside_each_other(owner, of_pairs.rows, of_pairs.traits)
    return _sliced_rows(machine, owner, node, parts)


def _sliced_rows(
    machine: Machine, owner: Value, node: ast.Subscript, parts: list[ast.expr]
) -> Value:
    result = owner
    first = parts[0]
    looping = _moves(machine, first)
    if isinstance(first, ast.Slice):
        if first.lower is not None or first.upper is not None:
            low, high = (_bound(machine, bound) for bound in (first.lower, first.upper))
            if owner.rows and not looping and not _is_block(parts):
                mixed = any(trait.kind == "shuffled" for trait in owner.traits)
                split = Split(
                    node.lineno, "slice", "random" if mixed else "ordered", "parts", owner
                )
                machine.cut_at(split, rows_key(owner.rows), low, high)
            origin = looping and _from_origin(machine, rows_key(owner.rows), low, high)
            result = slice_rows(result, low, high, node.lineno, moving=looping, origin=origin)
            if looping and not origin:
                result = _in_range(machine, result, first)
    elif not (isinstance(first, ast.Constant) and first.value is Ellipsis):
        result = select(result, evaluate(machine, first), ast.unparse(first), node.lineno,
                        targets=machine.targets)  # fmt: skip
    if len(parts) > 1:
        last = parts[1]
        key = UNKNOWN if isinstance(last, ast.Slice) else evaluate(machine, last)
        everything = isinstance(last, ast.Slice) and last.lower is None and last.upper is None
        if isinstance(last, ast.Slice) and _moves(machine, last) and are_parts(result):
            # The parts of a series lie beside each other: its time runs along the second axis.
            return slice_rows(result, "", "", node.lineno, moving=True)
        return result if everything else select_columns(result, key)
    return result


def _told(bound: Value, text: str) -> str:
    return f"bound of {text}" if bound.constant is NOTHING else str(bound.constant)


def _is_block(parts: list[ast.expr]) -> bool:
    """Tell whether a slice cuts a block out of a matrix or picture, rather than rows."""
    bounded = [p for p in parts if isinstance(p, ast.Slice) and (p.lower or p.upper)]
    return len(bounded) > 1


def _beside(tables: list[Value]) -> Value:
    known = [flat(table) for table in tables if flat(table).rows]
    return beside(known) if known else join(*tables)


def _from_origin(machine: Machine, key: str, low: str, high: str) -> bool:
    """Tell whether a slice holds all rows before a moving point, or rows from such a point on."""
    before = machine.origins.setdefault(key, set())
    if not low:
        before.add(high)
    return not low or not high or low in before


def _in_range(machine: Machine, windows: Value, bound: ast.expr) -> Value:
    """Return windows that a function cuts out between bounds that it is given: others each time."""
    names = names_in(bound)
    for loop in machine.loops:
        counted = getattr(loop.node, "iter", None)
        if not names & loop.moving or not isinstance(counted, ast.Call) or len(counted.args) < 2:
            continue
        low, high = (machine.own_text(one) for one in counted.args[:2])
        told = all(names_in(one) for one in counted.args[:2])
        if told and " of call " in f"{low} {high}":
            key = "windows in " + ",".join(sorted({part.source for part in windows.rows}))
            side = Side("slice", key, f"{low}:{high}")
            return replace(windows, rows=cut(windows.rows, side))
    return windows


def _moves(machine: Machine, bound: ast.expr) -> bool:
    """Tell whether a slice moves with a loop around it."""
    moving = {name for loop in machine.loops for name in loop.moving}
    return any(node.id in moving for node in ast.walk(bound) if isinstance(node, ast.Name))


def _bound(machine: Machine, node: ast.expr | None) -> str:
    if node is None:
        return ""
    value = evaluate(machine, node)
    if value.constant is not NOTHING:
        return str(value.constant)
    return ast.unparse(node)
