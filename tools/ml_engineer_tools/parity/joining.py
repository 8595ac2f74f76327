"""Joining: each training row beside the row that serving logged under the same key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ml_engineer_tools.context import Context
from ml_engineer_tools.engine.content import as_text, draw_hash, hash_threshold
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import EXACT, Exactness
from ml_engineer_tools.tables.names import joined
from ml_engineer_tools.tables.roles import unknown_column
from ml_engineer_tools.tables.table import ROW, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pandas as pd

    from ml_engineer_tools.engine.base import Engine

KEY = "__key__"
SEPARATOR = "\x1f"
COPIES = "__copies__"

CELLS = 20_000_000
"""Cells held in memory at a time; of wide tables fewer joined rows are drawn."""


@dataclass(frozen=True, slots=True)
class KeyCounts:
    """The keys of one table.

    Attributes:
        rows: of the table.
        empty: rows without a key.
        distinct: different keys.
        repeated: keys that are in several rows; they are joined to nothing.
        repeated_rows: their rows.
    """

    rows: int
    empty: int
    distinct: int
    repeated: int
    repeated_rows: int


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Joined rows, in file order of the training table.

    Attributes:
        training: features as training saw them, n rows.
        serving: the same columns as serving logged them, the same n rows.
        keys: the key columns of the training table.
        places: the `ROW` of each in the training table.
        drawn: a table of these.
        matched: how many rows could be joined; `len(training)` of them were drawn.
        only_training: keys that serving doesn't have.
        only_serving: keys that training doesn't have.
        counts: keys of the training table and of the serving table.
        exactness: whether these are all joined rows.
        notes: what a reader has to know of how keys were read.
    """

    training: pd.DataFrame
    serving: pd.DataFrame
    keys: pd.DataFrame
    places: np.ndarray
    drawn: ir.Table
    matched: int
    only_training: int
    only_serving: int
    counts: tuple[KeyCounts, KeyCounts]
    exactness: Exactness
    notes: tuple[str, ...]


def join_rows(
    training: Table,
    serving: Table,
    key: Sequence[str],
    features: Sequence[str],
    context: Context,
    *,
    most: int,
    seed: int,
) -> Pairs:
    """Join the rows whose key is in one row of either table.

    Raises:
        BadInput: a key column is missing, every key is in several rows, or no key is in both.
    """
    for table, role in ((training, "key"), (serving, "key of serving")):
        for name in key:
            if not table.has(name):
                raise BadInput(unknown_column(table, role, name))
    engine, notes = context.engine, []
    numeric = {name for name in key if _mixed(training, serving, name)}
    if numeric:
        notes.append(
            f"The key {joined(sorted(numeric))} is stored as another type in either table; keys "
            "were compared by their value as text, numbers without leading zeros."
        )
    keyed = [_keyed(table, key, numeric) for table in (training, serving)]
    counts = tuple(_count(engine, table, rows) for table, rows in
                   zip((training, serving), keyed, strict=True))  # fmt: skip
    for table, found in zip((training, serving), counts, strict=True):
        if found.distinct and found.repeated == found.distinct:
            raise BadInput(
                f"Every key ({joined(list(key))}) of {table.name} is in several rows, so rows "
                "can't be joined; name more columns, such as --key ID DATE."
            )
        if not found.distinct:
            raise BadInput(f"The key {joined(list(key))} of {table.name} has no values.")
    single = [rows.filter(rows[COPIES] == 1) for rows in keyed]
    shared = single[0].semi_join(single[1], KEY)
    matched = int(engine.aggregate(shared, {"n": shared.count()})["n"])
    everywhere = [rows.select(KEY).distinct() for rows in keyed]
    both = everywhere[0].semi_join(everywhere[1], KEY)
    in_both = int(engine.aggregate(both, {"n": both.count()})["n"])
    if matched == 0:
        kinds = " and ".join(
            dict.fromkeys(table.column(name).kind for table in (training, serving) for name in key)
        )
        raise BadInput(
            f"No key ({joined(list(key))}) is in one row of either table, so nothing can be "
            f"compared; the keys are of type {kinds}: write them alike, or name the right column."
        )
    cap = max(100, min(most, CELLS // (2 * max(1, len(features)))))
    joined_rows = _beside(single[0], single[1], key, features)
    if matched > cap:
        chance = draw_hash(joined_rows, [KEY], seed=seed, purpose="parity")
        joined_rows = joined_rows.filter(chance < hash_threshold(cap / matched))
    frame = engine.hash_sample(joined_rows, matched, seed=seed, by=[KEY])
    import pandas as pd

    sides = {
        letter: pd.DataFrame({name: frame[f"{letter}{k}"] for k, name in enumerate(features)})
        for letter in ("t", "s")
    }
    sampled = matched > cap
    return Pairs(
        training=sides["t"],
        serving=sides["s"],
        keys=pd.DataFrame({name: frame[f"k{k}"] for k, name in enumerate(key)}),
        places=frame[ROW].to_numpy(dtype="int64"),
        drawn=joined_rows.select(ROW),
        matched=matched,
        only_training=counts[0].distinct - in_both,
        only_serving=counts[1].distinct - in_both,
        counts=(counts[0], counts[1]),
        exactness=Exactness(kind="sampled", n=len(frame)) if sampled else EXACT,
        notes=tuple(notes),
    )


def _keyed(table: Table, key: Sequence[str], numeric: set[str]) -> ir.Table:
    """Return the rows that have a key, with it as text and how many rows have the same one."""
    import ibis

    rows = table.expression
    texts = []
    for name in key:
        text = as_text(rows[name])
        # 007 and 7 are the same number, where one of the tables holds numbers.
        if name in numeric:
            text = text.strip().re_replace(r"^0+([0-9])", r"\1").re_replace(r"\.0+$", "")
        texts.append(text)
    whole = texts[0]
    for text in texts[1:]:
        whole = whole.concat(SEPARATOR, text)
    known = rows.mutate(**{KEY: whole})
    known = known.filter(known[KEY].notnull() & (known[KEY] != "nan"))
    copies = known[KEY].count().over(ibis.window(group_by=known[KEY]))
    return known.mutate(**{COPIES: copies})


def _count(engine: Engine, table: Table, rows: ir.Table) -> KeyCounts:
    found = engine.aggregate(
        rows,
        {
            "rows": rows.count(),
            "distinct": rows[KEY].nunique(),
            "single": (rows[COPIES] == 1).sum(),
        },
    )
    total, distinct, single = (int(found[name] or 0) for name in ("rows", "distinct", "single"))
    return KeyCounts(table.rows, table.rows - total, distinct, distinct - single, total - single)


def _beside(
    training: ir.Table, serving: ir.Table, key: Sequence[str], features: Sequence[str]
) -> ir.Table:
    left = training.select(
        **{ROW: training[ROW], KEY: training[KEY]},
        **{f"k{k}": training[name] for k, name in enumerate(key)},
        **{f"t{k}": training[name] for k, name in enumerate(features)},
    )
    right = serving.select(
        **{KEY: serving[KEY]}, **{f"s{k}": serving[name] for k, name in enumerate(features)}
    )
    both = left.inner_join(right, KEY)
    return both.select(*[name for name in both.columns if not name.endswith("_right")])


def _mixed(training: Table, serving: Table, name: str) -> bool:
    kinds = {table.column(name).kind for table in (training, serving)}
    return len(kinds) > 1 and not kinds <= {"integer", "number"} and not kinds <= {
        "date", "timestamp"
    }  # fmt: skip
