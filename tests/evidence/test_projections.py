"""What no figure carries: levels to come, words that a person never wrote, multiples in words."""

import pytest

from ml_engineer.evidence.grounding import ground
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_tools.evidence import Subject


def figure(handle: str, quantity: str, value: float, **more: object) -> LabelledFigure:
    subject = {name: more[name] for name in Subject.model_fields if name in more}
    return LabelledFigure.model_validate(
        {
            "handle": handle, "quantity": quantity, "value": value, "subject": subject,
            "unit": more.get("unit"), "n": more.get("n"),
        }
    )  # fmt: skip


LEDGER = ledger_of(
    [
        figure("E1.f1", "stale_share", 0.4213, window="2025-03"),
        figure("E1.f2", "stale_share", 0.4817, window="2025-06"),
        figure("E2.f1", "mae", 3.12, unit="kg", model="gbm"),
        figure("E2.f2", "mae", 4.85, unit="kg", model="mean_rule"),
        figure("E3.f1", "base_rate", 0.0644, split="holdout", n=2300),
        figure("E3.f2", "accuracy", 0.9291, model="svm", split="holdout", n=2300),
        figure("E4.f1", "mean", 214.0, unit="mg/l", column="nitrate"),
        figure("E5.f1", "failure_rate", 0.125, slice="belts", n=320),
        figure("E5.f2", "failure_rate", 0.03, slice="rollers", n=700),
        figure("E6.f1", "pressure_error", 0.83, window="72 h ahead"),
        figure("E6.f2", "pressure_error", 0.41, window="24 h ahead"),
    ]
)
USER = ("We can live with 4 false alarms per 1000 parcels. We sort 90,000 a day.",)


def wrong(text: str) -> set[str]:
    found = ground(text, LEDGER, USER)
    return {one.token.text for one in found if one.verdict in ("unsupported", "wrong_subject")}


@pytest.mark.parametrize(
    "text",
    [
        "Between March and June it rose from 42.1 % [E1.f1] to 48.2 % [E1.f2], by 6.0 points.",
        "At 48.2 % [E1.f2] your 90,000 parcels a day will have 43,353 stale labels next year.",
        "Switching would cut the error by 1.73 kg [E2.f1, E2.f2].",
        "You said you can live with 4 per 1000; the stale share is 48.2 % [E1.f2].",
        "The error is 3.1 kg [E2.f1], about two thirds that of the rule with 4.9 kg [E2.f2].",
        "It is right in 92.9 % [E3.f2], but calling everything good would be right in 93.6 % [E3].",
        "You said 4 per 1000, we measure 125 per 1000 for belts [E5.f1].",
        "The model errs by 3.12 kg [E2.f1], the rule by 4.85 kg [E2.f2], half as much again.",
        "You'd save 1.73 kg on average [E2.f1, E2.f2] if you switched by next month.",
        "The mean is 214 mg/l of nitrate [E4.f1].",
        "Belts failed 40 times, 12.5 % of them; rollers failed 21 times, 3.0 %.",
        "Rollers fail in 3.0 % and belts in 12.5 %; of all together 6.0 % failed.",
        "At 72 hours the error is 0.83 [E6.f1], twice as much as the 0.41 at 24 hours [E6.f2].",
        "El error es de 3,1 kg [E2.f1] y la regla falla por 4,9 kg [E2.f2].",
    ],
)
def test_what_is_measured_or_said_is_right(text: str) -> None:
    assert wrong(text) == set()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It rose from 42.1 % [E1.f1] to 48.2 % [E1.f2], so by September it will be at 54.2 %"
         " [E1].", "54.2 %"),
        ("It was 42.1 % [E1.f1] and is 48.2 % [E1.f2]; at this pace we'll reach 54.2 % next"
         " quarter [E1].", "54.2 %"),
        ("With more data I expect the error to fall below 1.7 kg [E2.f1].", "1.7"),
        ("A second camera would bring the error down to 1.73 kg [E2.f1, E2.f2].", "1.73"),
        ("You said you can live with 7 per 1000; the stale share is 48.2 % [E1.f2].", "7"),
        ("You told us that you would accept 12 of them; 48.2 % are stale [E1.f2].", "12"),
        ("The error is 3.1 kg [E2.f1], half that of the rule with 4.9 kg [E2.f2].", "half"),
        ("The rule's 4.9 kg [E2.f2] are three times as much as the model's 3.1 kg [E2.f1].",
         "three"),
        ("El error es de 3,1 kg [E2.f1], la mitad que con la regla, que falla por 4,9 kg [E2.f2].",
         "la mitad"),
        ("It is right in 92.9 % [E3.f2], but calling everything good would be in 95.8 % [E3].",
         "95.8 %"),
        ("The mean of nitrate is 214 g/l [E4.f1].", "214"),
        ("Rollers fail in 3.0 % [E5.f2] and belts in 12.5 % [E5.f1]; of all together 7.8 % failed.",
         "7.8 %"),
    ],
)  # fmt: skip
def test_what_nothing_carries_is_flagged(text: str, number: str) -> None:
    assert wrong(text) == {number}
