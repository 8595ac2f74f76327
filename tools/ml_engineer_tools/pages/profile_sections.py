"""What the page of a profile draws: target, time, missing values, and a card for each column."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer_tools.evidence import Evidence, Figure, format_value
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.pages.charts import bars, columns, dots, per_cent
from ml_engineer_tools.pages.figure_index import FigureIndex
from ml_engineer_tools.pages.period_drawings import period_drawings
from ml_engineer_tools.pages.sections import ColumnCard, Drawing, Section

ROLES = ("target", "time", "group", "key")
MOST_BARS = 30
MOST_LEVELS = 8
RELATIONS = {"relation_roc_auc": 0.5, "relation_macro_roc_auc": 0.5, "relation_r2": 0.0}
"""How each column goes with the target, and the value that means that it does not."""
FACTS = {
    "distinct_count": "distinct values",
    "null_count": "NULL",
    "nan_count": "NaN",
    "infinite_count": "infinite",
    "zero_count": "zeros",
    "minimum": "minimum",
    "quantile_50": "median",
    "mean": "mean",
    "maximum": "maximum",
    "standard_deviation": "standard deviation",
    "first_instant": "first",
    "last_instant": "last",
    "text_length_mean": "mean length",
}


def profile_sections(evidence: Evidence) -> list[Section]:
    """Return the sections of a profile's page; those with nothing to show are left out."""
    index = FigureIndex.of(evidence)
    names = list(index.columns("missing_share", "semantic_type"))
    sections = [
        Section("Target", _TARGET, tuple(_target(index))),
        Section("Time", _TIME, tuple(period_drawings(index))),
        Section("Missing values", _MISSING, tuple(_missing(index, names))),
        Section("Columns", _COLUMNS, cards=tuple(_card(evidence, index, n) for n in names)),
    ]
    return [section for section in sections if not section.empty]


_TARGET = "Of exploration rows only; the holdout was not read."
_TIME = "How many rows each period has."
_MISSING = "Columns with values missing, NULL and NaN together, most of all first."
_COLUMNS = "In the order of the table."


def _target(index: FigureIndex) -> Iterator[Drawing]:
    shares = index.all("class_share")
    if shares:
        pairs = [
            (figure.subject.slice or "", float(figure.value), per_cent(float(figure.value)))
            for figure in shares
        ]
        yield Drawing("Share of each class", tuple(bars(pairs, most=1.0)))
    for quantity, chance in RELATIONS.items():
        related = [f for f in index.all(quantity) if not isinstance(f.value, str)]
        if related:
            strongest = sorted(related, key=lambda figure: -abs(float(figure.value)))[:MOST_BARS]
            drawn = dots(
                [(figure.subject.column or "", figure) for figure in strongest],
                mark=chance,
                mark_text="no relation",
            )
            metric = METRIC_NAMES[quantity.removeprefix("relation_")]
            yield Drawing(f"What each column alone says of the target: {metric}, out of fold",
                          dots=drawn)  # fmt: skip


def _missing(index: FigureIndex, names: list[str]) -> Iterator[Drawing]:
    figures = [index.value(name, "missing_share") for name in names]
    gone = [figure for figure in figures if figure is not None and float(figure.value) > 0]
    gone.sort(key=lambda figure: -float(figure.value))
    pairs = [
        (figure.subject.column or "", float(figure.value), per_cent(float(figure.value)))
        for figure in gone[:MOST_BARS]
    ]
    if pairs:
        more = f", {len(gone) - len(pairs)} more not drawn" if len(gone) > len(pairs) else ""
        yield Drawing(f"Share of rows without a value{more}", tuple(bars(pairs, most=1.0)))


def _card(evidence: Evidence, index: FigureIndex, name: str) -> ColumnCard:
    arguments = evidence.measurement.arguments
    kind = index.value(name, "semantic_type")
    missing = index.value(name, "missing_share")
    share = float(missing.value) if missing is not None else 0.0
    facts = [
        (label, str(figure))
        for quantity, label in FACTS.items()
        if (figure := index.value(name, quantity)) is not None
    ]
    return ColumnCard(
        name=name,
        kind="" if kind is None else str(kind.value).replace("_", " "),
        role=next((role for role in ROLES if arguments.get(role) == name), ""),
        missing=(per_cent(share), 100 * share),
        facts=tuple(facts),
        drawing=_distribution(index, name),
        flags=tuple(
            (finding.severity, finding.check.replace("_", " "))
            for finding in evidence.measurement.findings
            if name in finding.columns and finding.severity != "info"
        ),
    )


def _distribution(index: FigureIndex, name: str) -> Drawing | None:
    histogram = index.of_column(name, "histogram_rows")
    if histogram:
        counted = [(figure.subject.slice or "", float(figure.value)) for figure in histogram]
        left, right = _axis(index, name, _ends(counted[0][0])[0], _ends(counted[-1][0])[-1])
        drawn = columns(counted, left=left, right=right)
        return Drawing(_rows_words(histogram), columns=drawn)
    levels = index.of_column(name, "level_rows")
    if levels:
        levels = sorted(levels, key=lambda figure: -float(figure.value))
        pairs = [
            (figure.subject.slice or "", float(figure.value), format_value(figure.value))
            for figure in levels[:MOST_LEVELS]
        ]
        rest = sum(float(figure.value) for figure in levels[MOST_LEVELS:])
        if rest:
            pairs.append(
                (f"{len(levels) - MOST_LEVELS} more levels", rest, format_value(int(rest)))
            )
        return Drawing(_rows_words(levels), tuple(bars(pairs)))
    quantiles = [
        figure
        for level in ("01", "05", "25", "50", "75", "95", "99")
        for figure in index.of_column(name, f"quantile_{level}")
    ]
    if len(quantiles) > 2:
        labelled = [(figure.quantity[-2:] + " %", figure) for figure in quantiles]
        return Drawing("Quantiles", dots=dots(labelled))
    return None


def _axis(index: FigureIndex, name: str, left: str, right: str) -> tuple[str, str]:
    """Return what stands at both ends: the round edges, or the bounds where these lie within."""
    ends = []
    for edge, quantity, inner in ((left, "minimum", max), (right, "maximum", min)):
        bound = index.value(name, quantity)
        try:
            outside = bound is not None and inner(float(edge), float(bound.value)) != float(edge)
        except ValueError:  # the first and the last interval may be open: (lower, 10)
            outside = bound is not None
        ends.append(str(bound) if outside else edge)
    return ends[0], ends[1]


def _rows_words(figures: list[Figure]) -> str:
    sampled = figures[0].exactness
    return f"Rows, of a sample of {sampled.n:,}" if sampled.kind == "sampled" else "Rows"


def _ends(interval: str) -> tuple[str, str]:
    """Return both ends of `[1, 2)`; the whole twice if it isn't written like that."""
    first, comma, last = interval.strip("[]()").partition(",")
    return (first.strip(), last.strip()) if comma else (interval, interval)
