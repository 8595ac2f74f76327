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


RIVALS = ledger_of(
    [
        figure("E1.f1", "roc_auc", 0.842, model="gbm", split="test", interval=(0.829, 0.855)),
        figure("E1.f2", "recall", 0.71, model="gbm", split="test", interval=(0.672, 0.746)),
        figure("E2.f1", "tpr", 0.7418, model="gbm", slice="women", n=9120),
        figure("E2.f2", "tpr", 0.7193, model="gbm", slice="men", n=7480),
        figure("E3.f1", "mae", 2.66, model="gbm", slice="S7", unit="min"),
        figure("E3.f2", "mae", 2.59, model="current_delay", slice="S7", unit="min"),
        figure("E4.f1", "r2", 0.61, split="site A", n=8760),
        figure("E4.f2", "r2", 0.45, split="site B", n=4380),
        figure("E5.f1", "p95_error", 6.8, slice="all day", unit="min"),
        figure("E5.f2", "p95_error", 10.9, slice="peak", unit="min"),
        figure("E6.f1", "wer", 0.1235, slice="all"),
        figure("E6.f2", "wer", 0.2269, slice="nigerian"),
        figure("E7.f1", "pass_rate", 0.5714, model="screen_v2", window="after update"),
        figure("E7.f2", "pass_rate", 0.6304, model="screen_v1", window="before update"),
        figure("E8.f1", "hit_rate", 0.413, slice="SNR<8"),
        figure("E8.f2", "hit_rate", 0.864, slice="SNR 8-12"),
        figure("E8.f3", "mismatch_share", 0.0005, column="pressure_bar"),
        figure("E9.f1", "spearman", 0.456, model="small"),
        figure("E9.f2", "spearman", 0.499, model="large"),
        figure("E9.f3", "skip_share", 0.4312, model="large"),
    ]
)


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("The uncertainty on recall is 0.672 to 0.746 [E1.f2].", "0.672", "measured"),
        ("The uncertainty on recall is 0.829 to 0.855 [E1.f2].", "0.829", "unsupported"),
        ("Women lead by 2.3 points [E2.f1, E2.f2].", "2.3", "derived"),
        ("Men lead by 2.3 points [E2.f1, E2.f2].", "2.3", "unsupported"),
        ("On S7 the error rises by 0.07 minutes [E3.f1, E3.f2].", "0.07", "derived"),
        ("On S7 the error falls by 0.07 minutes [E3.f1, E3.f2].", "0.07", "unsupported"),
        ("The pass rate fell by 5.9 points [E7.f1, E7.f2].", "5.9", "derived"),
        ("The pass rate rose by 5.9 points [E7.f1, E7.f2].", "5.9", "unsupported"),
        ("Retrain with some of B's 4,380 hours [E4].", "4,380", "measured"),
        ("Retrain with some of B's 8,760 hours [E4].", "8,760", "wrong_subject"),
        ("Print 10.9 minutes instead of five at peak [E5.f2].", "10.9", "measured"),
        ("Print 6.8 minutes instead of five to keep it at peak [E5.f2].", "6.8", "wrong_subject"),
        ("They hit 0.413 and 0.864 respectively [E8.f1, E8.f2].", "0.413", "measured"),
        ("They hit 0.864 and 0.413 respectively [E8.f1, E8.f2].", "0.413", "wrong_subject"),
        ("| regime | hits |\n|---|---|\n| SNR < 8 | 0.41 [E8.f1] |", "0.41", "measured"),
        ("| regime | hits |\n|---|---|\n| SNR < 8 | 0.86 [E8.f2] |", "0.86", "wrong_subject"),
        ("Pressure is clean with 0.05 % [E8.f3].", "0.05 %", "measured"),
        ("Pressure is clean with 0.5 % [E8.f3].", "0.5 %", "unsupported"),
        ("It went from 0.456 to 0.499 [E9.f1, E9.f2], up 0.043.", "0.043", "derived"),
        ("It went from 0.456 to 0.499 [E9.f1, E9.f2], up 0.43.", "0.43", "unsupported"),
        ("P95 rises from 6.8 minutes all day to 10.9 [E5.f1, E5.f2].", "10.9", "measured"),
        (
            "Errors went from 12.4 % [E6.f1] down by 23 %, and 22.7 % [E6.f2].",
            "23 %",
            "unsupported",
        ),
    ],
)
def test_a_right_number_told_of_another_is_flagged(text: str, number: str, verdict: str) -> None:
    found = {one.token.text: one.verdict for one in ground(text, RIVALS)}
    assert found[number] == verdict


COUNTED = ledger_of(
    [
        figure("E1.f1", "precision_at_200", 0.44, model="gbm"),
        figure("E1.f2", "latency_p95", 41.0, unit="ms", model="gbm"),
        figure("E1.f3", "train_time", 0.7, unit="h", model="svm"),
        figure("E1.f4", "train_time", 31.5, unit="h", model="bert"),
        figure("E1.f5", "peak_memory", 27.4, unit="GB", slice="features"),
        figure("E1.f6", "peak_memory", 6.1, unit="GB", slice="scoring"),
        figure("E2.f1", "false_negatives", 412, model="rules"),
        figure("E2.f2", "false_positives", 5210, model="rules"),
        figure("E3.f1", "fpr", 0.0021, slice="untitled"),
        figure("E3.f2", "fpr", 0.0087, slice="titled"),
        figure("E4.f1", "recall", 0.903, slice="HDPE"),
        figure("E4.f2", "recall", 0.847, slice="tetra"),
        figure("E5.f1", "mae", 12.4, unit="kg", split="train"),
        figure("E5.f2", "mae", 19.6, unit="kg", split="test"),
        figure("E6.f1", "roc_auc", 0.7719, slice="channel=OTA", n=30214),
        figure("E6.f2", "roc_auc", 0.824, slice="channel=direct", n=12870),
        figure("E6.f3", "roc_auc", 0.7031, slice="channel=corporate", n=4402),
        figure("E7.f1", "auc_with_suspects", 0.9391, model="logreg"),
        figure("E7.f2", "auc_without_suspects", 0.6972, model="logreg"),
        figure("E8.f1", "row_count", 8140233, unit="rows", slice="step=score"),
        figure("E8.f2", "duration", 96.0, unit="s", slice="step=score"),
        figure("E9.f1", "within_10_mmhg", 0.602, slice="age>=65", n=490),
        figure("E10.f1", "recall_at_p90", 0.78, model="cnn"),
        figure("E11.f1", "precision", 0.6392, slice="threshold=0.50"),
        figure("E11.f2", "precision", 0.2281, slice="threshold=0.11"),
    ]
)  # fmt: skip
PRICES = "A miss costs 85 dollars, a scan 1.20, and the machine 2.10 USD an hour. Threshold 0.5?"


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("It sends the crew to 88 lamps that fail [E1.f1].", "88", "derived"),
        ("It sends the crew to 98 lamps that fail [E1.f1].", "98", "unsupported"),
        ("Scoring takes 41 ms at p95 [E1.f2].", "41", "measured"),
        ("Scoring takes 41 seconds at p95 [E1.f2].", "41", "unsupported"),
        ("The SVM is done in 42 minutes [E1.f3].", "42", "measured"),
        ("31.5 hours [E1.f4] at your 2.10 USD an hour are USD 66.", "66", "derived"),
        ("The peak is 27.4 GB, then 6.1 GB [E1.f5, E1.f6], so 6.1 times higher.", "6.1",
         "unsupported"),
        ("412 missed at your $85 and 5,210 scans at $1.20 cost $41,272 [E2.f1, E2.f2].", "$41,272",
         "derived"),
        ("412 missed at your $85 and 5,210 scans at $1.20 cost $42,172 [E2.f1, E2.f2].", "$42,172",
         "unsupported"),
        ("It is 0.21 % [E3.f1] but 0.87 % [E3.f2], a factor of 4.1.", "4.1", "derived"),
        ("It is 0.21 % [E3.f1] but 0.87 % [E3.f2], a factor of 0.24.", "0.24", "unsupported"),
        ("HDPE loses 97 and cartons 153 per 1,000 [E4.f1, E4.f2].", "153", "derived"),
        ("MAE 12.4 kg in training and 19.6 kg on test, a jump of 58 % [E5.f1, E5.f2].", "58 %",
         "derived"),
        ("MAE 12.4 kg in training and 19.6 kg on test, a jump of 37 % [E5.f1, E5.f2].", "37 %",
         "unsupported"),
        ("They are 9.3 % of the 47,486 tested [E6.f1, E6.f2, E6.f3].", "47,486", "derived"),
        ("The logistic model loses 0.242 without it [E7.f1, E7.f2].", "0.242", "derived"),
        ("It scores 8.1 million rows in 96 seconds [E8.f1, E8.f2], about 85,000 rows a second.",
         "85,000", "derived"),
        ("60.2 % of the readings land within 10 mmHg [E9.f1].", "10", "structural"),
        ("At 90 % precision it finds 78.0 % [E10.f1].", "78.0 %", "measured"),
        ("The price is precision: 23 % [E11.f2] instead of 64 % [E11.f1].", "64 %", "measured"),
        ("The price is precision: 23 % [E11.f2] instead of 78 % [E11.f1].", "78 %", "unsupported"),
        ("The rule of old found 36 % [E11.f1].", "36 %", "unsupported"),
        ("In the 1600s it errs by 9.7 % [E4.f1].", "1600", "structural"),
        ("The rest takes 5.4 % of it, the longest 41 minutes [E1].", "41", "unsupported"),
        ("OTA 77 % [E6.f1], direct 82 % [E6.f2]: direct gains 76 % of that [E6.f1][E6.f2][E6.f3].",
         "76 %", "derived"),
        ("It rose from 12.4 to 19.6 [E5.f1, E5.f2], a rise of 7.2 kg or about 14 %.", "14 %",
         "unsupported"),
    ],
)  # fmt: skip
def test_what_is_counted_priced_and_converted(text: str, number: str, verdict: str) -> None:
    found = [one for one in ground(text, COUNTED, (PRICES,)) if number in one.token.text]
    assert found[-1].verdict == verdict, found
