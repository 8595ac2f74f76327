"""Numbers computed in several steps: a formula counts only where chance would hardly find one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml_engineer.evidence.grounding import ground
from ml_engineer.evidence.ledger import Ledger
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
        figure("E1.f1", "base_rate", 0.0231, n=26000),
        figure("E1.f2", "recall", 0.8735, model="gbm", n=601),
        figure("E2.f1", "waste_cost_monthly", 1145, unit="EUR", model="old"),
        figure("E2.f2", "waste_cost_monthly", 862, unit="EUR", model="new"),
        figure("E3.f1", "alerts", 1830),
        figure("E3.f2", "delay_minutes", 2745, unit="min"),
        figure("E4.f1", "error_rate", 0.000412, slice="before", interval=(0.00036, 0.00047)),
        figure("E5.f1", "predicted_over_actual", 1.047, model="dcn"),
        figure("E6.f1", "mape", 0.1687, model="rf", n=588),
        figure("E7.f1", "lead_time_median", 19.5, unit="h"),
        figure("E8.f1", "best_epoch", 41),
        figure("E8.f2", "epochs", 60),
    ]
)


def verdict(text: str, number: str, said: tuple[str, ...] = (), ledger: Ledger = LEDGER) -> str:
    return next(one.verdict for one in ground(text, ledger, said) if one.token.text == number)


@pytest.mark.parametrize(
    ("text", "number", "said"),
    [
        ("About 29.2 bad corks per 10k get through [E1.f1, E1.f2].", "29.2", ()),
        ("It saves €283 a month or €849 over the quarter [E2.f1, E2.f2].", "€849", ()),
        (
            "1,830 alerts [E3.f1] caused 2,745 minutes of delay [E3.f2], 1.5 minutes each.",
            "1.5",
            (),
        ),
        ("It predicts 4.7 % more than there is [E5.f1].", "4.7 %", ()),
        ("That is 1.9 points above your 15 % [E6.f1].", "1.9", ("Retrain if MAPE > 15 %.",)),
        ("The lead is 19.5 h [E7.f1], so 4.5 h short of the full day.", "4.5", ()),
        ("Best epoch: 41 of 60 [E8.f1, E8.f2]; the last 19 only cost electricity.", "19", ()),
    ],
)
def test_what_takes_several_steps_is_not_called_wrong(
    text: str, number: str, said: tuple[str, ...]
) -> None:
    assert verdict(text, number, said) in ("derived", "uncited")


def test_a_rate_on_the_base_that_a_person_named_reaches_its_interval_too() -> None:
    header = "| per 100,000 | rate | 95 % interval |\n|---|---|---|\n"
    text = header + "| before | 41.2 | 36 to 47 |\n\n[E4]"
    found = {one.token.text: one.verdict for one in ground(text, LEDGER, ("per 100,000?",))}
    assert "unsupported" not in (found["41.2"], found["36"], found["47"])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("About 26.8 bad corks per 10k get through [E1.f1, E1.f2].", "26.8"),
        ("It saves €283 a month or €894 over the quarter [E2.f1, E2.f2].", "€894"),
        ("It predicts 7.4 % more than there is [E5.f1].", "7.4 %"),
        ("Of the share, 58 points are lost [E1.f1, E1.f2].", "58"),
    ],
)
def test_a_slip_in_such_a_number_is_still_found(text: str, number: str) -> None:
    assert verdict(text, number) == "unsupported"


@given(st.integers(min_value=1000, max_value=9999))
def test_hardly_any_random_number_is_one(number: int) -> None:
    """So few values can be reckoned from two figures that at most four of twenty are hit."""
    assert (
        sum(
            verdict(f"That makes {n / 10} of them [E1.f1, E1.f2].", str(n / 10)) != "unsupported"
            for n in range(number, number + 199, 10)
        )
        <= 4
    )
