"""What drift says where nothing moved: that, of how much, or that it can't be told."""

from __future__ import annotations

from ml_engineer_tools.drift.sample_size import FEWEST_ROWS
from ml_engineer_tools.drift.telling import CLAUSES
from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import agreeing


def report_quiet(recorder: Recorder, *, same_file: bool) -> None:
    """Record a sentence that nothing moved, where no finding says that something did.

    Args:
        recorder: holds all that was found.
        same_file: whether both tables are the same bytes.
    """
    if any(finding.severity != "info" for finding in recorder.findings):
        return
    undecided = any(finding.check == "movement_undecided" for finding in recorder.findings)
    rows = [_figure(recorder, "row_count", window) for window in ("reference", "current")]
    of = _figure(recorder, "compared_columns", None)
    compared = int(of.value)
    columns = f"{of} {agreeing(compared, 'column', 'columns')}"
    over = f"{rows[0]} rows of the reference and {rows[1]} of the current table"
    question = None
    if same_file:
        check = "same_file"
        says = f"Both tables are the same file, byte for byte: none of {columns} can have moved."
        question = "Was another table meant?"
    elif min(int(figure.value) for figure in rows) < FEWEST_ROWS:
        check = "movement_not_told"
        says = f"It can't be told whether any of {columns} moved: there are {over}."
    elif undecided:
        check = "nothing_moved"
        says = f"Beside what is undecided, none of {columns} is found to have moved, over {over}."
    else:
        check = "nothing_moved"
        says = f"None of {columns} is found to have moved, over {over}."
    recorder.finding(check, "info", says, clauses=CLAUSES, figures=[of, *rows], question=question)


def _figure(recorder: Recorder, quantity: str, window: str | None) -> Figure:
    return next(
        figure
        for figure in recorder.figures
        if figure.quantity == quantity and figure.subject.window == window
    )
