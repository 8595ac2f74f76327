"""The time that the rows cover: what is planted in it is found, an even one draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml_engineer_tools.profiling.coverage.calendar import ordinals, written
from ml_engineer_tools.profiling.coverage.detached import find_detached
from ml_engineer_tools.profiling.coverage.gaps import find_gaps
from ml_engineer_tools.profiling.coverage.target_by_period import moves
from ml_engineer_tools.profiling.coverage.volume import find_jump, season_spread

ALARMS = {
    "time_gaps", "future_dates", "early_dates", "volume_break", "volume_seasonality",
    "target_moves_in_time", "time_zone_mix", "time_constant", "time_not_in_file_order",
}  # fmt: skip


def visits(weights: np.ndarray | None = None, rows: int = 3000, seed: int = 0) -> pd.DataFrame:
    """Rows over the days of 2023, sorted, with a target that time says nothing of."""
    rng = np.random.default_rng(seed)
    days = pd.date_range("2023-01-01", "2023-12-31")
    share = np.ones(len(days)) if weights is None else weights
    drawn = np.sort(rng.choice(len(days), rows, p=share / share.sum()))
    minutes = pd.to_timedelta(rng.integers(0, 1440, rows), unit="m")
    frame = pd.DataFrame({"at": days[drawn] + minutes, "x": rng.normal(size=rows)})
    frame["y"] = rng.random(rows) < 0.3
    return frame.sort_values("at", ignore_index=True)


def day_of_year() -> np.ndarray:
    return np.arange(365)


class TestFindings:
    def test_an_even_stretch_draws_nothing(self, profile: Callable[..., Any]) -> None:
        found = profile(visits(), target="y", time="at")
        assert not found.checks & ALARMS
        assert found.value("time_gaps") == 0

    def test_periods_add_up_and_are_named(self, profile: Callable[..., Any]) -> None:
        found = profile(visits(), time="at")
        periods = found.figures("period_rows")
        assert [f.subject.window for f in periods] == [f"2023-{k:02d}" for k in range(1, 13)]
        assert sum(f.value for f in periods) == 3000
        assert found.value("time_granularity") == 60

    def test_a_gap_is_found_with_its_length_and_place(self, profile: Callable[..., Any]) -> None:
        day = day_of_year()
        found = profile(visits(np.where((day >= 100) & (day < 120), 0.0, 1.0)), time="at")
        (gap,) = found.figures("gap_length")
        assert (gap.value, gap.unit) == (20, "days")
        assert gap.subject.window == "2023-04-10/2023-05-01"
        assert found.finding("time_gaps").severity == "low"

    def test_weekends_off_are_a_season_and_no_gap(self, profile: Callable[..., Any]) -> None:
        weekday = (day_of_year() + 6) % 7
        found = profile(visits(np.where(weekday < 5, 1.0, 0.0)), time="at")
        assert "day of the week" in found.finding("volume_seasonality").statement
        assert "time_gaps" not in found.checks

    def test_office_hours_are_a_season(self, profile: Callable[..., Any]) -> None:
        frame = visits()
        hours = np.random.default_rng(1).integers(8, 18, len(frame))
        frame["at"] = frame["at"].dt.normalize() + pd.to_timedelta(hours, unit="h")
        assert (
            "hour of the day" in profile(frame, time="at").finding("volume_seasonality").statement
        )

    @pytest.mark.parametrize("every", ["3h", "12h", "7D", "D", "QS"])
    def test_how_often_a_reading_is_taken_is_no_season(
        self, every: str, profile: Callable[..., Any]
    ) -> None:
        at = pd.date_range("2018-01-01T06:00", periods=700, freq=every, unit="us")
        frame = pd.DataFrame({"at": at, "x": np.random.default_rng(2).normal(size=700)})
        assert "volume_seasonality" not in profile(frame, time="at").checks

    def test_future_and_early_dates_are_counted_and_bend_no_period(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = visits()
        frame.loc[frame.index[-7:], "at"] = pd.Timestamp("2031-01-01")
        frame.loc[:3, "at"] = pd.Timestamp("1900-01-01")
        found = profile(frame, time="at")
        assert found.value("future_dates_rows") == 7
        assert found.value("early_dates_rows") == 4
        assert found.finding("future_dates").severity == "medium"
        assert len(found.figures("period_rows")) == 12

    def test_far_dates_of_other_columns_are_told_too(self, profile: Callable[..., Any]) -> None:
        frame = visits()
        frame["ends"] = frame["at"] + pd.Timedelta(days=30)
        assert "future_dates" not in profile(frame, time="at").checks
        frame.loc[:2, "ends"] = pd.Timestamp("2262-01-01")
        found = profile(frame, time="at")
        assert found.finding("future_dates").columns == ("ends",)
        assert found.value("future_dates_rows", "ends") == 3

    def test_a_jump_in_volume_is_found_and_growth_is_none(
        self, profile: Callable[..., Any]
    ) -> None:
        day = day_of_year()
        jump = profile(visits(np.where(day < 200, 1.0, 4.0)), time="at")
        (ratio,) = jump.figures("volume_jump_ratio")
        assert ratio.value == pytest.approx(4, rel=0.25)
        assert "2023-07-10" < ratio.subject.window < "2023-07-31"
        assert "volume_break" not in profile(visits(1 + day / 60), time="at").checks

    def test_a_target_that_moves_is_told_on_exploration_rows(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = visits()
        rate = np.where(np.arange(3000) < 1200, 0.1, 0.5)
        frame["y"] = np.random.default_rng(1).random(3000) < rate
        found = profile(frame, target="y", time="at")
        assert found.finding("target_moves_in_time").severity == "medium"
        rates = found.figures("period_target_rate")
        assert {f.subject.split for f in rates} == {"exploration"}
        # A fifth of the rows, the last ones, is held out.
        assert rates[-1].subject.window < "2023-12"
        assert rates[0].interval[0] < 0.1 < rates[0].interval[1]
        number = frame.assign(y=frame["y"] + np.random.default_rng(2).normal(size=3000))
        assert "target_moves_in_time" in profile(number, target="y", time="at").checks

    @pytest.mark.parametrize("numbers", [True, False])
    def test_rows_of_one_entity_don_t_make_a_period_s_rate_certain(
        self, profile: Callable[..., Any], numbers: bool
    ) -> None:
        rng = np.random.default_rng(3)
        who = np.repeat(np.arange(60), 20)
        y = 100 + rng.normal(size=60)[who] + 0.3 * rng.normal(size=1200)
        day = pd.to_timedelta(who // 10 * 15, unit="D")
        frame = pd.DataFrame({"who": who, "at": pd.Timestamp("2023-01-01") + day})
        frame["y"] = y if numbers else y > 100
        quantity = "period_target_mean" if numbers else "period_target_rate"
        plain, knowing = (
            profile(frame, target="y", time="at", **roles).figures(quantity)
            for roles in ({}, {"group": "who"})
        )
        assert [f.value for f in plain] == [f.value for f in knowing]
        for few, more in zip(plain, knowing, strict=True):
            assert np.diff(more.interval) > 1.5 * np.diff(few.interval)

    def test_a_proposed_time_is_said_to_be_proposed(self, profile: Callable[..., Any]) -> None:
        day = day_of_year()
        found = profile(visits(np.where((day >= 100) & (day < 140), 0.0, 1.0)))
        assert "proposed as the time, not given" in found.finding("time_gaps").statement

    def test_one_instant_for_all_orders_nothing(self, profile: Callable[..., Any]) -> None:
        frame = visits().assign(at=pd.Timestamp("2024-01-01"))
        assert profile(frame, time="at").finding("time_constant").severity == "medium"

    def test_a_file_out_of_order_is_told(self, profile: Callable[..., Any]) -> None:
        shuffled = visits().sample(frac=1, random_state=0)
        assert "time_not_in_file_order" in profile(shuffled, time="at").checks

    def test_a_mix_of_zones_is_found_and_one_zone_is_none(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = visits(rows=600)
        text = frame["at"].dt.strftime("%Y-%m-%dT%H:%M:%S")
        zoned = text.where(np.arange(600) % 3 == 0, text + "Z")
        mixed = profile(frame.assign(at=zoned), time="at")
        assert mixed.finding("time_zone_mix").severity == "medium"
        assert "time_zone_mix" not in profile(frame.assign(at=text + "Z"), time="at").checks

    @pytest.mark.parametrize("form", ["day number", "iso text", "epoch"])
    def test_periods_are_the_same_however_time_is_written(
        self, form: str, profile: Callable[..., Any]
    ) -> None:
        frame = visits(rows=600)
        written_as = {
            "day number": frame["at"].dt.strftime("%Y%m%d").astype(int),
            "iso text": frame["at"].dt.strftime("%Y-%m-%d %H:%M"),
            "epoch": frame["at"].astype("datetime64[s]").astype("int64"),
        }
        one = profile(frame, time="at").figures("period_rows")
        other = profile(frame.assign(at=written_as[form]), time="at").figures("period_rows")
        assert [(f.subject.window, f.value) for f in one] == [
            (f.subject.window, f.value) for f in other
        ]


class TestArithmetic:
    @given(st.integers(min_value=-500, max_value=2000))
    def test_a_month_is_written_as_it_is_counted(self, ordinal: int) -> None:
        text = written(ordinal, "month")
        assert ordinals(pd.Series(pd.to_datetime([text + "-01"])), "month")[0] == ordinal

    def test_gaps_of_a_memoryless_process_are_rarely_told(self) -> None:
        told = 0
        for seed in range(200):
            rng = np.random.default_rng(seed)
            told += bool(find_gaps(np.flatnonzero(rng.random(400) < rng.uniform(0.1, 1))))
        assert told <= 4

    def test_thin_tails_are_not_detached(self) -> None:
        told = 0
        for seed in range(200):
            places = np.sort(-np.random.default_rng(seed).exponential(100, 500))
            told += find_detached(places, np.ones(500, dtype=np.int64)).early > 0
        assert told <= 10

    def test_jumps_of_even_counts_are_rarely_told(self) -> None:
        told = sum(
            find_jump(np.random.default_rng(seed).negative_binomial(5, 0.05, 30)) is not None
            for seed in range(200)
        )
        assert told <= 2

    def test_no_season_of_even_counts(self) -> None:
        steps = np.arange(140)
        told = sum(
            season_spread(np.random.default_rng(seed).poisson(3.0, 140), steps % 7, steps // 7)
            is not None
            for seed in range(100)
        )
        assert told <= 1

    def test_a_target_at_rest_rarely_moves(self) -> None:
        told = 0
        for seed in range(200):
            rng = np.random.default_rng(seed)
            n = rng.integers(30, 200, 20).astype(float)
            mean = rng.binomial(n.astype(int), 0.1) / n
            told += moves(n, mean, mean * (1 - mean))[1] < 0.001
        assert told <= 2
