"""A change in per cent is of what there was before, not of what it leads to."""

from __future__ import annotations

import pytest

from ml_engineer.evidence.grounding import ground
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_tools.evidence import Subject

LEDGER = ledger_of(
    [
        LabelledFigure(
            handle=handle, quantity="no_show_rate", value=value, subject=Subject(slice=slice_)
        )
        for handle, value, slice_ in (
            ("E1.f1", 0.2417, "arm=control"),
            ("E1.f2", 0.1724, "arm=texted"),
        )
    ]
)
BOTH = "24.2 % in the control arm and 17.2 % among those texted [E1.f1, E1.f2]"


@pytest.mark.parametrize(
    ("text", "number", "right"),
    [
        (f"It was {BOTH}, a relative reduction of 29 %.", "29 %", True),
        (f"It was {BOTH}, a relative reduction of 40 %.", "40 %", False),
        (f"It was {BOTH}, so the control arm is 40 % higher.", "40 %", True),
        (f"It was {BOTH}, so the control arm is 29 % higher.", "29 %", False),
        ("| A | B | Reduction |\n|---|---|---|\n| 24.2 % [E1.f1] | 17.2 % [E1.f2] | 40 % |", "40 %",
         False),
        ("| A | B | Reduction |\n|---|---|---|\n| 24.2 % [E1.f1] | 17.2 % [E1.f2] | 29 % |", "29 %",
         True),
    ],
)  # fmt: skip
def test_the_base_is_where_the_change_begins(text: str, number: str, *, right: bool) -> None:
    found = [one for one in ground(text, LEDGER) if one.token.text == number][-1]
    assert (found.verdict != "unsupported") is right
