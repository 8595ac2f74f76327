"""Variants: rows made of other rows by augmentation, and lists that hold both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ml_engineer_tools.leakage.process.facts import Columns, Influence, Trait
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import share_rows
from ml_engineer_tools.leakage.process.values import NOTHING, Value, flat


def as_variant(data: Value, name: str, line: int) -> Value:
    """Return augmented rows."""
    trait = Trait("variant", line, name)
    return replace(data, traits=data.traits | {trait}, columns=Columns(), constant=NOTHING)


def is_variant(value: Value) -> bool:
    """Tell whether a value holds augmented rows."""
    return any(trait.kind == "variant" for trait in value.traits)


def together(machine: Machine, whole: Value, parts: Sequence[Value], line: int, call: str) -> Value:
    """Return rows that were gathered one by one, told if variants of one row are among them.

    Args:
        machine: the state.
        whole: what was gathered.
        parts: what it was gathered from.
        line: where.
        call: by what.
    """
    known = [flat(part) for part in parts if flat(part).rows]
    made = [part for part in known if is_variant(part)]
    plain = [part for part in known if not is_variant(part)]
    before = {fit for fit in whole.influences if fit.kind == "duplication" and fit.call == call}
    if not before and not any(share_rows(a.rows, b.rows) for a in made for b in plain):
        return whole
    first = min((fit.line for fit in before), default=line)
    copies = Influence("duplication", whole.rows, first, call, machine.site)
    return replace(whole, influences=(whole.influences - before) | {copies})
