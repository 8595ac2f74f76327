"""Two tables are the same data if they hold mostly the same rows, and only then."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.rows_sketch import are_same_rows, sketch_rows


def sketch(frame: pd.DataFrame) -> tuple[str, ...]:
    engine = open_engine()
    try:
        engine.register("table", frame)
        return sketch_rows(engine, engine.read("table"))
    finally:
        engine.close()


def measured(rows: int, seed: int) -> pd.DataFrame:
    return pd.DataFrame({"x": np.random.default_rng(seed).normal(size=rows), "k": "a"})


def test_the_order_of_rows_and_columns_has_no_part_in_it() -> None:
    table = measured(3000, 0)

    assert sketch(table.sample(frac=1, random_state=1)[["k", "x"]]) == sketch(table)


def test_a_table_that_has_grown_is_the_same_and_another_month_is_not() -> None:
    table = measured(3000, 0)
    grown = pd.concat([table, measured(600, 1)])

    assert are_same_rows(sketch(table), sketch(grown))
    assert not are_same_rows(sketch(table), sketch(measured(3000, 2)))
    assert not are_same_rows(sketch(table), ())


def test_tables_of_few_different_rows_are_told_apart_by_how_many_there_are_of_each() -> None:
    random = np.random.default_rng(0)
    levels = ["a", "b", "c"]
    one, other = (
        pd.DataFrame({name: random.choice(levels, 2000) for name in ("p", "q", "y")})
        for _ in range(2)
    )

    assert are_same_rows(sketch(one), sketch(one.sample(frac=1, random_state=0)))
    assert not are_same_rows(sketch(one), sketch(other))


def test_large_tables_are_told_by_the_same_rule() -> None:
    table, other = (measured(60_000, seed).assign(z=1.5) for seed in (0, 1))

    assert sketch(table.sample(frac=1, random_state=1)) == sketch(table)
    assert len(sketch(table)) == 64
    assert are_same_rows(sketch(table), sketch(pd.concat([table, other.head(9000)])))
    assert not are_same_rows(sketch(table), sketch(other))
