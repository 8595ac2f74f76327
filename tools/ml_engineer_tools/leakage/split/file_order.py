"""File order: whether neighbouring rows agree in the target more than chance would have it."""

from __future__ import annotations

from ml_engineer_tools.evidence import Figure, format_value
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.modelling.order import file_order_dependence
from ml_engineer_tools.modelling.sorted_by import sorted_by
from ml_engineer_tools.tables.names import quoted


def check_file_order(inputs: Inputs, probe: Probe) -> list[Figure]:
    """Record whether the target depends on the place in the file; returns the headline figures.

    With a time column given, its order is what counts, and this check does not run.
    """
    if inputs.roles.time is not None:
        return []
    y = probe.y[probe.in_file_order]
    order = file_order_dependence(probe.task, y)
    record = inputs.record
    lag = record.figure("neighbour_agreement", order.lag_agreement, n=len(probe.y))
    trend = record.figure("trend_in_file_order", order.trend, n=len(probe.y))
    if not order.depends:
        return []
    if order.is_sorted:
        record.finding(
            "sorted_by_target",
            "medium",
            "The file is sorted by the target: whatever numbers the rows, an index or an "
            "identifier handed out later, gives the target away, and a split in file order would "
            "leave classes or values out.",
            clauses=("S3",),
            figures=(lag, trend),
            question="In which order did the rows come about?",
            harmless_if="The rows are shuffled before they are split, and nothing that numbers "
            "them is a feature.",
        )
        return []
    category = sorted_by(probe.task, y, probe.frame.iloc[probe.in_file_order], seed=probe.seed)
    if category is not None:
        record.finding(
            "file_order",
            "low",
            f"The file is sorted by {quoted(category)}, and that explains why neighbouring rows "
            "agree in the target: a split in file order would leave levels of it out.",
            columns=(category,),
            clauses=("S3",),
            figures=(lag, trend),
            question=f"Is {quoted(category)} a time, or will the model meet new levels of it?",
            harmless_if="The rows are shuffled before they are split.",
        )
        return []
    record.finding(
        "file_order",
        "medium",
        "The target depends on the place in the file: neighbouring rows agree more than chance "
        f"would have it (agreement {format_value(lag.value)} of a possible {format_value(1)}, "
        f"trend {format_value(trend.value)}). A random split would be optimistic; give the time "
        "column, or split in file order.",
        clauses=("S3", "P5"),
        figures=(lag, trend, record.convention(
            "full_agreement", 1, source="the largest value that the agreement can take"
        )),
        question="Is the file in the order of time, and is there a column that says when?",
        harmless_if="The order came about by sorting or joining, not by time.",
    )  # fmt: skip
    return [lag]
