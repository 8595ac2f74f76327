"""Tables whose columns are set apart by spaces."""

from ml_engineer.evidence.aligned import ruled
from ml_engineer.evidence.grounding import ground
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_tools.evidence import Subject

LEDGER = ledger_of(
    [
        *(
            LabelledFigure(
                handle=f"E1.f{place}", quantity=f"latency_{statistic}", value=value, unit="ms",
                subject=Subject(model=model),
            )
            for place, (model, statistic, value) in enumerate(
                (
                    ("trees", "p50", 21), ("trees", "p99", 95),
                    ("bert", "p50", 140), ("bert", "p99", 610),
                ),
                1,
            )
        ),
        LabelledFigure(handle="E2.f1", quantity="psi", value=0.31, subject=Subject(column="flow")),
        LabelledFigure(handle="E2.f2", quantity="psi", value=0.04, subject=Subject(column="head")),
    ]
)  # fmt: skip


def wrong(text: str) -> set[str]:
    found = ground(text, LEDGER)
    return {one.token.text for one in found if one.verdict in ("unsupported", "wrong_subject")}


def test_a_column_is_what_its_heading_says() -> None:
    table = (
        "Latency [E1]:\n\n```\n         median   p99\ntrees        {}    {}  ms\n"
        "bert        140   610  ms\n```\n"
    )
    assert wrong(table.format(21, 95)) == set()
    assert wrong(table.format(95, 21)) == {"95", "21"}


def test_rows_without_a_heading_are_apart() -> None:
    assert wrong("PSI [E2]:\n\n    flow   0.31\n    head   0.04\n") == set()
    assert wrong("PSI [E2]:\n\n    flow   0.04\n    head   0.04\n") == {"0.04"}


def test_prose_with_wide_gaps_is_no_table() -> None:
    prose = "It has 3 columns.  It has 9 rows.\nAll is well.  There are 4 more.\n"
    assert ruled(prose) == (prose, {})
    assert len(ruled("a   1\nb   2\n")[0]) == len("a   1\nb   2\n")
