"""Products of three factors and more: right ones are followed, those that leave one out are not."""

import pytest

from ml_engineer.evidence.grounding import ground
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_tools.evidence import Subject


def figure(handle: str, quantity: str, value: float, **more: object) -> LabelledFigure:
    subject = {name: more[name] for name in Subject.model_fields if name in more}
    rest = {name: more[name] for name in ("unit", "n") if name in more}
    return LabelledFigure.model_validate(
        {"handle": handle, "quantity": quantity, "value": value, "subject": subject, **rest}
    )


LEDGER = ledger_of(
    [
        figure("E1.f1", "defect_share", 0.0384, split="test", n=5200),
        figure("E1.f2", "recall", 0.7215, split="test", n=5200),
        figure("E1.f3", "scrap_loss_share", 0.185, split="test"),
        figure("E2.f1", "parts_per_shift", 1460, unit="parts"),
        figure("E3.f1", "mean", 41.7, unit="litres", column="water", slice="sensor route", n=612),
        figure("E3.f2", "mean", 48.9, unit="litres", column="water", slice="fixed route", n=745),
        figure("E3.f3", "runs", 745, unit="runs", slice="fixed route"),
        figure("E4.f1", "peel_per_kilo", 137, unit="g", slice="old knives"),
        figure("E4.f2", "peel_per_kilo", 112, unit="g", slice="new knives", n=3450),
        figure("E5.f1", "precision", 0.26, model="gbm"),
    ]
)
USER = (
    "We run 3 shifts a day on 240 days a year. A reworked part costs us 14 euros, water is €0.90"
    " a litre, and a check takes €35.",
)


def verdicts(text: str) -> dict[str, str]:
    return {one.token.text: one.verdict for one in ground(text, LEDGER, USER)}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("At 1,460 parts a shift [E2.f1] and your 3 shifts, the share in [E1.f1] makes 168"
         " defects a day.", "168"),
        ("At 1,460 parts a shift [E2.f1] and your 3 shifts, the share in [E1.f1] makes 168"
         " defects, and at your 14 euros €2,355.", "€2,355"),
        ("[E1.f1] times [E2.f1] at your 14 euros is €785 a shift, €188k over your 240 days.",
         "€188k"),
        ("Defect share times recall times your 240 days gives 6.6 [E1].", "6.6"),
        ("With [E3.f1], [E3.f2] and your €0.90, the 745 runs [E3.f3] cost €4,828 too much.",
         "€4,828"),
        ("On 3,450 kilos the difference comes to 86 kg [E4].", "86"),
        ("Of 5,200 parts 200 were defect [E1.f1], of which 56 slip through [E1.f2].", "56"),
        ("At your €35 a check and a precision of 26 % [E5.f1] every true find costs €135.", "€135"),
        ("A true find costs your €35 over [E5.f1], €135.", "€135"),
        ("Multiplying [E1.f1] and [E1.f3], 0.71 % of the turnover is lost.", "0.71 %"),
        ("Pour vos 3 équipes à 1 460 pièces [E2.f1], la part [E1.f1] donne 168 pièces par jour.",
         "168"),
        ("Bei 1.460 Teilen je Schicht [E2.f1] und Ihren 3 Schichten macht der Anteil [E1.f1]"
         " 168 Teile am Tag.", "168"),
    ],
)  # fmt: skip
def test_a_product_of_all_that_is_named_is_followed(text: str, number: str) -> None:
    found = verdicts(text)
    assert found[number] == "derived"
    assert not {"unsupported", "wrong_subject"} & set(found.values())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        # The shifts are left out, then the recall, then the price.
        ("At 1,460 parts a shift [E2.f1] and your 3 shifts, the share in [E1.f1] makes 56"
         " defects a day.", "56"),
        ("At [E2.f1] parts a shift, your 3 shifts and your 14 euros the share in [E1.f1] comes to"
         " €785.", "€785"),
        ("Defect share times recall times your 240 days gives 9.2 [E1].", "9.2"),
        ("With [E3.f1], [E3.f2] and your €0.90, the 745 runs [E3.f3] cost €5,364 too much.",
         "€5,364"),
        ("On 3,450 kilos the difference comes to 68 kg [E4].", "68"),
        ("Multiplying [E1.f1] and [E1.f3], 2.1 % of the turnover is lost.", "2.1 %"),
        ("A true find costs your €35 over [E5.f1], €91.", "€91"),
        # Litres are no euros.
        ("On the 745 runs of the fixed route [E3.f3] with the same [E3.f1] and [E3.f2]: €5,364.",
         "€5,364"),
        # Of the defects, not of all parts.
        ("It misses 27.9 % [E1.f2]; with a defect share of 3.8 % [E1.f1] that is some 407 of the"
         " 1,460 parts [E2.f1].", "407"),
    ],
)  # fmt: skip
def test_a_product_that_leaves_something_out_is_not(text: str, number: str) -> None:
    assert verdicts(text)[number] in ("unsupported", "wrong_subject")
