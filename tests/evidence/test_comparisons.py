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


COSTS = ledger_of(
    [
        figure("E1.f1", "recall", 0.9158, model="net", slice="threshold 0.30", n=3316),
        figure("E1.f2", "recall", 0.8169, model="net", slice="threshold 0.50", n=3316),
        figure("E1.f3", "precision", 0.4127, model="net", n=14876),
        figure("E2.f1", "false_alarms", 972, slice="threshold 0.15", unit="coils"),
        figure("E2.f2", "missed", 11, slice="threshold 0.15", unit="coils"),
        figure("E3.f1", "train_hours", 63, model="net", unit="h"),
        figure("E3.f2", "row_count", 8560),
        figure("E3.f3", "base_rate", 0.0196),
        figure("E4.f1", "best_roc_auc", 0.9083, model="net"),
        figure("E4.f2", "roc_auc", 0.8837, model="net", split="fresh"),
    ]
)
ASKED = ("Is 0.30 right? A miss costs 40 times a false alarm, 900 visits a month, 200 h of GPU.",)


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("Recall is 91.6 % [E1.f1]. Moving to 0.50 loses 9.9 points [E1.f2].", "9.9", "uncited"),
        (
            "Recall is 91.6 % [E1.f1]. Moving to 0.50 loses 7.9 points [E1.f2].",
            "7.9",
            "unsupported",
        ),
        ("Of every 100 alarms 59 are false [E1.f3].", "59", "derived"),
        ("Out of 100 alarms 59 are false [E1.f3].", "100", "structural"),
        ("Of every 100 alarms 49 are false [E1.f3].", "49", "unsupported"),
        ("At 0.15 the errors cost 1,412 units [E2].", "1,412", "uncited"),
        ("At 0.15 the errors cost 1,142 units [E2].", "1,142", "unsupported"),
        ("That takes 63 h [E3.f1] and leaves 137 [E3.f1].", "137", "uncited"),
        ("That takes 63 h [E3.f1] and leaves 173 [E3.f1].", "173", "unsupported"),
        ("There are 168 injuries in 8,560 sessions [E3].", "168", "uncited"),
        ("There are 186 injuries in 8,560 sessions [E3].", "186", "unsupported"),
        ("The AUC of 0.908 [E4.f1] was luck: a loss of 0.025 [E4.f2].", "0.025", "derived"),
        ("By your costs a threshold of 0.024 balances the two.", "0.024", "uncited"),
    ],
)
def test_what_a_citation_leaves_unsaid_is_asked_for(text: str, number: str, verdict: str) -> None:
    found = {one.token.text: one.verdict for one in ground(text, COSTS, ASKED)}
    assert found[number] == verdict
