"""Numbers that come out of an expression before them, or are told before they are computed."""

import pytest

from ml_engineer.evidence.grounding import ground
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of

LEDGER = ledger_of(
    [
        LabelledFigure(handle="E1.f1", quantity="roc_auc", value=0.8123),
        LabelledFigure(handle="E2.f1", quantity="recall_at_2pct", value=0.2315),
        LabelledFigure(handle="E2.f2", quantity="base_rate", value=0.0052),
    ]
)


def flagged(text: str, said: str = "") -> set[str]:
    found = ground(text, LEDGER, (said,))
    return {one.token.text for one in found if one.verdict in ("unsupported", "wrong_subject")}


@pytest.mark.parametrize(("gini", "wrong"), [("0.625", set()), ("0.652", {"2", "1", "0.652"})])
def test_an_expression_gives_what_stands_behind_it(gini: str, wrong: set[str]) -> None:
    text = f"The AUC of 0.8123 [E1.f1] is a Gini of 2 × 0.8123 − 1 = {gini}."
    assert flagged(text) == wrong


def test_a_number_may_be_told_before_it_is_computed() -> None:
    text = (
        "About {} a day.\n\n1. Your 60k picks at 0.52 % [E2.f2] make 312 mispicks.\n"
        "2. Of these it finds 23.15 % [E2.f1], and 312 × 0.2315 ≈ 72.\n"
    )
    assert flagged(text.format("72"), "We pick 60k items a day.") == set()
    assert flagged(text.format("94"), "We pick 60k items a day.") == {"94"}
