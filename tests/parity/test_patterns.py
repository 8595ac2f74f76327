"""Each way in which serving may get a feature wrong is named for what it is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from tests.parity.worlds import ROWS, compared, differs, panel, patterns, training, value

RANDOM = np.random.default_rng(1)
SOME = RANDOM.random(ROWS) < 0.3

Mistake = Callable[[pd.DataFrame], pd.Series]

MISTAKES: dict[str, tuple[str, Mistake]] = {
    "missing_in_serving": ("amount", lambda f: f.amount.mask(SOME)),
    "default": ("amount", lambda f: f.amount.mask(SOME, 0.0)),
    "units": ("amount", lambda f: f.amount * 100),
    "scaled": ("share", lambda f: (f.share - 0.5) / 0.2887),
    "shifted": ("age", lambda f: f.age + 1),
    "logarithm": ("amount", lambda f: np.log1p(f.amount)),
    "sign": ("amount", lambda f: -f.amount),
    "clipped": ("amount", lambda f: f.amount.clip(upper=50)),
    "rounding": ("share", lambda f: f["share"].round(2)),
    "truncated": ("amount", lambda f: np.floor(f.amount)),
    "letter_case": ("city", lambda f: f.city.str.upper()),
    "whitespace": ("city", lambda f: f.city + " "),
    "accents_or_encoding": (
        "city", lambda f: f.city.map(lambda c: c.encode().decode("latin-1")),
    ),
    "relabelled": (
        "city", lambda f: f.city.map({"Köln": "K", "Bonn": "BN", "Aachen": "AC", "Münster": "MS"}),
    ),
    "time_zone": ("seen", lambda f: f.seen + pd.Timedelta(hours=5, minutes=30)),
    "cut_to_the_day": ("seen", lambda f: f.seen.dt.normalize()),
    "clock_shifted": ("hour", lambda f: (f.hour + 2) % 24),
    "other_rows": ("share", lambda f: f["share"].sample(frac=1, random_state=0, ignore_index=True)),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_the_pattern_is_named(name: str) -> None:
    column, mistake = MISTAKES[name]
    before = training()
    after = before.assign(**{column: mistake(before)})

    found = compared(before, after)

    told = patterns(found, column)
    assert max(told, key=lambda pattern: told[pattern]) == name
    assert told[name] > 0.9
    assert {f.columns for f in found.measurement.findings if f.check == "feature_differs"} == {
        (column,)
    }


def test_the_parameters_of_a_pattern_are_figures() -> None:
    before = training()
    after = before.assign(
        amount=before.amount * 1000,
        seen=before.seen - pd.Timedelta(hours=8),
        share=before["share"].round(3),
    )

    found = compared(before, after)

    assert value(found, "pattern_units", column="amount") == pytest.approx(1000)
    assert value(found, "pattern_time_zone", column="seen") == -8
    assert value(found, "pattern_rounding", column="share") == 3


def test_local_time_with_summer_time() -> None:
    before = training()
    local = before.seen.dt.tz_localize("UTC").dt.tz_convert("Europe/Berlin").dt.tz_localize(None)

    told = patterns(compared(before, before.assign(seen=local)), "seen")

    assert told == {"daylight_saving": 1.0}


def test_both_shifts_of_local_time_are_told_with_their_shares() -> None:
    before = training()
    local = before.seen.dt.tz_localize("UTC").dt.tz_convert("Europe/Berlin").dt.tz_localize(None)
    summer = float(((local - before.seen) == pd.Timedelta(hours=2)).mean())

    found = compared(before, before.assign(seen=local))

    hours = {value(found, name, column="seen"): value(found, f"{name}_share", column="seen")
             for name in ("time_shift", "other_time_shift")}  # fmt: skip
    assert hours == {2: pytest.approx(summer, abs=1e-3), 1: pytest.approx(1 - summer, abs=1e-3)}


def test_infinite_values_are_named_where_nothing_else_was_served() -> None:
    before = training()
    told = patterns(compared(before, before.assign(amount=np.inf)), "amount")
    assert told == {"infinite_in_serving": 1.0}


def test_two_patterns_in_one_feature() -> None:
    before = training()
    kind = RANDOM.random(ROWS)
    amount = before.amount.mask(kind < 0.2).mask(kind > 0.6, before.amount / 100)

    told = patterns(compared(before, before.assign(amount=amount)), "amount")

    assert told["missing_in_serving"] == pytest.approx(0.33, abs=0.06)
    assert told["units"] == pytest.approx(0.67, abs=0.06)


def test_what_is_missing_in_training_is_filled_with_a_default() -> None:
    before = training()
    before["amount"] = before.amount.mask(SOME)

    told = patterns(compared(before, before.assign(amount=before.amount.fillna(-1))), "amount")

    assert told == {"filled_with_default": 1.0}


def test_a_value_of_yesterday_is_stale() -> None:
    before = panel()
    after = before.assign(balance=before.groupby("id").balance.shift(1).fillna(before.balance))

    found = compared(before, after, "id", "day")

    assert patterns(found, "balance")["stale"] > 0.95
    assert value(found, "pattern_stale", column="balance") == 1


def test_a_value_of_tomorrow_says_that_training_lags() -> None:
    before = panel()
    after = before.assign(balance=before.groupby("id").balance.shift(-2).fillna(before.balance))

    found = compared(before, after, "id", "day")

    assert patterns(found, "balance")["ahead"] > 0.95
    assert value(found, "pattern_ahead", column="balance") == 2


def test_noise_has_no_pattern() -> None:
    before = training()
    after = before.assign(amount=before.amount * np.exp(RANDOM.normal(0, 0.1, ROWS)))

    assert patterns(compared(before, after), "amount") == {"unexplained": 1.0}


def test_single_precision_is_no_difference() -> None:
    before = training()
    after = before.assign(amount=before.amount.astype(np.float32))

    found = compared(before, after)

    assert not [f for f in found.measurement.findings if f.check == "feature_differs"]


def test_statements_quote_no_cell() -> None:
    before = training()
    after = before.assign(city=before.city.where(~SOME, "Nowhere"))

    found = compared(before, after)

    assert patterns(found, "city")["default"] == 1
    assert "Nowhere" not in differs(found, "city").statement
    assert any(f.subject.slice == "Nowhere" for f in found.measurement.figures)


def test_small_counts_that_are_one_more_are_no_hours_of_another_time_zone() -> None:
    before = training()
    before["calls"] = RANDOM.poisson(5, ROWS)
    before["rank"] = RANDOM.integers(0, 20, ROWS)

    found = compared(before, before.assign(calls=before.calls + 1, rank=before["rank"] + 1))

    for name in ("calls", "rank"):
        assert patterns(found, name) == {"shifted": 1.0}
        assert value(found, "pattern_shifted", column=name) == 1


def test_hours_that_never_reach_midnight_are_told_by_their_name() -> None:
    before = training()
    before["order_hour"] = RANDOM.integers(6, 19, ROWS)

    found = compared(before, before.assign(order_hour=before.order_hour + 2))

    assert patterns(found, "order_hour") == {"clock_shifted": 1.0}


@pytest.mark.parametrize(("size", "first"), [(7, 0), (7, 1), (12, 1), (60, 0)])
def test_a_shift_round_the_week_or_the_year_is_one_pattern(size: int, first: int) -> None:
    before = training()
    before["part"] = np.arange(ROWS) % size + first
    turned = (before.part - first - 1) % size + first

    found = compared(before, before.assign(part=before.part.where(~SOME, turned)))

    assert patterns(found, "part") == {"cycle_shifted": 1.0}
    assert value(found, "pattern_cycle_shifted", column="part") == -1


def test_codes_that_lose_their_leading_zeros_differ() -> None:
    before = training()
    number = RANDOM.integers(1, 99_999, ROWS)
    before["zip"] = [f"{n:05d}" for n in number]
    zeros = float((number < 10_000).mean())

    for after in (number, [str(n) for n in number], number.astype(float)):
        found = compared(before, before.assign(zip=after))

        assert patterns(found, "zip") == {"leading_zeros": 1.0}
        assert value(found, "differing_share", column="zip") == pytest.approx(zeros)


@pytest.mark.parametrize("written", ["%d/%m/%Y", "%d.%m.%Y", "%m/%d/%Y", "%d %b %Y", "%Y%m%d"])
def test_dates_in_another_format_are_told_as_such(written: str) -> None:
    before = training()
    day = before.seen.dt.normalize()
    before["born"] = day.dt.strftime("%Y-%m-%d")

    found = compared(before, before.assign(born=day.dt.strftime(written)))

    assert patterns(found, "born") == {"date_format": 1.0}


def test_dates_with_day_and_month_exchanged_are_told_as_such() -> None:
    before = training()
    day = before.seen.dt.normalize()
    swapped = pd.to_datetime(
        {"year": day.dt.year, "month": day.dt.day.where(day.dt.day <= 12, day.dt.month),
         "day": day.dt.month.where(day.dt.day <= 12, day.dt.day)}
    )  # fmt: skip
    before["born"] = day

    told = patterns(compared(before, before.assign(born=swapped)), "born")

    assert told == {"day_and_month_exchanged": 1.0}


def test_columns_that_were_exchanged_are_no_values_of_other_rows() -> None:
    before = training().assign(other=RANDOM.random(ROWS))

    found = compared(before, before.assign(share=before.other, other=before["share"]))

    for column, other in (("share", "other"), ("other", "share")):
        assert patterns(found, column) == {"exchanged": 1.0}
        assert f"`{other}`" in differs(found, column).statement
        assert "order" in str(differs(found, column).question)


def test_columns_that_were_exchanged_in_some_rows_or_hold_flags_are_told() -> None:
    before = training().assign(other=RANDOM.random(ROWS))
    before["flag"], before["mark"] = RANDOM.random((2, ROWS)) < 0.4
    after = before.assign(flag=before.mark, mark=before.flag)
    after.loc[SOME, ["share", "other"]] = before.loc[SOME, ["other", "share"]].to_numpy()

    found = compared(before, after)

    for column in ("share", "other", "flag", "mark"):
        assert patterns(found, column) == {"exchanged": 1.0}


def test_a_column_that_holds_the_values_of_another_is_told() -> None:
    before = training().assign(other=RANDOM.random(ROWS))

    found = compared(before, before.assign(share=before.other))

    assert patterns(found, "share") == {"other_column": 1.0}


def test_flags_with_independent_errors_are_not_exchanged() -> None:
    before = training()
    before["flag"], before["mark"] = RANDOM.random((2, ROWS)) < 0.4
    wrong = RANDOM.random((2, ROWS)) < 0.1
    after = before.assign(flag=before.flag ^ wrong[0], mark=before.mark ^ wrong[1])

    found = compared(before, after)

    assert "exchanged" not in patterns(found, "flag") | patterns(found, "mark")
