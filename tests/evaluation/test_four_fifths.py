"""The four-fifths rule: selection rates are held against the highest, not the largest group's."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ml_engineer_tools.evaluation.bias import Judged, bias_profile, group_codes
from ml_engineer_tools.evaluation.bias_findings import record_bias
from ml_engineer_tools.evaluation.parts import deal_parts
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evidence import Finding
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.request import Request

RATES = {"married": 0.1, "single": 0.3, "divorced": 0.28}


def told(rates: dict[str, float], rows: int = 4000, rare: float = 0.2) -> tuple[Recorder, Finding]:
    random = np.random.default_rng(0)
    names = list(rates)
    group = pd.Series(random.choice(names, rows, p=[1 - 0.2 - rare, 0.2, rare]))
    y = (random.random(rows) < 0.5).astype(int)
    acts = random.random(rows) < group.map(rates).to_numpy()
    codes, ordered = group_codes(group)
    judged = Judged(y, acts, None, None)
    record = Recorder("evaluate_predictions", Request())
    parts = deal_parts(rows)
    record_bias(bias_profile("marital", codes, ordered, judged, parts), Place(record, model="m"))
    found = [f for f in record.findings if "selection rate of a group" in f.statement]
    return record, found[0] if found else record.findings[0]


def test_the_largest_group_falls_short_of_the_highest_rate() -> None:
    record, found = told(RATES)

    figures = {f.handle: f for f in record.figures}
    cited = [figures[handle] for handle in found.handles]
    own, highest = cited[:2]
    assert (own.subject.slice, highest.subject.slice) == ("married", "single")
    (ratio,) = [f for f in cited if f.quantity == "selection_rate_ratio"]
    assert 0.25 < float(ratio.value) < 0.42
    assert abs(float(ratio.value) - float(own.value) / float(highest.value)) < 0.001
    assert "below the" in found.statement
    assert "group with the highest" in found.statement


def test_a_higher_rate_than_the_largest_group_s_is_no_shortfall_of_its_own() -> None:
    record, _ = told(RATES)

    ratios = [float(f.value) for f in record.figures if f.quantity == "selection_rate_ratio"]
    assert ratios
    assert max(ratios) < 0.8


def test_which_group_is_worse_off_depends_on_what_being_selected_means() -> None:
    record, found = told({"young": 0.75, "middle": 0.6, "old": 0.45})

    figures = {f.handle: f for f in record.figures}
    cited = {figures[handle].quantity: figures[handle] for handle in found.handles}
    if_good, if_harm = cited["selection_rate_ratio"], cited["not_selected_ratio"]
    assert if_good.subject.slice == "old"
    assert float(if_good.value) < 0.8
    assert if_harm.subject.slice == "young"
    assert abs(float(if_harm.value) - 0.25 / 0.55) < 0.08
    assert "if being selected is good for people" in found.statement
    assert "if being selected is a harm" in found.statement
    assert "good for a person, or a harm" in str(found.question)


def test_a_shortfall_in_being_spared_is_told_where_rates_are_high() -> None:
    _, found = told({"young": 0.9, "middle": 0.8, "old": 0.8})

    assert "not below the" in found.statement  # 0.8 / 0.9 of those selected
    assert "to the disadvantage of the one with the highest rate" in found.statement


def test_none_of_few_is_no_evidence() -> None:
    random = np.random.default_rng(1)
    group = pd.Series(["married"] * 1900 + ["single"] * 700)
    acts = np.zeros(2600, dtype=bool)
    acts[random.choice(1900, 8, replace=False)] = True
    codes, ordered = group_codes(group)
    found = bias_profile(
        "marital", codes, ordered, Judged(acts * 1, acts, None, None), deal_parts(2600)
    )
    record = Recorder("evaluate_predictions", Request())
    record_bias(found, Place(record, model="m"))

    assert [f.severity for f in record.findings] == ["info"]  # 8 of 1,900 against 0 of 700


def test_a_tiny_group_s_rate_is_no_yardstick() -> None:
    _, found = told({"married": 0.3, "single": 0.3, "widowed": 0.9}, rare=0.012)

    assert found.severity == "info"
