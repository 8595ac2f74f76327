"""Leaks in a part of the rows, in encodings of the target, and in its neighbours in time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.evidence import Finding
from ml_engineer_tools.recorder import Recorder

Leaks = Callable[..., list[Finding]]
ROWS = 2_000


def churn(seed: int, rows: int = ROWS) -> tuple[pd.DataFrame, np.random.Generator]:
    """A class that depends on several features a little."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, 5))
    frame = pd.DataFrame(x, columns=[f"x{k}" for k in range(5)])
    logit = x @ np.array([0.7, -0.6, 0.5, 0.4, 0.0]) - 0.5
    frame["y"] = (random.random(rows) < 1 / (1 + np.exp(-logit))).astype(int)
    return frame, random


def series(seed: int, rows: int = 1_200) -> tuple[pd.DataFrame, np.random.Generator]:
    """A number that remembers its past."""
    random = np.random.default_rng(seed)
    x = random.normal(size=rows)
    y = np.zeros(rows)
    for k in range(1, rows):
        y[k] = 0.8 * y[k - 1] + 0.5 * x[k] + random.normal()
    frame = pd.DataFrame({"y": y, "x": x})
    frame["when"] = pd.date_range("2024-01-01", periods=rows, freq="h")
    return frame, random


def of(findings: list[Finding], check: str) -> list[Finding]:
    return [finding for finding in findings if finding.check == check]


class TestAPartOfTheRows:
    @pytest.mark.parametrize("seed", [0, 1])
    def test_a_magic_value_that_goes_with_one_class_is_found(
        self, leaks_of: Leaks, seed: int
    ) -> None:
        frame, random = churn(seed)
        frame["level"] = random.normal(size=ROWS)
        frame.loc[(random.random(ROWS) < 0.06) & (frame["y"] == 1), "level"] = -999.0
        (finding,) = leaks_of(frame)
        assert (finding.check, finding.severity) == ("partial_leak", "medium")
        assert finding.columns == ("level",)
        assert "999" not in finding.statement

    @pytest.mark.parametrize("seed", [0, 1])
    def test_a_source_in_which_another_column_is_the_label_is_found(
        self, leaks_of: Leaks, seed: int
    ) -> None:
        frame, random = churn(seed)
        frame["source"] = random.choice(
            ["web", "app", "shop", "old"], ROWS, p=[0.4, 0.3, 0.24, 0.06]
        )
        frame["flag"] = random.integers(0, 2, ROWS)
        old = frame["source"] == "old"
        frame.loc[old, "flag"] = 1 - frame.loc[old, "y"]
        (finding,) = leaks_of(frame)
        assert (finding.check, finding.columns) == ("partial_leak", ("flag", "source"))

    def test_a_number_that_is_the_target_in_some_rows_is_found(self, leaks_of: Leaks) -> None:
        frame, random = churn(0)
        frame["y"] = 50 + 6 * frame["x0"] + 5 * frame["x1"] + random.normal(size=ROWS) * 5
        frame["quote"] = random.normal(50, 10, ROWS)
        some = random.random(ROWS) < 0.06
        frame.loc[some, "quote"] = frame.loc[some, "y"]
        (finding,) = leaks_of(frame)
        assert (finding.check, finding.columns) == ("partial_leak", ("quote",))

    @pytest.mark.parametrize("form", ["segment", "range", "codes", "honest"])
    def test_a_number_that_tells_an_amount_in_some_rows_is_found(
        self, leaks_of: Leaks, form: str
    ) -> None:
        frame, random = churn(1)
        frame["y"] = np.exp(0.3 * frame["x0"] + 0.3 * frame["x1"] + random.normal(size=ROWS) / 2)
        told = random.random(ROWS) < 0.06
        usual = random.normal(50, 12, ROWS)
        value: np.ndarray = 50 + 8 * (frame["y"] - frame["y"].mean()).to_numpy()
        if form == "segment":
            frame["site"] = np.where(told, "s7", random.choice(["s1", "s2", "s3"], ROWS))
        elif form == "range":
            value = value + 300
        elif form == "codes":
            value = -1.0 - np.searchsorted(np.quantile(frame["y"], np.arange(1, 6) / 6), frame["y"])
        else:
            value = np.where(told, -1.0, usual)
        frame["reading"] = np.where(told, value, usual)
        columns = [f.columns for f in leaks_of(frame)]
        expected = {"segment": [("reading", "site")], "honest": []}
        assert columns == expected.get(form, [("reading",)])

    @pytest.mark.parametrize("seed", [0, 1, 2])
    def test_magic_values_that_mean_nothing_and_steep_honest_tails_are_left_alone(
        self, leaks_of: Leaks, seed: int
    ) -> None:
        frame, random = churn(seed)
        frame["y"] = (random.random(ROWS) < 1 / (1 + np.exp(-3 * frame["x0"] - frame["x1"]))) * 1
        frame["level"] = np.where(random.random(ROWS) < 0.1, -999, random.normal(size=ROWS))
        frame["source"] = random.choice(["web", "app", "shop"], ROWS)
        assert of(leaks_of(frame), "partial_leak") == []


class TestTargetEncodings:
    def encoded(self, kind: str, seed: int) -> pd.DataFrame:
        """A town of its own for every four or ten rows, and an encoding of it."""
        frame, random = churn(seed)
        frame["town"] = random.integers(0, ROWS // (10 if kind == "leave one out" else 4), ROWS)
        y = frame["y"]
        by = y.groupby(frame["town"])
        if kind == "own label":
            frame["rate"] = by.transform("mean")
        elif kind == "smoothed":
            frame["rate"] = (by.transform("sum") + 3 * y.mean()) / (by.transform("count") + 3)
        elif kind == "leave one out":
            others = by.transform("count") - 1
            frame["rate"] = ((by.transform("sum") - y) / others).where(others > 0, y.mean())
        elif kind == "earlier rows":
            frame["rate"] = (by.cumsum() - y + y.mean()) / (by.cumcount() + 1)
        else:
            fold = random.integers(0, 5, ROWS)
            frame["rate"] = 0.0
            for k in range(5):
                others = y[fold != k].groupby(frame["town"][fold != k]).mean()
                frame.loc[fold == k, "rate"] = frame["town"][fold == k].map(others)
            frame["rate"] = frame["rate"].fillna(y.mean())
        frame["town"] = [f"t{k}" for k in frame["town"]]
        return frame

    @pytest.mark.parametrize(
        ("seed", "kind"), list(enumerate(["own label", "smoothed", "leave one out"]))
    )
    def test_an_encoding_with_the_own_label_in_it_is_found(
        self, leaks_of: Leaks, kind: str, seed: int
    ) -> None:
        (finding,) = leaks_of(self.encoded(kind, seed))
        assert (finding.check, finding.columns) == ("target_encoding", ("rate", "town"))

    @pytest.mark.parametrize(("seed", "kind"), list(enumerate(["earlier rows", "other folds"] * 2)))
    def test_an_encoding_by_other_rows_is_left_alone(
        self, leaks_of: Leaks, kind: str, seed: int
    ) -> None:
        assert leaks_of(self.encoded(kind, seed)) == []

    def test_a_gentle_one_of_large_groups_is_named_as_an_encoding(self, leaks_of: Leaks) -> None:
        frame, random = churn(0, rows=4_000)
        frame["town"] = random.integers(0, 250, 4_000)
        frame["rate"] = frame.groupby("town")["y"].transform("mean")
        (finding,) = leaks_of(frame)
        assert (finding.check, finding.columns) == ("target_encoding", ("rate", "town"))


class TestNeighboursInTime:
    @pytest.mark.parametrize("seed", [0, 1])
    def test_the_next_target_is_found(self, leaks_of: Leaks, seed: int) -> None:
        frame, _ = series(seed)
        frame["ahead"] = frame["y"].shift(-1).fillna(0)
        findings = of(leaks_of(frame, time="when"), "target_lead")
        assert [(f.severity, f.columns) for f in findings] == [("high", ("ahead",))]

    @pytest.mark.parametrize("form", ["next", "centred"])
    def test_a_number_for_later_classes_is_found(self, leaks_of: Leaks, form: str) -> None:
        """Codes of several classes, one row ahead, or their mean over a month."""
        frame, _ = series(3)
        codes = pd.Series(np.searchsorted([-1.5, 0.0, 1.0], frame["y"]), dtype=float)
        frame["y"] = codes.map({0: "c", 1: "a", 2: "d", 3: "b"})
        ahead, mean = codes.shift(-1), codes.rolling(27, center=True).mean()
        frame["told"] = ahead if form == "next" else mean
        (finding,) = of(leaks_of(frame, time="when"), "target_lead")
        assert finding.columns == ("told",)

    @pytest.mark.parametrize("centred", [True, False])
    def test_a_rolling_mean_that_reaches_its_own_row_is_found(
        self, leaks_of: Leaks, centred: bool
    ) -> None:
        frame, _ = series(2)
        frame["week"] = frame["y"].rolling(7, center=centred).mean()
        (finding,) = of(leaks_of(frame, time="when"), "target_lead")
        assert finding.columns == ("week",)

    @pytest.mark.parametrize("seed", [0, 1])
    def test_earlier_targets_are_told_and_not_suspected(
        self, leaks_of: Leaks, evidence_of: Callable[..., Recorder], seed: int
    ) -> None:
        frame, _ = series(seed)
        frame["before"] = frame["y"].shift(1)
        frame["week"] = frame["y"].shift(1).rolling(7).mean()
        assert leaks_of(frame, time="when") == []
        told = [f for f in evidence_of(frame, time="when").findings if f.check == "target_lag"]
        assert {name for f in told for name in f.columns} == {"before", "week"}

    def test_entities_keep_to_themselves(self, leaks_of: Leaks) -> None:
        parts = []
        for k in range(12):
            part, _ = series(k, rows=120)
            part["ahead"] = part["y"].shift(-1)
            part["who"] = f"m{k}"
            parts.append(part)
        frame = pd.concat(parts).sort_values("when").reset_index(drop=True)
        findings = of(leaks_of(frame, time="when", group="who"), "target_lead")
        assert [f.columns for f in findings] == [("ahead",)]

    def test_rows_without_an_order_have_no_neighbours(self, leaks_of: Leaks) -> None:
        frame, _ = churn(0)
        frame["before"] = frame["y"].shift(1).fillna(0)
        shuffled = frame.sample(frac=1, random_state=0).reset_index(drop=True)
        assert leaks_of(shuffled) == []


class TestDates:
    def dated(self, seed: int, classes: int = 2) -> tuple[pd.DataFrame, np.random.Generator]:
        frame, random = churn(seed)
        if classes > 2:
            frame["y"] += random.integers(0, 2, len(frame))
        frame["seen"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(
            random.integers(0, 400, len(frame)), unit="D"
        )
        before = random.gamma(2.0, 20.0, len(frame)).astype(int) + 1
        frame["event"] = frame["seen"] - pd.to_timedelta(before, unit="D")
        return frame, random

    @pytest.mark.parametrize("classes", [2, 3])
    @pytest.mark.parametrize("time", ["seen", None])
    def test_a_date_that_lies_after_the_row_for_one_class_is_found(
        self, leaks_of: Leaks, time: str | None, classes: int
    ) -> None:
        frame, random = self.dated(classes, classes)
        late = random.random(len(frame)) < np.where(frame["y"] == 1, 0.4, 0.1)
        frame.loc[late, "event"] = frame.loc[late, "seen"] + pd.Timedelta(days=4)
        (finding,) = leaks_of(frame, time=time)
        # Without a named time either of the two dates may be the odd one.
        assert finding.columns[0] == "event" or (time is None and "seen" in finding.columns)

    @pytest.mark.parametrize("time", ["seen", None])
    def test_dates_whose_order_says_nothing_are_left_alone(
        self, leaks_of: Leaks, time: str | None
    ) -> None:
        frame, random = self.dated(5)
        late = random.random(len(frame)) < 0.3
        frame.loc[late, "event"] = frame.loc[late, "seen"] + pd.Timedelta(days=4)
        assert leaks_of(frame, time=time) == []


@pytest.mark.parametrize("seed", [0, 1])
def test_a_field_that_one_class_of_several_has_filled_in_is_found(
    leaks_of: Leaks, seed: int
) -> None:
    frame, random = churn(seed)
    frame["y"] += random.integers(0, 2, len(frame))
    filled = (frame["y"] == 2) & (random.random(len(frame)) < 0.5)
    frame["follow_up"] = pd.Series(random.normal(size=len(frame))).where(filled)
    assert [f.columns for f in leaks_of(frame)] == [("follow_up",)]


def test_a_field_filled_in_after_a_rare_outcome_is_found(leaks_of: Leaks) -> None:
    """Where one row in twelve is positive the class says little of the gaps, they much of it."""
    frame, random = churn(4)
    frame["y"] = (random.random(ROWS) < 0.16 / (1 + np.exp(-frame["x0"]))).astype(int)
    gone = random.random(ROWS) < np.where(frame["y"] == 1, 0.75, 0.4)
    frame["follow_up"] = pd.Series(random.normal(size=ROWS)).mask(gone)
    assert [f.columns for f in leaks_of(frame)] == [("follow_up",)]


@pytest.mark.parametrize("leaks", [True, False])
def test_gaps_that_a_number_leaves_are_found_beside_strong_features(
    leaks_of: Leaks, *, leaks: bool
) -> None:
    """Measures of one thing look like effects of the target too; gaps that the thing causes don't.

    Of the columns with gaps that tell something only those are asked about that follow the target.
    """
    random = np.random.default_rng(1)
    thing = random.normal(size=1_000)
    frame = pd.DataFrame(
        {f"x{k}": thing + (0.7 + 0.6 * k) * random.normal(size=1_000) for k in range(3)}
    )
    frame["y"] = thing + 0.6 * random.normal(size=1_000)
    cause = frame["y"] / frame["y"].std() if leaks else thing
    gone = random.random(1_000) < 1 / (1 + np.exp(2.2 * (0.2 - cause)))
    frame["follow_up"] = pd.Series(random.normal(size=1_000)).mask(gone)
    assert [f.columns for f in leaks_of(frame)] == ([("follow_up",)] if leaks else [])


@pytest.mark.parametrize("told", [True, False])
def test_a_number_handed_out_in_the_order_of_the_target_is_found(
    leaks_of: Leaks, *, told: bool
) -> None:
    """Nothing else says anything, so that nothing tells cause from effect."""
    random = np.random.default_rng(2)
    frame = pd.DataFrame({f"x{k}": random.normal(size=800) for k in range(4)})
    frame["y"] = random.normal(size=800)
    key = frame["y"] + 2.5 * random.normal(size=800)
    if told:
        frame["record"] = 1_000 + 3 * key.rank().astype(int) + random.integers(0, 3, 800)
    else:  # a measured value tells as much, and is no numbering
        frame["record"] = (100 * key).round().astype(int)
    assert [f.columns for f in leaks_of(frame)] == ([("record",)] if told else [])


@pytest.mark.parametrize("written", ["text", "number"])
def test_a_leak_in_one_level_of_a_category_of_many_is_found(leaks_of: Leaks, written: str) -> None:
    random = np.random.default_rng(0)
    frame = pd.DataFrame(random.normal(size=(1_500, 3)), columns=list("abc"))
    frame["y"] = (frame["a"] + random.normal(size=1_500) > 0).astype(int)
    branch = np.where(random.random(1_500) < 0.15, 17, random.integers(0, 16, 1_500))
    frame["branch"] = branch if written == "number" else [f"B{k}" for k in branch]
    frame["flag"] = np.where(branch == 17, frame["y"], random.integers(0, 2, 1_500))
    (finding,) = [f for f in leaks_of(frame) if f.check == "partial_leak"]
    assert finding.columns == ("flag", "branch")


def test_no_level_of_a_category_of_many_gives_the_class_by_chance(leaks_of: Leaks) -> None:
    random = np.random.default_rng(1)
    frame = pd.DataFrame(random.integers(0, 2, (1_500, 8)), columns=list("abcdefgh"))
    frame["branch"] = random.integers(0, 30, 1_500)
    frame["y"] = (frame["a"] + 2 * random.random(1_500) > 1.5).astype(int)
    assert not [f for f in leaks_of(frame) if f.check == "partial_leak"]
