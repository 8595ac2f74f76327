"""Roles nobody named are proposed from what the values do; names are a hint, no ground."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

ROWS = 900


def orders(seed: int = 0) -> pd.DataFrame:
    """Orders of customers over time, in the order of time, with an outcome at the end."""
    rng = np.random.default_rng(seed)
    # Ids with gaps, assigned at random: nothing about their numbers tells of the customer.
    ids = rng.choice(900_000, 150, replace=False) + 100_000
    who = rng.integers(0, 150, ROWS)
    age, town = rng.integers(18, 80, 150), rng.choice(list("abcdefghij"), 150)
    minutes = np.sort(rng.integers(0, 600_000, ROWS))
    frame = pd.DataFrame(
        {
            "order_id": [f"o-{k:05d}" for k in rng.permutation(ROWS)],
            "ordered_at": pd.Timestamp("2023-01-01") + pd.to_timedelta(minutes, unit="m"),
            "customer_id": ids[who],
            "age": age[who],
            "town": town[who],
            "amount": rng.gamma(2, 20, ROWS).round(1),
            "items": rng.integers(1, 6, ROWS),
        }
    )
    signal = 0.03 * (frame["amount"] - 40) + 0.8 * (frame["items"] - 3)
    frame["returned"] = rng.random(ROWS) < 1 / (1 + np.exp(-signal))
    return frame


def best(found: Any, role: str) -> tuple[str, ...]:
    figures = [f for f in found.figures(f"proposed_{role}") if f.value == 1]
    return tuple(figure.subject.column for figure in figures)


def proposed(found: Any) -> set[str]:
    return {check for check in found.checks if check.startswith("proposed_")}


def renamed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_axis([f"c{k}" for k in range(frame.shape[1])], axis=1)


class TestAll:
    def test_every_role_is_proposed_with_confidence_and_reason(
        self, profile: Callable[..., Any]
    ) -> None:
        found = profile(orders())
        expected = {
            "key": "order_id", "time": "ordered_at", "group": "customer_id", "target": "returned",
        }  # fmt: skip
        for role, column in expected.items():
            assert best(found, role) == (column,)
            finding = found.finding(f"proposed_{role}")
            assert finding.severity == "info"
            assert finding.columns[0] == column
            assert finding.question
        for role in ("key", "time", "group"):
            assert found.finding(f"proposed_{role}").confidence == "high"

    def test_renamed_columns_are_proposed_all_the_same(self, profile: Callable[..., Any]) -> None:
        found = profile(renamed(orders()))
        assert best(found, "key") == ("c0",)
        assert best(found, "time") == ("c1",)
        assert best(found, "group") == ("c2",)
        assert best(found, "target") == ("c7",)

    def test_roles_that_are_given_are_not_proposed(self, profile: Callable[..., Any]) -> None:
        found = profile(
            orders(), target="returned", time="ordered_at", group="customer_id", key="order_id"
        )
        assert proposed(found) == set()

    def test_nothing_is_proposed_where_nothing_fits(self, profile: Callable[..., Any]) -> None:
        rng = np.random.default_rng(1)
        frame = pd.DataFrame(
            {
                "height": rng.normal(170, 10, ROWS),
                "age": rng.integers(18, 80, ROWS),
                "price": rng.choice([1.99, 2.49, 4.99, 9.99], ROWS),
                "visits": rng.poisson(40, ROWS),
                "colour": rng.choice(["red", "green", "blue"], ROWS),
                "weight": rng.normal(70, 9, ROWS).round(),
            }
        )
        assert proposed(profile(frame)) == set()

    def test_the_order_of_rows_moves_no_target_group_or_key(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = orders()
        shuffled = frame.sample(frac=1, random_state=0, ignore_index=True)
        one, other = profile(frame), profile(shuffled)
        for role in ("target", "group", "key", "time"):
            assert best(one, role) == best(other, role)


class TestTime:
    def test_of_two_dates_the_one_that_orders_the_file_comes_first(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = orders()
        days = np.random.default_rng(2).integers(0, 20_000, ROWS)
        frame.insert(0, "d", pd.Timestamp("1950-01-01") + pd.to_timedelta(days, unit="D"))
        assert best(profile(renamed(frame)), "time") == ("c2",)

    @pytest.mark.parametrize("form", ["iso text", "other text", "day number", "epoch", "clock"])
    def test_time_is_recognised_however_it_is_written(
        self, form: str, profile: Callable[..., Any]
    ) -> None:
        frame = orders().drop(columns="order_id")
        at = frame["ordered_at"]
        seconds = (at - at[0]) / pd.Timedelta(seconds=1)
        written = {
            "iso text": at.dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "other text": at.dt.strftime("%d/%m/%Y"),
            "day number": at.dt.strftime("%Y%m%d").astype(int),
            "epoch": (seconds + 1.7e9).astype("int64"),
            "clock": seconds.astype("float64"),
        }
        frame["ordered_at"] = written[form]
        assert best(profile(renamed(frame)), "time") == ("c0",)

    def test_a_row_number_and_a_sorted_measure_of_few_rows_are_no_time(
        self, profile: Callable[..., Any]
    ) -> None:
        rng = np.random.default_rng(3)
        frame = pd.DataFrame({"n": np.arange(300), "x": rng.normal(size=300)})
        assert best(profile(frame), "time") == ()
        few = pd.DataFrame({"x": np.sort(rng.normal(size=60)), "z": rng.normal(size=60)})
        assert best(profile(few), "time") == ()


class TestGroup:
    def test_measures_that_repeat_are_no_entities(self, profile: Callable[..., Any]) -> None:
        rng = np.random.default_rng(4)
        age = rng.integers(18, 80, ROWS)
        frame = pd.DataFrame(
            {
                "age": age,
                "income": (age * 900 + rng.normal(0, 5000, ROWS)).round(-3).astype(int),
                "score": rng.integers(0, 200, ROWS),
                "x": age + rng.normal(0, 5, ROWS),
            }
        )
        assert best(profile(frame), "group") == ()

    def test_a_panel_names_its_entity_and_a_key_of_two(self, profile: Callable[..., Any]) -> None:
        rng = np.random.default_rng(5)
        frame = pd.MultiIndex.from_product([range(8), range(1960, 2000)]).to_frame(index=False)
        frame.columns = pd.Index(["firm", "when"])
        frame["firm"] = frame["firm"].map(lambda k: "pqrstuvw"[k])
        frame["value"] = rng.normal(size=len(frame)).round(2)
        found = profile(frame.rename(columns={"firm": "c1", "when": "year"}))
        assert set(best(found, "key")) == {"c1", "year"}
        assert best(found, "group") == ("c1",)

    def test_text_that_holds_numbers_or_dates_is_no_entity_but_an_address_is(
        self, profile: Callable[..., Any]
    ) -> None:
        rng = np.random.default_rng(6)
        days = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 300, ROWS), unit="D")
        frame = pd.DataFrame(
            {
                "blank": [f"{v:.2f}" for v in rng.normal(5, 1, ROWS)],
                "written": [f"{d:%d.%m.%Y}" if k % 3 else f"{d:%b %d %Y}"
                            for k, d in enumerate(days)],
                "mail": [f"p{k}@example.org" for k in rng.integers(0, 300, ROWS)],
            }
        )  # fmt: skip
        frame.loc[rng.random(ROWS) < 0.2, "blank"] = "   "
        found = profile(frame).finding("proposed_group")
        assert found.columns == ("mail",)


class TestKey:
    def test_a_key_that_repeats_or_is_missing_once_is_not_proposed(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = orders()[["order_id", "amount", "town"]]
        ids: list[Any] = frame["order_id"].tolist()
        for spoilt in (ids[1], None):
            assert best(profile(frame.assign(order_id=pd.Series([spoilt, *ids[1:]]))), "key") == ()

    def test_numbers_too_many_to_repeat_are_no_pair(self, profile: Callable[..., Any]) -> None:
        rng = np.random.default_rng(6)
        frame = pd.DataFrame({k: rng.integers(0, 10**6, ROWS) for k in "ab"})
        frame.loc[1] = frame.loc[0] + [0, 1]
        frame.loc[3] = frame.loc[2] + [1, 0]
        assert best(profile(frame), "key") == ()


class TestTarget:
    def test_what_the_others_explain_is_found_without_name_or_place(
        self, profile: Callable[..., Any]
    ) -> None:
        rng = np.random.default_rng(7)
        frame = pd.DataFrame({f"x{k}": rng.normal(size=ROWS) for k in range(6)})
        frame.insert(2, "m", frame.sum(axis=1) + rng.normal(size=ROWS) > 0)
        assert best(profile(frame), "target") == ("m",)

    def test_a_name_alone_is_enough_for_a_question_only(self, profile: Callable[..., Any]) -> None:
        rng = np.random.default_rng(8)
        frame = pd.DataFrame({"label": rng.choice(["a", "b"], ROWS)})
        frame["x"], frame["z"] = rng.normal(size=(2, ROWS))
        assert profile(frame).finding("proposed_target").confidence == "low"
