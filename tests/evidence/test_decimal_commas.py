"""Texts with decimal commas: 12,7 and 8.640 are read as 12.7 and 8,640."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml_engineer.evidence.decimal_commas import with_decimal_points, writes_decimal_commas
from ml_engineer.evidence.grounding import ground
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of

LEDGER = ledger_of(
    [
        LabelledFigure(handle="E1.f1", quantity="mae", value=12.7, n=8640),
        LabelledFigure(handle="E1.f2", quantity="wape", value=0.1834),
    ]
)


def test_an_answer_with_decimal_commas_is_traced_and_shown_as_it_was_written() -> None:
    text = "Der Fehler liegt bei 12,7 [E1.f1], das sind 18,3 % [E1.f2] auf 8.640 Zeilen [E1.f1]."
    found = {one.token.text: one.verdict for one in ground(text, LEDGER, ())}
    assert found == {"12,7": "measured", "18,3 %": "measured", "8.640": "measured"}
    wrong = ground(text.replace("12,7", "17,2"), LEDGER, ())
    assert wrong[0].verdict == "unsupported"
    assert wrong[0].token.text == "17,2"


@pytest.mark.parametrize(
    "text",
    [
        "It is 0.87 on 1,234 rows.", "Scores lie in [0,1] on 1,234 rows.", "Steps 1,2,3 are done.",
        "1,234 rows", "The AUC is 0.9 and 12,7 is a typo.", "",
    ],
)  # fmt: skip
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert with_decimal_points(text) == text


@given(st.text(alphabet="0123456789,.[]() abE%-", max_size=40))
def test_reading_keeps_every_place(text: str) -> None:
    read = with_decimal_points(text)
    assert len(read) == len(text)
    assert [a for a in read if a not in ",."] == [a for a in text if a not in ",."]
    assert writes_decimal_commas(text) or read == text
