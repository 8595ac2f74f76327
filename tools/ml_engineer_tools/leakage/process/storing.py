"""Storing: what an assignment does to the variable, column, element or attribute that it names."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace

from ml_engineer_tools.leakage.process import score_tables
from ml_engineer_tools.leakage.process.expressions import evaluate, evaluate_key
from ml_engineer_tools.leakage.process.facts import Columns, Influence, Made
from ml_engineer_tools.leakage.process.flags import flagged
from ml_engineer_tools.leakage.process.iteration import MAPPED, unpacked, with_hint
from ml_engineer_tools.leakage.process.library.listing import told_owner
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import Part, Rows, Side, opposite, sources
from ml_engineer_tools.leakage.process.values import NOTHING, Value, flat, join, shaped

NAMES_A_STEP = 20
"""Known columns of a frame that cost as much to carry along as one step (measured)."""
MOST_ENTRIES = 200
"""Entries of one mapping that are told apart (a convention)."""


def store(machine: Machine, target: ast.expr, value: Value) -> None:
    """Give a target a value."""
    if isinstance(target, ast.Name):
        told = told_owner(machine, value, target.id, target.lineno)
        machine.set(target.id, with_hint(told, target.id))
        machine.tell_assigned(target.id, target.lineno)
    elif isinstance(target, ast.Tuple | ast.List):
        _unpack(machine, target.elts, value)
    elif isinstance(target, ast.Starred):
        store(machine, target.value, value)
    elif isinstance(target, ast.Attribute):
        _store_attribute(machine, target, value)
    elif isinstance(target, ast.Subscript):
        _store_element(machine, target, value)
    elif isinstance(target, ast.Call):
        # `wrapper(x).fit(...)`: the object has no name to be kept under.
        return


def _unpack(machine: Machine, targets: list[ast.expr], value: Value) -> None:
    names = [target.id if isinstance(target, ast.Name) else None for target in targets]
    for target, part in zip(targets, unpacked(value, names), strict=True):
        store(machine, target, part)


def _store_attribute(machine: Machine, target: ast.Attribute, value: Value) -> None:
    owner = evaluate(machine, target.value)
    if target.attr == "columns":
        if owner.rows and value.columns == Columns() and value.texts():
            named = frozenset(value.texts())
            store(machine, target.value, replace(owner, columns=Columns(names=named)))
        return
    if owner.things:
        for thing in owner.things:
            thing.attributes[target.attr] = machine.dependent(value)
            if thing.estimator is not None and thing.blueprint is None:
                # `model.coef_ = best`: the model is what was chosen.
                thing.choices |= value.choices
    elif owner.rows:
        made = with_column(owner, (target.attr,), value, target.lineno)
        store(machine, target.value, made)


def _store_element(machine: Machine, target: ast.Subscript, value: Value) -> None:
    node = target.value
    if isinstance(node, ast.Attribute) and node.attr in ("loc", "iloc", "at", "iat"):
        node = node.value
    owner = evaluate(machine, node)
    key = evaluate_key(machine, target.slice)
    value = machine.dependent(_told_by_label(machine, value, owner.rows))
    column = key.items[-1] if key.items and not key.texts() else key
    value = _out_of_fold(value, key.items[0] if key.items else key)
    if owner.rows and key.index and value.predictions:
        # Out-of-fold predictions, put in their places.
        said = owner.predictions | value.predictions
        known = replace(owner, predictions=said, columns=Columns(), origins=frozenset(), items=None)
        store(machine, node, replace(known, choices=owner.choices | value.choices))
        return
    if owner.rows and not owner.index:
        machine.steps += len(owner.columns.names) // NAMES_A_STEP
        for name in column.texts():
            told_owner(machine, value, name, target.lineno)
        store(machine, node, with_column(owner, column.texts(), value, target.lineno))
        return
    told = flagged(machine, owner, key, value, target)
    if told is not None:
        store(machine, node, told)
        return
    cell = score_tables.with_cell(owner, key, value) if node is not target.value else None
    if cell is not None:
        store(machine, node, cell)
        return
    whole = replace(flat(owner), things=owner.things)
    if key.constant is not NOTHING and len(owner.entries or ()) < MOST_ENTRIES:
        entries = dict(owner.entries or ())
        entries[key.constant] = value
        store(machine, node, replace(owner, entries=tuple(entries.items()), items=None))
    else:
        kept = replace(join(whole, flat(value)), entries=None, items=None)
        by_key = owner.entries is not None or owner.name == MAPPED
        mapped = by_key and (kept.rows or kept.scores)
        store(machine, node, replace(kept, name=MAPPED) if mapped else kept)


def with_column(frame: Value, names: tuple[str, ...], value: Value, line: int) -> Value:
    """Return a frame after `frame[names] = value`."""
    changed = shaped(frame, replace(value, scores=frozenset(), predictions=frozenset()))
    origins = value.origins
    later = {made.name for made in frame.made if made.future}
    future = any(trait.kind == "future" for trait in value.traits - frame.traits)
    future = future or bool(origins & later)
    outcome = _summed_up(value, frame)
    ahead = [trait for trait in value.traits - frame.traits if trait.kind == "future"]
    known = [trait.reach for trait in ahead if trait.reach is not None]
    reach = max(known) if known and len(known) == len(ahead) else None
    first = min(ahead, key=lambda trait: trait.line, default=None)
    how = first.text if first is not None else ""
    if first is not None and not how.startswith("shift"):
        # Smoothing and filling are told where they are done: a label may be moved up soundly.
        line = first.line
    made = frozenset(
        Made(name, origins - {name}, future, line, outcome, reach, how) for name in names
    )
    kept = frozenset(one for one in frame.made if one.name not in names)
    if len(kept) > MOST_ENTRIES:
        made = frozenset()
    entries = dict(frame.entries or ())
    if len(names) == 1 and (value.predictions or value.scores):
        entries[names[0]] = value
    else:
        entries = {key: entry for key, entry in entries.items() if key not in names}
    return replace(
        changed,
        columns=frame.columns.plus(names),
        made=kept | made,
        origins=frame.origins,
        traits=frozenset(t for t in changed.traits if t.kind != "future") | frame.traits,
        entries=tuple(entries.items()) or None,
        tests=(),
    )


def _out_of_fold(value: Value, places: Value) -> Value:
    """Return what is stored in the rows of one fold without encodings that the other folds tell.

    No row's own label goes into them.
    """
    if not places.index or not all(any(s.kind == "fold" for s in p.path) for p in places.rows):
        return value
    kept = frozenset(
        fit for fit in value.influences
        if fit.kind != "target_encoding" or fit.rows != opposite(places.rows)
    )  # fmt: skip
    return replace(value, influences=kept)


def _told_by_label(machine: Machine, value: Value, rows: Rows) -> Value:
    """Return a value that is stored with rows, told if it sums up the rows of one label.

    What all of the rows have in common, as a filter that they came through, tells them not apart.
    """
    common = [set(part.path) for part in rows]
    shared: set[Side] = set.intersection(*common) if common else set()
    told = frozenset(_by_label(machine, fit, shared) for fit in value.influences)
    return replace(value, influences=told)


def _by_label(machine: Machine, fit: Influence, shared: set[Side]) -> Influence:
    masks = {side for part in fit.rows for side in part.path if side.kind == "mask"} - shared
    if fit.kind != "statistic" or not any(side.key in machine.targets for side in masks):
        return fit
    whole = {Part(p.source, tuple(s for s in p.path if s not in masks)) for p in fit.rows}
    return replace(fit, kind="target_encoding", rows=frozenset(whole))


def _summed_up(value: Value, frame: Value) -> Rows:
    """Return the rows of other tables that a column is made of, which tell what came of its own."""
    told = [
        fit for fit in value.influences - frame.influences
        if fit.kind == "membership" or fit.call.startswith("groupby()")
    ]  # fmt: skip
    own = sources(frame.rows)
    return frozenset(part for fit in told for part in fit.rows if part.source not in own)


def remove(frame: Value, names: Iterable[str]) -> Value:
    """Return a frame without some columns."""
    return replace(frame, columns=frame.columns.less(names))
