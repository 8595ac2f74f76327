"""What a sentence itself computes or counts has to come out so, whatever else gives the number."""

import pytest

from ml_engineer.evidence.grounding import ground
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of


def psi(number: int, column: str, value: float) -> dict[str, object]:
    subject = {"table": "t.csv", "column": column}
    return {"handle": f"E1.f{number}", "quantity": "psi", "value": value, "subject": subject}


def mae(number: int, side: str, value: float, quantity: str = "mae") -> dict[str, object]:
    subject = {"table": "t.csv", "slice": side}
    return {"handle": f"E2.f{number}", "quantity": quantity, "value": value, "unit": "min",
            "subject": subject}  # fmt: skip


FIGURES: list[dict[str, object]] = [
    psi(1, "doors", 0.412), psi(2, "motor", 0.263), psi(3, "level", 0.184), psi(4, "load", 0.021),
    mae(1, "north", 6.58), mae(2, "south", 8.61), mae(3, "north", 23.5, "median"),
    mae(4, "south", 31.0, "median"),
    *(
        {"handle": f"E3.f{number}", "quantity": "level_count", "value": value,
         "subject": {"table": "t.csv", "column": "call", "slice": name}}
        for number, (name, value) in enumerate([("a", 6120), ("b", 2874), ("c", 2211)], 1)
    ),
    {"handle": "E3.f4", "quantity": "row_count", "value": 15842, "subject": {"table": "t.csv"}},
    {"handle": "E4.f1", "quantity": "paired_diff", "value": 185, "unit": "kWh", "n": 128},
    {"handle": "E4.f2", "quantity": "distinct", "value": 4, "n": 618},
]  # fmt: skip
LEDGER = ledger_of(LabelledFigure.model_validate(one) for one in FIGURES)
USER = ("Gas is 0.11 EUR per kWh and we fire 260 times a year; 18 of 100 break.",)


def verdict(text: str, number: str) -> str:
    return {one.token.text: one.verdict for one in ground(text, LEDGER, USER)}[number]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It is 6.6 of 23.5 [E2.f1, E2.f3], which is 23 %.", "23 %"),
        ("From 6.6 in the north to 8.6 in the south [E2.f1, E2.f2] it has doubled.", "doubled"),
        ("Four signals are past the limit of 0.25 [E1].", "Four"),
        ("Three columns exceed 0.25: see [E1].", "Three"),
        ("Three of the four signals are past your 0.25 [E1].", "Three"),
        ("Of a there are 6,120 of 15,842 [E3.f1, E3.f4], so 9,272 remain.", "9,272"),
        ("It ran 4 workshops [E4.f2], nine short of your 18.", "nine"),
        ("The worst hour had 31 [E2.f4] and the model expected fourteen.", "fourteen"),
        ("The 28 of 100 you quoted is above the 31 minutes [E2.f4].", "28 of 100"),
    ],
)
def test_what_its_own_words_contradict_is_wrong(text: str, number: str) -> None:
    assert verdict(text, number) == "unsupported"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It is 6.6 of 23.5 [E2.f1, E2.f3], which is 28 %.", "28 %"),
        ("Of 23.5 minutes [E2.f3] it is 6.6 [E2.f1], 24 % less than in the south [E2.f2].", "24 %"),
        ("Two signals are past the limit of 0.25 [E1].", "Two"),
        ("Three columns exceed 0.1: see [E1].", "Three"),
        ("Together a, b and c make up 11,205 calls [E3.f1, E3.f2, E3.f3, E3.f4].", "11,205"),
        ("That is 71 % of all calls [E3.f1, E3.f2, E3.f3, E3.f4].", "71 %"),
        ("For your 260 firings at €0.11 it is €5,291 a year [E4.f1].", "€5,291"),
        ("Between four workshops [E4.f2] guessing gives 0.25.", "0.25"),
        ("Of a there are 6,120 of 15,842 [E3.f1, E3.f4], so 9,722 remain.", "9,722"),
        ("It ran 4 workshops [E4.f2], fourteen short of your 18.", "fourteen"),
        ("North 6.6 and south 8.6 minutes [E2.f1, E2.f2]. That makes 2.03 more.", "2.03"),
        ("Over 260 firings the 185 kWh less [E4.f1] come to 48,100.", "48,100"),
        ("The 18 of 100 you quoted is more than 6.6 minutes [E2.f1].", "18 of 100"),
        ("It is 6.6 [E2.f1], about a fifth of the median 31 minutes [E2.f4].", "a fifth"),
    ],
)
def test_what_its_own_words_bear_out_passes(text: str, number: str) -> None:
    assert verdict(text, number) not in ("unsupported", "wrong_subject")
