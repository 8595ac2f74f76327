"""Methods that change what they are called on, or what they are given: append, pop, shuffle."""

from __future__ import annotations

import ast
from dataclasses import replace

from ml_engineer_tools.leakage.process import column_lists, score_tables
from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Trait
from ml_engineer_tools.leakage.process.frames.columns import column
from ml_engineer_tools.leakage.process.frames.rows import stacked
from ml_engineer_tools.leakage.process.graphs import GRAPH, without
from ml_engineer_tools.leakage.process.iteration import (
    COLUMN_LIST,
    RECORDS,
    beside_each_other,
    zipped,
)
from ml_engineer_tools.leakage.process.knowledge.methods import (
    IN_PLACE_APPENDS,
)
from ml_engineer_tools.leakage.process.library.choosing import scores_by_key
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.multiplying import multiplied
from ml_engineer_tools.leakage.process.storing import remove, store
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat, join
from ml_engineer_tools.leakage.process.variants import together


def call(machine: Machine, owner: Value, node: ast.Call, arguments: Arguments) -> Value | None:
    """Return the result of a method that changes something in place; None of any other."""
    if not isinstance(node.func, ast.Attribute):
        return None
    name, kept = node.func.attr, node.func.value
    if owner.name == COLUMN_LIST:
        return column_lists.call(machine, owner, node, arguments)
    if (
        name in IN_PLACE_APPENDS
        and owner.name in ("", RECORDS)
        and not (owner.things and not owner.items)
    ):
        return _append(machine, owner, node, name, arguments)
    if owner.name == GRAPH and arguments.given:
        left = without(owner, name, flat(arguments.given[0]))
        if left is not None:
            store(machine, kept, left)
            return UNKNOWN
    if name == "pop" and owner.rows and arguments.given:
        names = arguments.given[0].texts()
        store(machine, kept, remove(owner, names))
        return column(owner, names)
    if name == "sort" and machine.bare is node and flat(owner).scores and not owner.rows:
        # `results.sort()`: the best first or last.
        if owner.name == RECORDS:
            by_key = scores_by_key(machine, owner, arguments, node.lineno)
            store(
                machine,
                kept,
                score_tables.ranked_by(owner, by_key or score_tables.first_scores(owner)),
            )
            return UNKNOWN
        ranked = replace(flat(owner), ranked=True, constant=NOTHING)
        store(machine, kept, ranked)
        return UNKNOWN
    if name == "shuffle" and owner.name and len(arguments.given) == 1:
        _shuffle(machine, arguments, node)
    return None


def _shuffle(machine: Machine, arguments: Arguments, node: ast.Call) -> None:
    """Note that rows were shuffled in place: `random.shuffle(rows)`."""
    target, (value,) = node.args[0], arguments.given
    mixed = Trait("shuffled", node.lineno, "shuffle")
    pairs = zipped(value)
    if pairs is not None and isinstance(target, ast.Name | ast.Attribute):
        store(machine, target, beside_each_other(value, pairs.rows, frozenset({mixed})))
    elif value.rows and isinstance(target, ast.Name | ast.Attribute):
        store(machine, target, replace(value, traits=value.traits | {mixed}))


def _tried(owner: Value, arguments: Arguments) -> Value | None:
    """Return a list of models, each beside its score, to which one is added; None of any other.

    Of all these tuples it is known what stands at each place, as of one.
    """
    one = arguments.given[0] if len(arguments.given) == 1 else UNKNOWN
    held = owner.items
    if not one.items or len(one.items) < 2 or held is None or len(held) > 1:
        return None
    if not any(part.things for part in one.items) or flat(one).index:
        return None
    if held and len(held[0].items or ()) != len(one.items):
        return None
    return Value(items=(join(*held, one),), choices=owner.choices)


def _append(
    machine: Machine, owner: Value, call: ast.Call, name: str, arguments: Arguments
) -> Value:
    node = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    gathered = None
    if name == "append" and machine.loops:
        bare = machine.bare is call
        gathered = score_tables.added(owner, arguments.value(0), bare=bare)
    if gathered is not None:
        store(machine, node, gathered)
        return UNKNOWN if machine.bare is call else gathered
    added = join(*(flat(value) for value in arguments.all()))
    added = multiplied(machine, node, added, call)
    if machine.grounds:
        added = replace(added, influences=added.influences | machine.grounds)
    if owner.rows and name == "append" and owner.columns.whole and machine.bare is not call:
        return stacked(machine, [owner, *arguments.given], 0)
    tried = _tried(owner, arguments) if machine.loops and name == "append" else None
    if tried is not None:
        whole = tried
    elif owner.items is not None and not machine.loops and name == "append":
        whole = replace(owner, items=(*owner.items, *arguments.given))
    else:
        things = tuple(dict.fromkeys([*flat(owner).things, *added.things]))
        whole = replace(join(replace(flat(owner), items=None), added), things=things)
        whole = together(machine, whole, [owner, added], call.lineno, name)
    if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        store(machine, node, replace(whole, entries=None) if name != "update" else whole)
    return UNKNOWN
