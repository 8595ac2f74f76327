"""Right numbers on the wrong side: before and after, then and now, one model's and another's."""

import pytest

from ml_engineer.evidence.grounding import ground
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_tools.evidence import Subject


def figure(handle: str, quantity: str, value: float, **about: str) -> LabelledFigure:
    return LabelledFigure(handle=handle, quantity=quantity, value=value, subject=Subject(**about))


LEDGER = ledger_of(
    [
        figure("E1.f1", "late_share", 0.2154, window="before new rota"),
        figure("E1.f2", "late_share", 0.1378, window="after new rota"),
        figure("E1.f3", "mae", 6.4, window="before new rota"),
        figure("E1.f4", "mae", 8.9, window="after new rota"),
        figure("E2.f1", "recall", 0.8127, window="vor Umbau"),
        figure("E2.f2", "recall", 0.7742, window="nach Umbau"),
        figure("E3.f1", "mape", 0.0731, window="2022/23"),
        figure("E3.f2", "mape", 0.0918, window="2023/24"),
        figure("E3.f3", "mape", 0.1164, window="2024/25"),
        figure("E4.f1", "base_rate", 0.3218, split="fresh"),
        figure("E4.f2", "base_rate", 0.4077, split="holdout"),
        figure("E5.f1", "precision", 0.8461, model="challenger"),
        figure("E5.f2", "precision", 0.7933, model="incumbent"),
        figure("E6.f1", "rmse", 12.4, model="unet"),
        figure("E6.f2", "rmse", 15.8, model="optical_flow"),
        figure("E7.f1", "roc_auc", 0.7612, model="raw", split="test"),
        figure("E7.f2", "roc_auc", 0.8236, model="tuned", split="test"),
        figure("E7.f3", "roc_auc", 0.9015, model="tuned", split="train"),
    ]
)


def wrong(text: str) -> set[str]:
    found = ground(text, LEDGER, ())
    return {one.token.text for one in found if one.verdict in ("unsupported", "wrong_subject")}


@pytest.mark.parametrize(
    "text",
    [
        "Before the new rota 21.5 % of trams ran late, since then 13.8 % [E1].",
        "Late trams: 21.5 % before [E1.f1], 13.8 % after [E1.f2].",
        "It was 21.5 % of trams before the change and is 13.8 % of trams now [E1].",
        "Since the rota 13.8 % are late, down from 21.5 % [E1].",
        "Now 13.8 % are late, less than before, when it was 21.5 % [E1].",
        "The share fell from 21.5 % to 13.8 % [E1]; the error grew from 6.4 to 8.9 [E1].",
        "The error is 8.9 minutes after 6.4 before the rota [E1].",
        "Der Recall lag vor dem Umbau bei 81,3 % und liegt danach bei 77,4 % [E2].",
        "This season the error is 11.6 % [E3], previously 9.2 % [E3].",
        "It went from 9.2 % to 11.6 % [E3.f2, E3.f3], in 2022/23 it was 7.3 % [E3.f1].",
        "The cancellation rate went from 40.8 % to 32.2 % [E4].",
        "The challenger reaches a precision of 84.6 % and the present one 79.3 % [E5].",
        "It beats optical flow, 12.4 to 15.8 in RMSE [E6].",
        "Of all trams 13.8 % run late now, where it was 21.5 % before [E1].",
        "Compared with before the rota (21.5 % [E1.f1]), only 13.8 % [E1.f2] run late.",
        "Before you sign anything, note that 13.8 % [E1.f2] are late.",
        "After cleaning the data I get 21.5 % for the time before the rota [E1.f1].",
        "Now to the error: it was 6.4 [E1.f3] and became 8.9 [E1.f4].",
        "This season's 11.6 % compare with 9.2 % a year earlier [E3].",
        "It grew from 7.3 % over 9.2 % to 11.6 % this season [E3].",
        "It scored 0.902 on what it had seen and 0.824 on the test rows [E7.f3, E7.f2].",
        "Heute liegt der Recall bei 77,4 %, früher lag er bei 81,3 % [E2].",
        "Tuning lifts the AUC from 0.761 to 0.824 on the test rows [E7].",
        "The tuned model falls from 0.902 on the training rows to 0.824 on the test rows [E7].",
    ],
)
def test_a_number_on_its_own_side_is_right(text: str) -> None:
    assert wrong(text) == set()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Before the new rota 13.8 % of trams ran late, since then 21.5 % [E1].",
         {"13.8 %", "21.5 %"}),
        ("Late trams: 13.8 % before [E1.f2], 21.5 % after [E1.f1].", {"13.8 %", "21.5 %"}),
        ("It was 13.8 % of trams before the change and is 21.5 % of trams now [E1].",
         {"13.8 %", "21.5 %"}),
        ("Since the rota the error is 6.4 minutes [E1].", {"6.4"}),
        ("The share went from 13.8 % to 21.5 % [E1].", {"13.8 %", "21.5 %"}),
        ("Der Recall lag vor dem Umbau bei 77,4 % und liegt danach bei 81,3 % [E2].",
         {"77,4 %", "81,3 %"}),
        ("This season the forecast is off by 9.2 % [E3].", {"9.2 %"}),
        ("The error went from 11.6 % to 9.2 % [E3].", {"11.6 %", "9.2 %"}),
        ("The cancellation rate went from 32.2 % to 40.8 % [E4].", {"32.2 %", "40.8 %"}),
        ("The challenger reaches a precision of 79.3 % and the present one 84.6 % [E5].",
         {"79.3 %", "84.6 %"}),
        ("The UNet is off by 15.8 mm and the other one by 12.4 mm [E6].", {"15.8", "12.4"}),
        ("Tuning lifts the AUC from 0.761 to 0.902 [E7].", {"0.902"}),
    ],
)  # fmt: skip
def test_a_number_on_the_other_side_is_not(text: str, numbers: set[str]) -> None:
    assert wrong(text) == numbers
