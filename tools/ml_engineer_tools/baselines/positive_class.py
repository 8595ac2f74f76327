"""The positive class: which of two classes the scores are about, and who chose it."""

from __future__ import annotations

from ml_engineer_tools.baselines.request import BaselinesRequest
from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.evidence import Exactness, Figure, Severity
from ml_engineer_tools.modelling.task import PositiveBy
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import quoted

CHOSEN_BY: dict[PositiveBy, str] = {
    "request": "as asked for",
    "word": "chosen by this tool, since it is written like a yes or a one",
    "rarity": "chosen by this tool, since it is the rarer one",
    "order": "chosen by this tool, since it comes last in order and both are as frequent",
}


def tell_positive_class(
    record: Recorder, rows: Rows, request: BaselinesRequest, exactness: Exactness
) -> Figure | None:
    """Record the share of the positive class and say which one it is; None without one.

    A low finding where this tool chose and may be wrong: the class is the commoner one, or neither
    is; a medium one where costs, which change sides with it, were given as well.
    """
    by = rows.task.positive_by
    if by is None:
        return None
    share = record.figure(
        "positive_share", float((rows.y == 1).mean()), n=len(rows), exactness=exactness,
        column=request.target, slice=f"{request.target} = {rows.task.positive}",
    )  # fmt: skip
    doubtful = by == "order" or (by == "word" and float(share.value) > 0.5)
    severity: Severity = "info"
    if doubtful:
        severity = "low" if request.costs is None else "medium"
    costs = "" if request.costs is None else ", and costs as errors on it"
    record.finding(
        "positive_class",
        severity,
        f"The positive class of {quoted(request.target)} is the one named below, a share of "
        f"{share} of the rows, {CHOSEN_BY[by]}: scores are its probability{costs}.",
        columns=(request.target,),
        clauses=("S1",),
        figures=[share],
        question="Is it the class that decisions are about? If not, name the other one with "
        "--positive."
        if doubtful
        else None,
    )
    return share
