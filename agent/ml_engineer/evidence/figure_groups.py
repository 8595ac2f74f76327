"""Figures that share something written as one group: a third of the bytes, and nothing lost.

Flat: {"handle": "E3.f7", "quantity": "mean", "value": 2, "column": "age", "n": 90}. Neighbours
about the same thing are written once with what they share, and neighbours that are the same
quantity of several columns likewise; what only one of them has comes last in its row:

    {"column": "age", "n": 90, "values": [["E3.f7", "mean", 2], ["E3.f8", "zeros", 9, {...}]]}
    {"quantity": "mean", "n": 90, "values": [["E3.f7", "age", 2], ["E3.f9", "height", 170]]}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

SHARED = ("table", "model", "column", "split", "window", "sampled", "interval_level", "unit")
"""What figures of a group have in common, besides the quantity and `n`."""

ROWS = "n"
"""Written for the group as its first figure has it, and in a row where that differs."""

VALUES = "values"

Flat = Mapping[str, Any]
"""A figure by field, without the fields that it lacks."""


def pack(figures: Sequence[Flat]) -> list[Flat]:
    """Return figures with neighbours grouped; a lone one stays flat."""
    packed: list[Flat] = []
    start = 0
    while start < len(figures):
        one = _run(figures, start, "quantity", SHARED[:-1])
        other = _run(figures, start, "column", ("quantity", *SHARED))
        differing, shared, length = max(one, other, key=lambda run: run[2])
        packed.append(
            _group(figures[start : start + length], differing, shared)
            if length > 1
            else figures[start]
        )
        start += length
    return packed


def unpack(packed: Iterable[Any]) -> Iterator[Any]:
    """Yield the figures of what `pack` returned; anything else is passed on as it is.

    Raises:
        ValueError: a group isn't written as `pack` writes it.
    """
    for item in packed:
        if not isinstance(item, Mapping) or VALUES not in item:
            yield item
            continue
        shared = {name: value for name, value in item.items() if name != VALUES}
        differing = "column" if "quantity" in shared else "quantity"
        for row in item[VALUES]:
            handle, name, value, *rest = row
            extra = rest[0] if rest else {}
            yield {"handle": handle, differing: name, "value": value, **shared, **extra}


def _run(
    figures: Sequence[Flat], start: int, differing: str, shared: Sequence[str]
) -> tuple[str, Sequence[str], int]:
    """Return how many figures from `start` on are the same but for one field that all have."""
    first = figures[start]
    end = start
    while (
        end < len(figures)
        and differing in figures[end]
        and (ROWS in figures[end]) == (ROWS in first)
        and all(figures[end].get(name) == first.get(name) for name in shared if name != differing)
    ):
        end += 1
    return differing, shared, max(end - start, 1)


def _group(figures: Sequence[Flat], differing: str, shared: Sequence[str]) -> Flat:
    common = {
        name: figures[0][name]
        for name in (*shared, ROWS)
        if name in figures[0] and name != differing
    }
    alone = ("handle", differing, "value")
    rows = []
    for figure in figures:
        rest = {
            name: value
            for name, value in figure.items()
            if name not in alone and common.get(name) != value
        }
        rows.append([*(figure[name] for name in alone), *([rest] if rest else [])])
    return {**common, VALUES: rows}
