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
        ("At 48 h it errs by 10.9 % [E1.f1].", "10.9 %", "wrong_subject"),
    ],
)
def test_a_comparison_is_read_with_both_of_its_sides(text: str, number: str, verdict: str) -> None:
    found = {g.token.text: g.verdict for g in ground(text, MINE, ["A stop costs us 9k."])}
    assert found[number] == verdict, found
