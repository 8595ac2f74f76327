"""What a column means is told by its values: the same under any name."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml_engineer_tools.profiling.semantic_types.checksums import is_iban, passes_luhn
from ml_engineer_tools.profiling.semantic_types.patterns import RECOGNISERS
from ml_engineer_tools.profiling.semantic_types.vocabularies import on_one_scale
from ml_engineer_tools.profiling.semantic_types.written_dates import order_of

ROWS = 120


def luhn(digits: str) -> str:
    """Add the digit that makes digits pass the Luhn test."""
    return next(digits + str(k) for k in range(10) if passes_luhn(digits + str(k)))


def iban(account: int) -> str:
    plain = f"37040044{account:010d}"
    return f"DE{98 - int(plain + '131400') % 97:02d}{plain}"


RNG = np.random.default_rng(0)
GIVEN = ["Anna", "James", "Maria", "Wei", "Fatima", "Robert", "Zorblax", "Quindle"]
FAMILY = ["Smith", "Garcia", "Okonkwoski", "Müller", "Brindlethorp", "Vasquezian", "Lee"]
TEXTS: dict[str, list[str]] = {
    "email": [f"user{k}@mail{k % 7}.example.org" for k in range(ROWS)],
    "phone": [f"+1 555 {k:03d} {k * 7:04d}" for k in range(ROWS)],
    "person_name": [f"{GIVEN[k % 8]} {FAMILY[k % 7]}" for k in range(ROWS)],
    "street_address": [f"{k + 1} Maple {'Street' if k % 2 else 'Ave'}" for k in range(ROWS)],
    "ip_address": [f"10.{k}.{k % 9}.200" for k in range(ROWS)],
    "mac_address": [f"00:1b:44:11:3a:{k:02x}" for k in range(ROWS)],
    "national_id": [f"{100 + k}-{10 + k % 80}-{1000 + k}" for k in range(ROWS)],
    "iban": [iban(532_013_000 + k) for k in range(ROWS)],
    "payment_card": [luhn(f"4{k:014d}") for k in range(ROWS)],
    "url": [f"https://example.org/item/{k}" for k in range(ROWS)],
    "nested": [f'{{"id": {k}, "tags": ["a"]}}' for k in range(ROWS)],
    "money": [f"${k},{k:03d}.50" for k in range(1, ROWS + 1)],
    "share": [f"{k / 2}%" for k in range(ROWS)],
    "duration": [f"{k % 24:02d}:{k % 60:02d}:30" for k in range(ROWS)],
    "timestamp": [f"{1 + k % 28:02d}/{1 + k % 12:02d}/2023 10:{k % 60:02d}" for k in range(ROWS)],
    "date": [f"{1 + k % 28} March {1990 + k % 30}" for k in range(ROWS)],
    "boolean": ["yes" if k % 3 else "no" for k in range(ROWS)],
    "ordered_category": [("small", "medium", "large")[k % 3] for k in range(ROWS)],
    "category": [("red", "green", "blue", "brown")[k % 4] for k in range(ROWS)],
    "free_text": [f"the parcel number {k} came late and was wet" for k in range(ROWS)],
    "key": [f"ORD-{k * 7919:06d}" for k in range(ROWS)],
    "code": [f"{k % 60:05d}" for k in range(ROWS)],
    "constant": ["same"] * ROWS,
    "empty": [""] * ROWS,
}
NUMBERS: dict[str, Any] = {
    "number": RNG.normal(10, 3, ROWS),
    "count": RNG.poisson(3, ROWS),
    "share": RNG.beta(2, 5, ROWS),
    "boolean": RNG.integers(0, 2, ROWS),
    "category": RNG.choice([1, 2, 3], ROWS, p=[0.2, 0.3, 0.5]),
    "money": RNG.integers(1, 90, ROWS) + RNG.choice([0.99, 0.49, 0.95], ROWS),
    "date": [20230101 + k % 28 for k in range(ROWS)],
    "timestamp": 1_700_000_000 + np.arange(ROWS) * 977,
    "key": RNG.permutation(ROWS) + 5000,
}


def word(found: Any, column: str) -> str:
    (figure,) = found.figures("semantic_type", column)
    return str(figure.value)


class TestTypes:
    def test_texts_are_told_by_their_values(self, profile: Callable[..., Any]) -> None:
        frame = pd.DataFrame({f"c{k}": texts for k, texts in enumerate(TEXTS.values())})
        found = profile(frame)
        told = {name: word(found, f"c{k}") for k, name in enumerate(TEXTS)}
        assert told == {name: name for name in TEXTS}

    def test_numbers_are_told_by_their_values(self, profile: Callable[..., Any]) -> None:
        frame = pd.DataFrame({f"c{k}": found for k, found in enumerate(NUMBERS.values())})
        found = profile(frame)
        told = {name: word(found, f"c{k}") for k, name in enumerate(NUMBERS)}
        assert told == {name: name for name in NUMBERS}

    def test_a_key_never_repeats_but_in_copies_of_rows(self, profile: Callable[..., Any]) -> None:
        rng = np.random.default_rng(3)
        frame = pd.DataFrame(
            {
                "zip": [f"{k:05d}" for k in rng.integers(1000, 3000, ROWS)],
                "case": [f"c-{k}" for k in range(ROWS)],
                "number": rng.permutation(ROWS),
                "twice": [f"c-{max(k, 1)}" for k in rng.permutation(ROWS)],
                "x": rng.normal(size=ROWS),
            }
        )
        found = profile(pd.concat([frame, frame.iloc[:10]], ignore_index=True))
        told = {name: word(found, name) for name in frame.columns}
        assert told == {
            "zip": "code", "case": "key", "number": "key", "twice": "code", "x": "number",
        }  # fmt: skip
        assert "zip" not in found.finding("identifier_like").columns

    def test_a_name_makes_no_type(self, profile: Callable[..., Any]) -> None:
        frame = pd.DataFrame(
            {
                "email": TEXTS["category"],
                "phone": RNG.normal(size=ROWS),
                "date_of_birth": RNG.poisson(3, ROWS),
                "latitude": RNG.normal(0, 500, ROWS),
                "longitude": RNG.normal(0, 500, ROWS),
                "ssn": [f"group {k % 5}" for k in range(ROWS)],
            }
        )
        found = profile(frame)
        assert "personal_data" not in found.checks
        assert word(found, "email") == "category"
        assert word(found, "latitude") == "number"

    def test_places_are_a_pair(self, profile: Callable[..., Any]) -> None:
        frame = pd.DataFrame(
            {
                "lat": RNG.uniform(-60, 70, ROWS).round(5),
                "lon": RNG.uniform(-179, 179, ROWS).round(5),
            }
        )
        found = profile(frame)
        assert [word(found, name) for name in ("lat", "lon")] == ["coordinates", "coordinates"]
        assert word(profile(frame[["lat"]]), "lat") == "number"

    def test_the_order_of_rows_has_no_say(self, profile: Callable[..., Any]) -> None:
        names = ["person_name", "street_address", "date", "ordered_category", "code"]
        frame = pd.DataFrame({name: TEXTS[name] for name in names})
        mixed = frame.sample(frac=1, random_state=1).reset_index(drop=True)
        one, other = profile(frame), profile(mixed)
        for name in names:
            assert word(one, name) == word(other, name) == name


class TestPersonalData:
    KINDS = ("email", "phone", "person_name", "street_address", "ip_address", "mac_address",
             "national_id", "iban", "payment_card")  # fmt: skip

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_kind_is_a_finding_that_quotes_no_value(
        self, profile: Callable[..., Any], kind: str
    ) -> None:
        found = profile(pd.DataFrame({"c": TEXTS[kind], "x": RNG.normal(size=ROWS)}))
        finding = found.finding("personal_data")
        assert finding.columns == ("c",)
        grave = kind in ("national_id", "iban", "payment_card")
        assert finding.severity == ("high" if grave else "medium")
        assert TEXTS[kind][3] not in finding.statement

    def test_days_that_fill_a_lifetime_are_of_birth(self, profile: Callable[..., Any]) -> None:
        days = pd.Timestamp("1930-01-01") + pd.to_timedelta(RNG.integers(0, 27_000, 300), "D")
        assert profile(pd.DataFrame({"c": days})).finding("personal_data").columns == ("c",)
        months = pd.date_range("1930-01-01", periods=900, freq="MS")
        orders = pd.Timestamp("2020-01-01") + pd.to_timedelta(RNG.integers(0, 900, 300), "D")
        for honest in (months, orders):
            assert "personal_data" not in profile(pd.DataFrame({"c": honest})).checks

    def test_what_only_looks_like_it_is_left_alone(self, profile: Callable[..., Any]) -> None:
        rng = random.Random(3)
        towns = ["Paris", "Austin", "Lincoln", "Charlotte", "Oslo", "Berlin", "Lagos", "Lima"]
        firms = ["Acme Tools", "Global Foods", "Blue River", "North Star", "Prime Steel"]
        frame = pd.DataFrame(
            {
                "town": [rng.choice(towns) for _ in range(ROWS)],
                "firm": [rng.choice(firms) + f" {'Inc' if k % 2 else 'Ltd'}" for k in range(ROWS)],
                "version": [f"{k % 4}.{k % 9}.{k % 5}" for k in range(ROWS)],
                "digits": [rng.randrange(10**15, 10**16) for _ in range(ROWS)],
                "serial": [f"{rng.randrange(10**9):09d}" for _ in range(ROWS)],
                "day": [f"2023-0{1 + k % 9}-1{k % 9}" for k in range(ROWS)],
                "range": [f"{k % 9 * 100}-{k % 9 * 100 + 99}" for k in range(ROWS)],
            }
        )
        assert "personal_data" not in profile(frame).checks


class TestScales:
    @pytest.mark.parametrize(
        "levels",
        [
            ["S", "M", "L"], ["low", "medium", "high"], ["High School", "Bachelor", "PhD"],
            ["Strongly agree", "Agree", "Neutral"], ["18-25", "26-35", "65+"],
            ["jan", "feb", "mar"],
            ["Monday", "Tuesday", "Sunday"], ["< $40K", "$40K - $60K", "$120K +"],
            ["A", "B", "C", "D"], ["Fair", "Good", "Very Good", "Premium", "Ideal"],
        ],
    )  # fmt: skip
    def test_steps_have_an_order(self, levels: list[str]) -> None:
        assert on_one_scale(levels)

    @pytest.mark.parametrize(
        "levels",
        [
            ["red", "green"], ["S", "C", "Q"], ["male", "female"], ["low", "red", "high"],
            ["may", "june", "anna"], ["single", "married", "divorced"], [],
        ],
    )  # fmt: skip
    def test_other_words_have_none(self, levels: list[str]) -> None:
        assert not on_one_scale(levels)


class TestParsers:
    @given(st.integers(10**11, 10**16), st.integers(1, 9))
    def test_a_card_with_a_changed_digit_fails_its_checksum(self, start: int, change: int) -> None:
        card = luhn(f"4{start}")
        changed = card[:-1] + str((int(card[-1]) + change) % 10)
        assert passes_luhn(card)
        assert not passes_luhn(changed)

    @given(st.integers(0, 10**10 - 1), st.integers(1, 9))
    def test_an_account_with_a_changed_digit_fails_its_checksum(self, n: int, change: int) -> None:
        good = iban(n)
        assert is_iban(good)
        assert not is_iban(good[:-1] + str((int(good[-1]) + change) % 10))

    @given(st.text(max_size=60))
    def test_any_text_is_looked_at_without_error(self, text: str) -> None:
        order_of(text)
        for _, fits, _ in RECOGNISERS:
            fits(text)

    @given(st.dates())
    def test_every_day_reads_in_each_order(self, day: Any) -> None:
        assert order_of(f"{day:%Y-%m-%d}".rjust(10, "0")) == "year first"
        first = order_of(f"{day.day:02d}.{day.month:02d}.{day.year:04d}")
        assert first == ("day first" if day.day > 12 else "day or month first")
