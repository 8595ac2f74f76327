"""How many rows a number is said to be of."""

import pytest

from ml_engineer.evidence.grounding import ground
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_tools.evidence import Subject


def figure(handle: str, value: float, n: int, **subject: str) -> LabelledFigure:
    return LabelledFigure(
        handle=handle, quantity="recall", value=value, n=n, subject=Subject(**subject)
    )


LEDGER = ledger_of(
    [
        figure("E1.f1", 0.914, 2310, slice="crop=wheat"),
        figure("E1.f2", 0.872, 640, slice="crop=barley"),
        figure("E1.f3", 0.655, 118, slice="crop=rye"),
        figure("E2.f1", 0.714, 42, window="2024-04"),
        figure("E2.f2", 0.692, 39, window="2024-06"),
    ]
)


def wrong(text: str) -> set[str]:
    found = ground(text, LEDGER)
    return {one.token.text for one in found if one.verdict in ("unsupported", "wrong_subject")}


@pytest.mark.parametrize(
    ("text", "honest", "planted"),
    [
        ("- Rye: 65.5 % [E1], on {} plots", "118", "640"),
        ("Rye is found in 65.5 % of {} plots [E1].", "118", "2,310"),
        ("* barley 87.2 % [E1], {} plots", "640", "118"),
        ("Rye is weak: 65.5 %, and with only {} plots that is shaky [E1].", "118", "2,310"),
        ("It found 71.4 % of 42 faults in April and 69.2 % of {} in June [E2].", "39", "42"),
        (
            "| crop | recall | plots |\n|---|---|---|\n| rye | 65.5 % [E1.f3] | {} [E1] |\n",
            "118",
            "640",
        ),
    ],
)
def test_rows_are_those_of_the_figure_beside_them(text: str, honest: str, planted: str) -> None:
    assert wrong(text.format(honest)) == set()
    assert wrong(text.format(planted)) == {planted}


def test_rows_that_fit_their_name_make_the_number_beside_them_wrong() -> None:
    assert wrong("Barley (640 plots): 0.872 [E1].") == set()
    assert wrong("Barley (640 plots): 0.914 [E1].") == {"0.914"}
