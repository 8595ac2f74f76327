"""What stands over a list or in its bold beginnings says which rows its numbers are of."""

from __future__ import annotations

import pytest

from ml_engineer.evidence.grounding import ground
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_tools.evidence import Subject

LEDGER = ledger_of(
    [
        LabelledFigure(
            handle=handle,
            quantity="recall",
            value=value,
            subject=Subject(slice=slice_, model="gru"),
        )
        for handle, value, slice_ in (
            ("E1.f1", 0.8627, "season=wet"),
            ("E1.f2", 0.6316, "season=dry"),
        )
    ]
)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("**Dry season (April to September)**\n- Recall: 86.3 % [E1.f1]", "wrong_subject"),
        ("**Wet season**\n- Recall: 86.3 % [E1.f1]", "measured"),
        ("## Dry season\n\nThe recall is 86.3 % [E1.f1].", "wrong_subject"),
        ("In the dry season:\n\n- recall 86.3 % [E1.f1]", "wrong_subject"),
        ("**Dry:** nothing.\n**Wet:** recall 86.3 % [E1.f1].", "measured"),
        ("## Dry season\n\nIn the wet season the recall is 86.3 % [E1.f1].", "measured"),
        ("## Dry and wet season\n\nThe recall is 86.3 % [E1.f1] at best.", "measured"),
    ],
)
def test_a_number_under_the_heading_of_other_rows(text: str, verdict: str) -> None:
    found = next(one for one in ground(text, LEDGER) if one.token.text == "86.3 %")
    assert found.verdict == verdict


def test_an_interval_in_a_column_headed_95_percent_is_no_percentage() -> None:
    ledger = ledger_of(
        [
            LabelledFigure(
                handle="E1.f1", quantity="rmse", value=37.2, unit="kW", interval=(36.1, 38.4),
                subject=Subject(model="lightgbm"),
            )
        ]
    )  # fmt: skip
    header = "| Model | RMSE, kW | 95 % interval |\n|---|---|---|\n"
    text = header + "| LightGBM [E1.f1] | 37.2 | 36.1 – 38.4 |"
    found = {one.token.text: one.verdict for one in ground(text, ledger)}
    assert (found["37.2"], found["36.1"], found["38.4"]) == ("measured",) * 3
    wrong = text.replace("38.4", "39.4")
    found = {one.token.text: one.verdict for one in ground(wrong, ledger)}
    assert found["39.4"] == "unsupported"


def test_a_fraction_in_words_before_another_share_is_wrong() -> None:
    ledger = ledger_of(
        [LabelledFigure(handle="E1.f1", quantity="share_of_fires", value=0.4167, subject=Subject())]
    )
    text = "The index finds {} of the fires [E1.f1]."
    for written, verdict in (("a third", "unsupported"), ("two fifths", "measured")):
        found = next(o for o in ground(text.format(written), ledger) if o.token.text == written)
        assert found.verdict == verdict
