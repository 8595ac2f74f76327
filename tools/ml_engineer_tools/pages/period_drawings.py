"""Volume by period, with the target along it where it was measured."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer_tools.pages.charts import columns
from ml_engineer_tools.pages.figure_index import FigureIndex
from ml_engineer_tools.pages.sections import Drawing


def period_drawings(index: FigureIndex) -> Iterator[Drawing]:
    """Return one drawing of rows by period for each time column and side of a split."""
    figures = index.all("period_rows")
    kinds = dict.fromkeys((figure.subject.column, figure.subject.split) for figure in figures)
    along = index.all("period_target_rate", "period_target_mean")
    values = {
        figure.subject.window: float(figure.value)
        for figure in along
        if not isinstance(figure.value, str)
    }
    share = bool(along) and along[0].quantity == "period_target_rate"
    words = "share of the positive class" if share else "mean of the target"
    for column, split in kinds:
        counted = [
            (figure.subject.window or "", float(figure.value))
            for figure in figures
            if (figure.subject.column, figure.subject.split) == (column, split)
        ]
        line = [values.get(window) for window, _ in counted] if values else []
        side = f" of the {split} rows" if split else ""
        drawn = columns(counted, line=line, line_text=words)
        yield Drawing(f"Rows by {column or 'period'}{side}", columns=drawn)
