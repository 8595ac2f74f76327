"""What the page of a parity check draws: shares that differ, and what explains them."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.pages.charts import Bar, bars, per_cent
from ml_engineer_tools.pages.figure_index import FigureIndex
from ml_engineer_tools.pages.sections import Drawing, Section

MOST = 60
"""Features that are drawn."""


def parity_sections(evidence: Evidence) -> list[Section]:
    """Return the sections of a parity page; those with nothing to show are left out."""
    index = FigureIndex.of(evidence)
    sections = [
        Section("Features", _FEATURES, tuple(_shares(index))),
        Section("Patterns", _PATTERNS, tuple(_patterns(index))),
    ]
    return [section for section in sections if not section.empty]


_FEATURES = "Joined rows in which training and serving hold different values, by feature."
_PATTERNS = "Of the rows that differ, the share that each pattern explains."


def _shares(index: FigureIndex) -> Iterator[Drawing]:
    found = sorted(index.all("differing_share"), key=lambda f: -float(f.value))[:MOST]
    if found:
        drawn = [
            Bar(
                figure.subject.column or "",
                100 * float(figure.value),
                per_cent(float(figure.value)),
                tone="bad" if float(figure.value) else "",
                title=figure.handle,
            )
            for figure in found
        ]
        yield Drawing("Share of rows that differ", tuple(drawn))
    sizes = index.all("median_difference")
    if sizes:
        labelled = [(f.subject.column or "", float(f.value), str(f)) for f in sizes[:MOST]]
        yield Drawing("Typical difference, in standard deviations", tuple(bars(labelled)))
    weights = index.all("importance_share")
    if weights:
        told = [(f.subject.column or "", float(f.value), per_cent(float(f.value)))
                for f in weights]  # fmt: skip
        yield Drawing("Share of importance to the model", tuple(bars(told, most=1.0)))


def _patterns(index: FigureIndex) -> Iterator[Drawing]:
    for name in index.columns("differing_share")[:MOST]:
        labelled = [
            (
                figure.quantity.removeprefix("pattern_").removesuffix("_share").replace("_", " "),
                float(figure.value),
                per_cent(float(figure.value)),
            )
            for figure in index.of_column(name, *_quantities(index, name))
        ]
        if labelled:
            yield Drawing(name, tuple(bars(labelled, most=1.0)))


def _quantities(index: FigureIndex, name: str) -> list[str]:
    return [q for q in index.quantities(name) if q.startswith("pattern_") and q.endswith("_share")]
