"""Citations are found in every form in which models write them, and become footnotes."""

import pytest

from ml_engineer.answer import CitedFigure
from ml_engineer.evidence.citations import (
    cited_handles,
    find_citations,
    unknown_citations,
)
from ml_engineer.evidence.footnotes import footnoted
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_tools.evidence import Subject


def figure(handle: str, quantity: str, value: float, **subject: str) -> LabelledFigure:
    interval = (0.861, 0.882) if quantity == "roc_auc" else None
    return LabelledFigure(
        handle=handle, quantity=quantity, value=value, subject=Subject(**subject),
        interval=interval, n=9043,
    )  # fmt: skip


LEDGER = ledger_of(
    [
        figure("E1.f1", "roc_auc", 0.8714, model="lightgbm", split="holdout"),
        figure("E1.f2", "missing_share", 0.25, column="age\n\x1b[31mred"),
    ]
)


def cited(*handles: str) -> list[CitedFigure]:
    figures = [(handle, LEDGER.figure(handle)) for handle in handles]
    return [CitedFigure(handle=h, tool="labelled", figure=f) for h, f in figures if f is not None]


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("0.87 [E1.f1].", ["E1.f1"]),
        ("both [E1.f1, E1.f2]", ["E1.f1", "E1.f2"]),
        ("both [E1.f1; E2.f3 and E4.f1]", ["E1.f1", "E2.f3", "E4.f1"]),
        ("short [E1.f1, f2]", ["E1.f1", "E1.f2"]),
        ("range [E1.f1–f3]", ["E1.f1", "E1.f2", "E1.f3"]),
        ("range [E1.f9-E1.f11]", ["E1.f9", "E1.f10", "E1.f11"]),
        ("side by side [E1.f1][E2.f1]", ["E1.f1", "E2.f1"]),
        ("bare E3.f12 and (E3.f13)", ["E3.f12", "E3.f13"]),
        ("twice [E1.f1] and [E1.f1]", ["E1.f1"]),
        ("a column `x [E1.f1] E2.f2` is a name [E1.f3]", ["E1.f3"]),
        ("none [E3], [1], [see above], E10 fuel, f12, xE1.f1", []),
    ],
)
def test_handles_are_found(text: str, handles: list[str]) -> None:
    assert cited_handles(text) == handles


def test_an_evidence_may_be_cited_as_a_whole() -> None:
    (found,) = find_citations("as [E3, E1.f2] says")
    assert (found.start, found.end) == (3, 14)
    assert (found.evidence, found.handles) == (("E3",), ("E1.f2",))


def test_a_huge_range_does_not_run_away() -> None:
    assert len(cited_handles("[E1.f1–f999999999]")) == 200


def test_footnotes_tell_quantity_subject_value_interval_and_n() -> None:
    text, notes = footnoted("AUC 0.871 [E1.f1], again [E1.f1], all of it [E1].", cited("E1.f1"))
    assert text == "AUC 0.871 [1], again [1], all of it [2]."
    assert notes == [
        "[1] E1.f1  ROC AUC of lightgbm, split holdout: 0.871 "
        "(95% interval 0.861 to 0.882, n = 9,043)",
        "[2] E1  the evidence as a whole: ml-engineer evidence show E1",
    ]


def test_a_footnote_takes_one_line_and_no_control_characters() -> None:
    _, (note,) = footnoted("[E1.f2]", cited("E1.f2"))
    assert note == "[1] E1.f2  missing share of age [31mred: 0.250 (n = 9,043)"


def test_what_was_not_measured_is_said_to_be_unknown() -> None:
    text, notes = footnoted("0.9 [E1.f7, E1.f1]", cited("E1.f1"))
    assert text == "0.9 [1,2]"
    assert notes[0] == "[1] E1.f7  not measured in this session"
    assert [name for _, name in unknown_citations("[E1.f7] [E9] [E1]", LEDGER)] == ["E1.f7", "E9"]
