"""Selecting: what rows and columns a subscript keeps."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace

from ml_engineer_tools.leakage.process.facts import Columns, Influence, Trait
from ml_engineer_tools.leakage.process.hints import side_hint
from ml_engineer_tools.leakage.process.iteration import (
    BEFORE,
    COLUMN_LIST,
    LOOKUP,
    MAPPED,
    PARTS,
    RANGE,
)
from ml_engineer_tools.leakage.process.meters import HISTORY, recorded
from ml_engineer_tools.leakage.process.rows import SHUFFLED, Rows, Side, cut, sources
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat, join, shaped


def select(
    owner: Value,
    key: Value,
    text: str,
    line: int,
    *,
    targets: Container[str] = (),
    by_rows: bool = False,
) -> Value:
    """Return what is known of `owner[key]`.

    Args:
        owner: what is selected from.
        key: what is known of the key.
        text: the key as it is written.
        line: where.
        targets: columns that are known to be labels.
        by_rows: the key picks rows, as of `loc` and `iloc`; else a frame's picks columns.
    """
    if owner.name == PARTS:
        return replace(owner, name="", constant=NOTHING)
    if owner.name == LOOKUP and key.rows:
        return replace(key, constant=NOTHING, tests=())
    if owner.name == MAPPED:
        return _mapped(owner, key, text)
    if owner.name == HISTORY:
        return recorded(owner, key.constant)
    if key.constant is not NOTHING:
        return _by_constant(owner, key.constant, line, targets)
    between = bounds_of(key)
    if between is not None and owner.rows and (by_rows or not owner.columns.by_name):
        # Numbers one after the other, such as years: labels of rows, or positions.
        some = cut(owner.rows, Side("mask", "labels", f"within {between}"))
        return replace(settled(owner), rows=some, tests=())
    if owner.name == COLUMN_LIST:
        return shaped(replace(owner, columns=Columns()), _known_only(key))
    if not owner.rows:
        return _element(owner, key, text)
    pair = by_rows and len(key.items or ()) == 2 and (key.items or (key,))[0].text() is None
    if key.items and (pair or not key.texts()):
        rows = select(owner, key.items[0], text, line)
        return select_columns(rows, key.items[-1]) if len(key.items) > 1 else rows
    found = _from_data(owner, key, text, line)
    if found is not None:
        return found
    plain = replace(settled(owner), tests=())
    column = owner.columns.only() is not None
    if by_rows or owner.array or column or not owner.columns.by_name:
        return shaped(replace(plain, rows=_some(owner.rows, text)), _known_only(key))
    return replace(shaped(plain, _known_only(key)), columns=Columns(), origins=frozenset())


def bounds_of(numbers: Value) -> str | None:
    """Return between which bounds the numbers of a range lie, as `low:high`; None of others."""
    if numbers.name != RANGE or numbers.counted:
        return None
    if numbers.tests:
        return ":".join(numbers.tests[0])
    known = [item.constant for item in numbers.items or ()]
    if not known or not all(isinstance(number, int) for number in known):
        return None
    return f"{known[0]}:{known[-1] + 1}"  # type: ignore[operator]  # an int


def _some(rows: Rows, text: str) -> Rows:
    """Return rows that can't be told: they may be any, so nothing is said of how they lie."""
    return cut(rows, _mask(text))


_NOT = re.compile(r"~\s*([^&|~]+)")
"""How a mask is written that is the contrary of another."""


def _mask(text: str) -> Side:
    """Return the side on which rows stand that pass a mask, of which only the code is known."""
    contrary = _NOT.fullmatch(text)
    if contrary is None:
        return Side("mask", text, f"true {text}")
    return Side("mask", contrary[1], f"false {contrary[1]}")


def _mapped(owner: Value, key: Value, text: str) -> Value:
    """Return what lies under a key of a mapping whose values are not known one by one."""
    side = Side("mask", text, f"true {text}")
    if key.constant is not NOTHING:
        side = Side("mask", "key", f"== {key.constant!r}")
    return replace(_on_side(owner, side), name="", choices=owner.choices | key.choices)


def _on_side(value: Value, side: Side) -> Value:
    items = None if value.items is None else tuple(_on_side(item, side) for item in value.items)
    return replace(value, rows=cut(value.rows, side), items=items)


def _element(owner: Value, key: Value, text: str) -> Value:
    """Return an element of a container, where it can't be told which."""
    if key.predictions and key.rows and owner.entries is None and owner.items is None:
        # `classes[scores.argmax(1)]`: what is said of each row, by its name.
        return replace(
            key, influences=key.influences | owner.influences, constant=NOTHING, tests=()
        )
    if owner.entries is not None and all(v.entries and flat(v).scores for _, v in owner.entries):
        one = join(*(value for _, value in owner.entries))
        return replace(one, choices=one.choices | key.choices)
    if owner.entries is not None:
        whole = flat(owner)
        rows = _some(whole.rows, text) if key == UNKNOWN else whole.rows
        return shaped(replace(whole, rows=rows), replace(key, rows=frozenset()))
    if owner.items is not None:
        one = join(*owner.items)
        return replace(one, choices=one.choices | key.choices)
    return replace(shaped(owner, _known_only(key)), constant=NOTHING)


def _by_constant(owner: Value, key: object, line: int, targets: Container[str]) -> Value:
    entry = owner.entry(key)
    if entry is not None:
        return replace(entry, choices=entry.choices | owner.choices)
    if owner.entries and not owner.rows and all(_is_key(known) for known, _ in owner.entries):
        # Nothing was put there yet.
        return Value(choices=owner.choices)
    if isinstance(key, int) and owner.items and -len(owner.items) <= key < len(owner.items):
        item = owner.items[key]
        return replace(item, choices=item.choices | owner.choices) if owner.choices else item
    if isinstance(key, str) and key in targets:
        owner = replace(
            owner,
            influences=frozenset(
                replace(i, kind="feature_selection") if i.kind == "correlation" else i
                for i in owner.influences
            ),
        )
    if isinstance(key, str) and owner.rows:
        hinted = side_hint(key) is not None
        if hinted and (comes_split(owner) or (owner.opaque and not owner.columns.whole)):
            source = "+".join(sorted(part.source for part in owner.rows))
            side = Side("named", source, side_hint(key) or "")
            return replace(owner, rows=cut(owner.rows, side), items=None)
        return _column(owner, key)
    if owner.ranked and owner.scores:
        from ml_engineer_tools.leakage.process.facts import Choice

        rows: Rows = frozenset(part for score in owner.scores for part in score.rows)
        chosen = Choice("model", rows, line, "sort")
        best = flat(owner)
        return replace(best, choices=best.choices | {chosen}, constant=NOTHING, ranked=False)
    one_row = isinstance(key, int) and owner.rows
    result = replace(flat(owner), constant=NOTHING, tests=())
    return replace(result, origins=frozenset(), columns=Columns()) if one_row else result


def comes_split(owner: Value) -> bool:
    """Tell whether rows are those of a collection that has its splits by name."""
    return all(
        part.source.startswith("load_dataset") and all(side.kind != "named" for side in part.path)
        for part in owner.rows
    )


def _is_key(known: object) -> bool:
    """Tell whether an entry's key is known, rather than numbered as one that can't be told."""
    return not (isinstance(known, tuple) and known[:1] == ("unknown",))


def _column(owner: Value, name: str) -> Value:
    return replace(
        owner,
        columns=Columns(names=frozenset({name})),
        origins=frozenset() if owner.name == BEFORE else frozenset({name}),
        predictions=frozenset(),
        scores=frozenset(),
        things=(),
        entries=None,
        items=None,
        tests=(),
        traits=owner.traits | _ahead(owner, name),
    )


def _ahead(owner: Value, name: str) -> frozenset[Trait]:
    """Return what a column of a frame holds of later rows."""
    made = next((one for one in owner.made if one.name == name and one.future), None)
    if made is None:
        return frozenset()
    return frozenset({Trait("future", made.line, made.how, made.reach)})


def _from_data(owner: Value, key: Value, text: str, line: int) -> Value | None:
    """Return what a known key picks of a table or array; None if the key can't be told."""
    plain = replace(settled(owner), tests=())
    if key.texts():
        return replace(plain, columns=Columns(names=frozenset(key.texts())))
    if key.name == COLUMN_LIST:
        return replace(shaped(plain, _known_only(key)), columns=_listed(owner, key))
    if key.index and key.rows:
        drawn = frozenset(trait for trait in key.traits if trait.kind == "resampled")
        known = replace(_known_only(key), traits=drawn)
        return shaped(replace(plain, rows=_rows_at(owner.rows, key.rows)), known)
    if key.tests:
        rows = owner.rows
        for subject, test in key.tests:
            rows = cut(rows, Side("mask", subject, test))
        return replace(shaped(plain, _picked_by(key)), rows=rows, origins=plain.origins)
    if key.rows and key != UNKNOWN:
        kept = replace(plain, rows=cut(owner.rows, _mask(text)))
        if not key.predictions or not key.scores or owner.predictions:
            return kept
        # Rows for which a model is not far off the label.
        easy = Influence("hard_rows", key.rows, line, "a filter by residuals")
        return replace(kept, influences=kept.influences | {easy})
    return None


def _listed(owner: Value, names: Value) -> Columns:
    """Return the columns that a list of column names picks.

    All columns of another table need not be all of this one: its label may not be among them.
    """
    if names.counted and not sources(names.counted) & sources(owner.rows):
        return Columns(names=names.columns.names)
    return names.columns


def _known_only(key: Value) -> Value:
    """Return what a key knows of scores and fits, without its rows and columns."""
    return Value(influences=key.influences, choices=key.choices)


def _picked_by(key: Value) -> Value:
    """Return what rows know of the key that picked them: a bound that is a statistic is no fit."""
    fits = frozenset(fit for fit in key.influences if fit.kind != "statistic")
    return Value(influences=fits, choices=key.choices)


def _rows_at(rows: Rows, index: Rows) -> Rows:
    """Return the rows that an index picks: those of its own path, if it was cut from these."""
    known = {part.source for part in rows}
    if all(part.source in known for part in index):
        return index
    result = rows
    for part in sorted(index, key=lambda p: p.source):
        for side in part.path:
            result = cut(result, side)
    return result


def select_columns(owner: Value, key: Value) -> Value:
    """Return what is known of `owner[:, key]`."""
    if key.constant is not NOTHING and isinstance(key.constant, str):
        return _column(owner, key.constant)
    plain = settled(owner)
    if key.texts():
        return replace(plain, columns=Columns(names=frozenset(key.texts())))
    if key.name == COLUMN_LIST:
        return replace(shaped(plain, _known_only(key)), columns=_listed(owner, key))
    return replace(
        shaped(plain, _known_only(key)), columns=Columns(), origins=frozenset(), constant=NOTHING
    )


def slice_rows(
    owner: Value, low: str, high: str, line: int, *, moving: bool, origin: bool = False
) -> Value:
    """Return what is known of `owner[low:high]`.

    Args:
        owner: what is sliced.
        low: first bound as text, "" for none.
        high: second bound as text, "" for none.
        line: where.
        moving: the bounds move with a loop: the slices are windows, no split.
        origin: one of the bounds is where a forecast starts: rows lie before or after it.
    """
    if owner.items is not None and not owner.rows:
        return _slice_items(owner, low, high)
    if owner.name == COLUMN_LIST:
        # Some of the columns: which, their order would tell.
        return replace(owner, constant=NOTHING, columns=Columns())
    if not owner.rows:
        return replace(owner, constant=NOTHING)
    if moving:
        trait = Trait("windows", line, "windows that follow each other")
        rows = owner.rows
        if origin:
            key = "origins in " + ",".join(sorted({part.source for part in rows}))
            rows = cut(rows, Side("origin", key, f"{low}:{high}"))
        return replace(
            settled(owner), rows=rows, columns=Columns(), origins=frozenset(),
            traits=owner.traits | {trait},
        )  # fmt: skip
    side = Side("slice", slice_key(owner), f"{low}:{high}")
    return replace(settled(owner), rows=cut(owner.rows, side), tests=())


def slice_key(owner: Value) -> str:
    """Return what names the cuts of some rows by position: another order, other cuts."""
    key = "slice of " + ",".join(sorted({part.source for part in owner.rows}))
    mixed = [trait.line for trait in owner.traits if trait.kind == "shuffled"]
    return f"{key}{SHUFFLED}{max(mixed)}" if mixed else key


def _slice_items(owner: Value, low: str, high: str) -> Value:
    def bound(text: str) -> int | None:
        return int(text) if text.lstrip("-").isdigit() else None

    if (low and bound(low) is None) or (high and bound(high) is None):
        return flat(owner)
    return replace(owner, items=(owner.items or ())[bound(low) : bound(high)])


def settled(frame: Value) -> Value:
    """Return a frame that no longer tells its columns apart: it knows what they know."""
    if frame.entries is None:
        return frame
    found = [value for _, value in frame.entries]
    return replace(
        frame,
        entries=None,
        predictions=frame.predictions.union(*(value.predictions for value in found)),
        scores=frame.scores.union(*(value.scores for value in found)),
    )


def statistic_of(value: Value, influence: Influence | None) -> Value:
    """Return what sums the rows of a value up: it has no rows, but knows of all of them."""
    more = frozenset({influence}) if influence is not None else frozenset()
    return Value(
        influences=value.influences | more,
        scores=value.scores,
        choices=value.choices,
        predictions=frozenset(),
        columns=value.columns,
    )
