"""Row sets: which rows of which source a value holds, told by the splits that it came through."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Literal

SideKind = Literal["random", "fold", "ordered", "slice", "mask", "named", "origin"]
Relation = Literal["same", "contains", "within", "disjoint", "crossing", "unknown"]

HELD_OUT = frozenset({"test", "validation"})
"""Sides that a model is not trained on, if all is well."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of one split.

    Attributes:
        kind: how the rows were chosen.
        key: which split it was; sides of one key exclude each other.
        name: `train`, `test`, ...; for a mask, its test; for a slice `low:high`.
    """

    kind: SideKind
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one source after a number of splits.

    Attributes:
        source: where the rows come from: a file, a call, a parameter.
        path: the sides that they stood on, outermost split first.
    """

    source: str
    path: tuple[Side, ...] = ()

    def cut(self, side: Side) -> Part:
        """Return the rows of this part that stand on a side of a further split."""
        if side in self.path or (side.kind == "named" and self._is_named(side.key)):
            return self
        return Part(self.source, (*self.path, side))

    def _is_named(self, key: str) -> bool:
        """Tell whether a name has said already on which side of a split these rows stand."""
        return any(side.kind == "named" and side.key == key for side in self.path)


Rows = frozenset[Part]
NO_ROWS: Rows = frozenset()


def cut(rows: Rows, side: Side) -> Rows:
    """Return the rows that stand on one side of a split of them.

    Those that are known to fail a test do not pass it, if there are others that may; if there are
    none, these are not the rows that were known.
    """
    if side.kind != "mask":
        return frozenset(part.cut(side) for part in rows)
    passing = frozenset(part for part in rows if _untested(part, side) == part)
    return frozenset(_untested(part, side).cut(side) for part in passing or rows)


def _untested(part: Part, side: Side) -> Part:
    """Return rows as they were before a test that excludes one that they now pass."""
    failing = [place for place, known in enumerate(part.path)
               if known.kind == "mask" and is_contrary(known, side)]  # fmt: skip
    return Part(part.source, part.path[: failing[0]]) if failing else part


def by_groups(part: Part) -> bool:
    """Tell whether rows came through a split that keeps entities together."""
    return any(
        side.kind in ("fold", "random") and "Group" in side.key.partition(" ")[0]
        for side in part.path
    )


EQUAL_PARTS = "equal parts"
"""How the key of a cut into equal parts begins: each part in its turn is the test."""


def is_one_fold(part: Part) -> bool:
    """Tell whether rows are one of the equal parts that rows were cut into."""
    return bool(part.path) and part.path[-1].key.startswith(EQUAL_PARTS)


SAMPLE = "sample "
"""How the key of rows begins that were drawn; the line follows."""


def drawn_at(part: Part, beside: Part) -> int:
    """Return the line that drew some rows that another part was not drawn with; 0 for none.

    A part of rows that were put in another order is drawn by it.
    """
    for side in part.path:
        if side in beside.path or any(side.key == other.key for other in beside.path):
            continue
        if side.kind == "random" and side.key.startswith(SAMPLE) and side.name == "train":
            return int(side.key.removeprefix(SAMPLE).split(" ", 1)[0])
        if side.kind == "slice" and SHUFFLED in side.key:
            return int(side.key.rpartition(SHUFFLED)[2])
    return 0


SHUFFLED = " shuffled at "
"""How the key of a slice ends whose rows were put in another order before; the line follows."""
UNSEEN = "unseen: "
"""How a source begins that comes from code that can't be seen: two values of it may be any rows."""


def is_unseen(part: Part) -> bool:
    """Tell whether it is unknown which rows these are: of unseen code, and never split in sight."""
    return part.source.startswith(UNSEEN) and not any(
        side.kind in ("random", "fold", "ordered", "slice") for side in part.path
    )


def is_side_of_split(part: Part) -> bool:
    """Tell whether rows are a side of a split that can be seen."""
    return bool(part.path) and part.path[-1].kind in ("random", "fold", "ordered", "slice")


def opposite(rows: Rows) -> Rows | None:
    """Return the rows on the other side of the last split of these; None if it can't be told."""
    last = {part.path[-1] for part in rows if part.path}
    if len(last) != 1 or not all(part.path for part in rows):
        return None
    side = last.pop()
    name = {"train": "test", "test": "train"}.get(side.name)
    if name is None:
        return None
    other = Side(side.kind, side.key, name)
    return frozenset(Part(part.source, (*part.path[:-1], other)) for part in rows)


def rows_key(rows: Rows) -> str:
    """Return a text that is the same for the same rows, to name a split of them."""
    return "+".join(sorted(f"{p.source}{[(s.key, s.name) for s in p.path]}" for p in rows))


def relation(one: Part, other: Part) -> Relation:
    """Tell how two parts lie to each other; `crossing` parts share rows by chance."""
    if one.source != other.source:
        return "disjoint"
    mine, theirs = set(one.path), set(other.path)
    if any(_exclude(a, b) for a, b in product(mine - theirs, theirs - mine)):
        return "disjoint"
    if mine == theirs:
        return "same"
    if mine <= theirs:
        return "contains"
    if theirs <= mine:
        return "within"
    apart = {side.kind for side in mine ^ theirs}
    return "crossing" if apart <= {"random", "fold"} else "unknown"


def parting(one: Part, other: Part) -> list[tuple[Side, Side]]:
    """Return the sides of splits by which two parts of one source are known to share no row."""
    if one.source != other.source:
        return []
    mine, theirs = set(one.path), set(other.path)
    return [(a, b) for a, b in product(mine - theirs, theirs - mine) if _exclude(a, b)]


def share_rows(some: Rows, others: Rows) -> bool:
    """Tell whether two row sets have rows in common for all that is known."""
    return any(relation(a, b) not in ("disjoint", "unknown") for a, b in product(some, others))


def apart(some: Rows, others: Rows) -> bool:
    """Tell whether two row sets are known, and known to have no row in common."""
    if not some or not others:
        return False
    return all(relation(a, b) == "disjoint" for a, b in product(some, others))


def covers(some: Rows, others: Rows) -> bool:
    """Tell whether every part of `others` lies in a part of `some`."""
    return bool(others) and all(
        any(relation(a, b) in ("same", "contains") for a in some) for b in others
    )


def is_held_out(rows: Rows) -> bool:
    """Tell whether all of the rows stand on the far side of a split."""
    return bool(rows) and all(any(s.name in HELD_OUT for s in part.path) for part in rows)


def in_folds(rows: Rows) -> bool:
    """Tell whether rows stand in a fold of a cross-validation."""
    return any(side.kind == "fold" for part in rows for side in part.path)


def sources(rows: Iterable[Part]) -> set[str]:
    """Return the sources of the rows."""
    return {part.source for part in rows}


def _exclude(a: Side, b: Side) -> bool:
    if a.key != b.key or a.name == b.name:
        return False
    if a.kind == b.kind and a.kind in ("slice", "origin"):
        return _slices_exclude(a.name, b.name)
    if a.kind == "mask" and b.kind == "mask":
        return _tests_exclude(a.name, b.name)
    return True


def _slices_exclude(a: str, b: str) -> bool:
    (low, high), (other_low, other_high) = a.split(":", 1), b.split(":", 1)
    return _before(high, other_low) or _before(other_high, low)


def _before(end: str, start: str) -> bool:
    """Tell whether a slice that ends at `end` lies before one that starts at `start`.

    Bounds that can't be compared are taken to be in order: who cuts at two bounds means two parts.
    """
    if not end or not start:
        return False
    try:
        ends, starts = float(end), float(start)
    except ValueError:
        return True
    return ends <= starts or (ends < 0) != (starts < 0)


BELOW, ABOVE = ("<", "<="), (">", ">=")


def _fails(value: str, sign: str, bound: str) -> bool:
    """Tell whether a number is known to fail a test; not so of what is no number."""
    try:
        number, limit = float(value), float(bound)
    except ValueError:
        return False
    passed = {"<": number < limit, "<=": number <= limit, ">": number > limit,
              ">=": number >= limit}  # fmt: skip
    return not passed.get(sign, True)


_CONTRARY_SIGNS = ({"==", "!="}, {"in", "not in"}, {"true", "false"}, {"within", "outside"})


def taken_apart(test: str) -> tuple[str, str]:
    """Return the sign of a test and its bound."""
    words = 2 if test.startswith("not in ") else 1
    *sign, bound = test.split(" ", words)
    return " ".join(sign), bound


def is_contrary(a: Side, b: Side) -> bool:
    """Tell whether two tests are one and its contrary."""
    (sign, bound), (other, other_bound) = taken_apart(a.name), taken_apart(b.name)
    return a.key == b.key and bound == other_bound and {sign, other} in _CONTRARY_SIGNS


def _tests_exclude(a: str, b: str) -> bool:
    (sign, bound), (other, other_bound) = taken_apart(a), taken_apart(b)
    if {sign, other} in _CONTRARY_SIGNS:
        return bound == other_bound
    if sign == other == "within":
        return _slices_exclude(bound, other_bound)
    if sign == other == "==":
        return bound != other_bound
    if "==" in (sign, other):
        return _fails(bound, other, other_bound) or _fails(other_bound, sign, bound)
    if sign in BELOW and other in ABOVE:
        return not _known_before(other_bound, bound)
    return sign in ABOVE and other in BELOW and not _known_before(bound, other_bound)


def _known_before(start: str, end: str) -> bool:
    """Tell whether one bound is known to be smaller: two numbers, or two dates as texts."""
    try:
        return float(start) < float(end)
    except ValueError:
        return bool(_DATE.match(start) and _DATE.match(end)) and start < end


_DATE = re.compile(r"['\"]\d{4}(?:-\d\d)?")
"""How the text of a date begins whose order is that of the letters."""
