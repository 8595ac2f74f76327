"""What a number may have been computed from, of what stands around it."""

from typing import Any

import pytest

from ml_engineer.evidence.grounding import ground
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_tools.evidence import Subject


def figure(handle: str, quantity: str, value: float, **more: Any) -> LabelledFigure:
    subject = {name: more[name] for name in Subject.model_fields if name in more}
    rest = {name: more[name] for name in ("unit", "interval", "n") if name in more}
    return LabelledFigure(
        handle=handle, quantity=quantity, value=value, subject=Subject(**subject), **rest
    )


LEDGER = ledger_of(
    [
        figure("E1.f1", "uplift", 0.0134, model="tree", split="test", n=30_000),
        figure("E1.f2", "uplift", 0.0071, model="response", split="test", n=30_000),
        figure("E2.f1", "mean", 412.0, unit="s", column="duration", window="2024-04"),
        figure("E2.f2", "mean", 371.0, unit="s", column="duration", window="2024-02"),
        figure("E3.f1", "mean_predicted", 0.0734, model="gbm", split="holdout"),
        figure("E3.f2", "base_rate", 0.0861, split="holdout"),
        figure("E4.f1", "lift_top_decile", 3.87, model="gbm", split="holdout"),
        figure("E4.f2", "base_rate", 0.0921, split="holdout"),
        figure("E5.f1", "recall", 0.648, model="gbm", split="test"),
        figure("E6.f1", "agreement", 0.712, model="grader_a"),
        figure("E6.f2", "agreement", 0.765, model="cnn", split="test"),
        figure("E7.f1", "true_positives", 58, model="gbm"),
        figure("E7.f2", "false_negatives", 13, model="gbm"),
        figure("E8.f1", "cost_per_1000", 0.37, unit="EUR", model="gbm"),
        figure("E9.f1", "mae", 0.3184, model="plan"),
        figure("E9.f2", "mae", 0.2447, model="gbm"),
        figure("E9.f3", "mae", 0.3002, model="gbm", slice="group=new"),
    ]
)


def flagged(text: str, said: str = "") -> set[str]:
    found = ground(text, LEDGER, (said,))
    return {one.token.text for one in found if one.verdict in ("unsupported", "wrong_subject")}


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "| method | uplift | sales from 20,000 letters |\n|---|---|---|\n"
            "| tree | 1.34 % | {} |\n| response | 0.71 % | 142 |\n",
            "268",
            "286",
        ),
        ("They last longer: 412 seconds instead of 371, so {} seconds.", "+41", "+46"),
        ("The model expects 7.3 % and saw 8.6 %, so it is too low by {}.", "15 %", "31 %"),
        (
            "In the 10 % ranked highest, sales are 3.87 times as frequent as the 9.2 % of all, "
            "so {} of them buy.",
            "36 %",
            "29 %",
        ),
        ("Recall is 64.8 %. Five points below that puts the bar at {}.", "59.8 %", "58.9 %"),
        ("It catches 58 of the {} faults.", "71", "77"),
    ],
)
def test_what_stands_around_a_number_gives_it(text: str, right: str, wrong: str) -> None:
    assert flagged(text.format(right), "We can send 20,000 letters.") == set()
    assert flagged(text.format(wrong), "We can send 20,000 letters.") == {wrong}


def test_people_and_models_are_compared_on_whatever_rows_there_are() -> None:
    text = "- grader: 71.2 % [E6]\n- model: 76.5 % [E6]\n\nThe model stands {} points above [E6]."
    assert flagged(text.format("5.3")) == set()
    assert flagged(text.format("4.1")) == {"4.1"}


def test_what_costs_so_much_for_a_thousand_costs_less_for_each() -> None:
    assert flagged("The bill is €0.37 per 1,000 calls [E8].") == set()
    assert flagged("The bill is €0.37 per call [E8].") == {"€0.37"}


def test_so_much_less_is_no_level() -> None:
    assert flagged("It errs by 0.245 instead of 0.318: {} less error.".format("23 %")) == set()
    assert flagged("It errs by 0.245 instead of 0.318: {} less error.".format("30 %")) == {"30 %"}
