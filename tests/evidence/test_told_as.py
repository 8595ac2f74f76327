"""A figure's own number said to be what the figure is not, or only told as a limit of it."""

from __future__ import annotations

import pytest

from ml_engineer.evidence.grounding import ground
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_tools.evidence import Subject

LEDGER = ledger_of(
    [
        LabelledFigure(handle=handle, quantity=quantity, value=value, unit=unit, subject=subject)
        for handle, quantity, value, unit, subject in (
            ("E1.f1", "domain_classifier_auc", 0.8829, None, Subject()),
            ("E1.f2", "latency_p95", 38.2, "ms", Subject(model="gbm")),
            ("E1.f3", "p_value", 0.00031, None, Subject(column="income")),
            ("E2.f1", "row_count", 45213, "rows", Subject(table="t.csv")),
            ("E2.f2", "duplicate_rows", 118, "rows", Subject(table="t.csv")),
            ("E3.f1", "cost_per_1000", 1250.0, "EUR", Subject(model="gbm")),
            ("E3.f2", "cost_per_1000", 2400.0, "EUR", Subject(model="do_nothing")),
            ("E4.f1", "psi", 0.07, None, Subject(column="age")),
            ("E4.f2", "psi", 0.31, None, Subject(column="income")),
            ("E5.f1", "roc_auc", 0.8452, None, Subject(model="linear")),
            ("E5.f2", "roc_auc", 0.8714, None, Subject(model="gbm")),
            ("E6.f1", "roc_auc", 0.9226, None, Subject(model="trees")),
        )
    ]
)


@pytest.mark.parametrize(
    ("text", "number", "right"),
    [
        ("A classifier is right for 88 % of games [E1.f1].", "88 %", False),
        ("It ranks 88 % of pairs the right way round [E1.f1].", "88 %", True),
        ("It takes 38.2 ms in the median [E1.f2].", "38.2", False),
        ("It takes 38.2 ms at p95 [E1.f2].", "38.2", True),
        ("p < 0.001 [E1.f3].", "0.001", True),
        ("p < 0.0001 [E1.f3].", "0.0001", False),
        ("After dropping them 45,095 rows are left [E2.f1, E2.f2].", "45,095", True),
        ("After dropping them 45,331 rows are left [E2.f1, E2.f2].", "45,331", False),
        ("It saves 48 % of what doing nothing costs [E3.f1, E3.f2].", "48 %", True),
        ("It saves 52 % of what doing nothing costs [E3.f1, E3.f2].", "52 %", False),
        ("PSI went up from age to income: 0.07 [E4.f1] versus 0.31 [E4.f2].", "0.07", True),
        ("It cuts wrongly ordered pairs by half [E5.f1, E5.f2].", "half", False),
        ("It cuts wrongly ordered pairs by half [E5.f1, E6.f1].", "half", True),
    ],
)
def test_what_is_said_of_a_number_has_to_be_what_it_is(
    text: str, number: str, *, right: bool
) -> None:
    found = next(one for one in ground(text, LEDGER) if one.token.text == number)
    assert (found.verdict not in ("unsupported", "wrong_subject")) is right


def test_a_name_behind_a_number_is_not_of_the_next_one() -> None:
    ledger = ledger_of(
        [
            LabelledFigure(
                handle=handle, quantity="share", value=value, interval=ends,
                subject=Subject(column="sex", slice=slice_),
            )
            for handle, value, slice_, ends in (
                ("E1.f1", 0.747, "F", (0.68, 0.81)),
                ("E1.f2", 0.099, "M", (0.062, 0.154)),
            )
        ]
    )  # fmt: skip
    text = (
        "The share is 0.099 (0.062 to 0.154) [E1.f2] for `M` and 0.747 (0.68 to 0.81) [E1.f1] "
        "for `F`."
    )
    assert {one.verdict for one in ground(text, ledger)} == {"measured"}
