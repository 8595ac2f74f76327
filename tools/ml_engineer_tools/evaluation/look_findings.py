"""What is said of an evaluation that saw the locked rows: which look it was, what it may cost."""

from __future__ import annotations

from ml_engineer_tools.baselines.look_findings import expected_maximum
from ml_engineer_tools.evaluation.metrics import Scored
from ml_engineer_tools.evaluation.parts import LEVEL, t_quantile
from ml_engineer_tools.evaluation.performance import NAMES, Written
from ml_engineer_tools.evaluation.place import Place


def record_look(main: str, scored: Scored, written: Written, look: int, place: Place) -> None:
    """Number the look; from the second on say by how much the score may be too good.

    Args:
        main: the metric by which the model is told.
        scored: the metrics.
        written: their figures.
        look: number of the look.
        place: where figures belong.
    """
    record, reached = place.record, written.figures[main]
    number = record.figure("look_number", look)
    record.headline(number)
    start = (
        f"On all rows, the locked ones too, the model reaches {NAMES.get(main, main)} {reached}; "
        f"this is look number {number} through this tool"
    )
    cited = [reached, number]
    if look == 1:
        record.finding("holdout_score", "info", f"{start}.", clauses=("S6", "R2"), figures=cited)
        return
    interval, cost_said = scored.estimate(main).interval, ""
    if interval is not None:
        error = (interval[1] - interval[0]) / 2 / t_quantile(10**6, LEVEL)
        cost = record.figure(
            "selection_cost", error * expected_maximum(look), model=place.model, n=reached.n
        )
        cost_said = (
            f": had the best of {number} been picked by these rows, chance alone would make it "
            f"better by about {cost}, and that much may have to be taken off"
        )
        cited.append(cost)
    record.finding(
        "holdout_score", "medium",
        f"{start}, so the score may owe something to selection{cost_said}.",
        clauses=("S6", "R2"), figures=cited,
        question="Was anything changed after an earlier look at this holdout?",
    )  # fmt: skip
