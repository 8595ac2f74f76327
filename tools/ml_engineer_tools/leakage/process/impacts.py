"""Impacts: how much a flaw is likely to move a score, with the numbers and where they come from."""

from __future__ import annotations

from dataclasses import dataclass

from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.recorder import Recorder


@dataclass(frozen=True, slots=True)
class Quoted:
    """A number that an impact quotes."""

    quantity: str
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class Impact:
    """What a flaw is likely to be worth.

    Attributes:
        text: the end of a sentence.
        numbers: those that it quotes.
    """

    text: str
    numbers: tuple[Quoted, ...] = ()


_PRIOR = "arXiv 2604.04199: preprocessing on all rows of 2,047 data sets"
_SELECTED = "a convention: range of the gaps that public examples of such leaks show"
_TEMPORAL = "measured on elec2 (0.80 to 0.715) and bank marketing (0.795 to 0.648)"

TINY = Impact(
    "likely worth at most 0.005 AUC: mend it, don't worry",
    (Quoted("preprocessing_leak_auc", 0.005, _PRIOR),),
)
REPORTED = Impact(
    "expect the score to be optimistic; examples show 0.03 to 0.2 AUC",
    (Quoted("leak_auc_low", 0.03, _SELECTED), Quoted("leak_auc_high", 0.2, _SELECTED)),
)
SELECTION = Impact(
    "this is the score that is reported: expect it to be optimistic, more so with many tries"
)
TEMPORAL = Impact(
    "a random split lets the model see what comes after its test rows; examples show 0.08 to 0.15 "
    "AUC",
    (
        Quoted("random_split_auc_low", 0.08, _TEMPORAL),
        Quoted("random_split_auc_high", 0.15, _TEMPORAL),
    ),
)  # fmt: skip
ENTITIES = Impact("the score is for entities that the model knows already; expect less on new ones")
SHARES = Impact(
    "the test no longer has the class shares of the field, so precision and calibration are not "
    "those that will be met"
)
EASIER = Impact(
    "the rows that are hardest to foretell are no longer scored: expect larger errors in use"
)
UNREAL = Impact("the score is on rows that do not exist, with class shares that will not be met")
UNLIKE_SERVING = Impact("the score is not that of the fitted model on rows as they are served")


def cited(record: Recorder, impact: Impact) -> list[Figure]:
    """Return the figures of the numbers that an impact quotes, recorded once each."""
    known = {figure.quantity: figure for figure in record.figures if figure.convention}
    return [
        known.get(number.quantity)
        or record.convention(number.quantity, number.value, source=number.source)
        for number in impact.numbers
    ]
