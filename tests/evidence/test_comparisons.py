"""Comparisons: what stands on the other side of one, and what figures cited together give."""

from typing import Any

import pytest

from ml_engineer.evidence.grounding import ground
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_tools.evidence import Subject


def figure(handle: str, quantity: str, value: float, **more: Any) -> LabelledFigure:
    subject = Subject(**{name: more.pop(name) for name in Subject.model_fields if name in more})
    return LabelledFigure(handle=handle, quantity=quantity, value=value, subject=subject, **more)


MINE = ledger_of(
    [
        figure("E1.f1", "nmae", 0.1094, model="net", window="24h ahead"),
        figure("E1.f2", "nmae", 0.1372, model="net", window="48h ahead"),
        figure("E1.f3", "skill", 0.489, model="net", window="24h ahead"),
        figure("E1.f4", "skill", 0.0, model="persistence", window="24h ahead"),
        figure("E2.f1", "recall_14d", 0.6923, model="net", n=52),
        figure("E2.f2", "false_stops", 31, model="net", unit="stops"),
        figure("E2.f3", "false_stops", 74, model="iron_limit", unit="stops"),
        figure("E3.f1", "mean", 7.38, column="yield", unit="t/ha", n=4276),
        figure("E3.f2", "std", 1.19, column="yield", unit="t/ha", n=4276),
        figure("E4.f1", "r2", 0.1296, model="net", interval=(-0.041, 0.267)),
        figure("E6.f1", "aov", 57.32, slice="control", unit="USD"),
        figure("E6.f2", "aov", 56.88, slice="treatment", unit="USD"),
        figure("E6.f3", "bias", -0.0217, model="prophet"),
        figure("E6.f4", "missed_events", 2, model="net"),
        figure("E7.f1", "accuracy", 0.8147, split="unseen sites"),
        figure("E7.f2", "accuracy", 0.9316, split="seen sites"),
        figure("E8.f1", "psi", 0.0473, column="he_flow"),
        figure("E8.f2", "psi", 0.0102, column="wafer_temp"),
        figure("E8.f3", "exact_match", 0.8703, model="layoutlmv3"),
        figure("E8.f4", "exact_match", 0.8914, model="regex_rules"),
        figure("E5.f1", "recall", 0.5909, model="net", slice="Mill Bay", n=22),
    ]
)


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("Skill over persistence is 0.49 [E1.f3].", "0.49", "measured"),
        ("We saw 36 of 52 failures in the 14-day window [E2.f1].", "14", "structural"),
        ("At your 9k a stop that is 387k less [E2.f2, E2.f3].", "387k", "derived"),
        ("At your 9k a stop that is 378k less [E2.f2, E2.f3].", "378k", "unsupported"),
        ("Yields average 7.38 [E3.f1] with a spread of 1.19 [E3.f2].", "1.19", "measured"),
        ("Yields average 1.19 [E3.f2].", "1.19", "wrong_subject"),
        ("R² reaches from -0.041 up to 0.267 [E4.f1].", "-0.041", "measured"),
        ("R² reaches from 0.041 up to 0.267 [E4.f1].", "0.041", "unsupported"),
        ("Mill Bay has 22 and 59 % [E5].", "22", "measured"),
        ("At 48 h it errs by 13.7 % [E1.f2].", "13.7 %", "measured"),
        ("Baskets went down by $0.44, from $57.32 to $56.88 [E6].", "$0.44", "derived"),
        ("Baskets went up by $0.44, from $57.32 to $56.88 [E6].", "$0.44", "unsupported"),
        ("Prophet under-orders by 2.2 % [E6].", "2.2 %", "measured"),
        ("Prophet over-orders by 2.2 % [E6].", "2.2 %", "unsupported"),
        ("0.87 against 0.89 [E8.f3, E8.f4], a factor of 2.0.", "2.0", "unsupported"),
        ("At sites it has seen, accuracy is 93.2 % [E7].", "93.2 %", "measured"),
        ("At sites it has never seen, accuracy is 93.2 % [E7].", "93.2 %", "wrong_subject"),
        ("| [E8] | PSI |\n|---|---|\n| He flow | 0.047 |", "0.047", "measured"),
        ("| [E8] | PSI |\n|---|---|\n| He flow | 0.010 |", "0.010", "wrong_subject"),
        ("| [E8] | LayoutLM |\n|---|---|\n| match | 89.1 % |", "89.1 %", "wrong_subject"),
        ("At 48 h it errs by 10.9 % [E1.f1].", "10.9 %", "wrong_subject"),
    ],
)
def test_a_comparison_is_read_with_both_of_its_sides(text: str, number: str, verdict: str) -> None:
    found = {g.token.text: g.verdict for g in ground(text, MINE, ["A stop costs us 9k."])}
    assert found[number] == verdict, found
