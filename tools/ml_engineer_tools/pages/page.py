"""The page: one evidence as one HTML document that loads nothing."""

from __future__ import annotations

import html
import re
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from ml_engineer_tools.evidence import SEVERITIES, Evidence, Figure, Finding
from ml_engineer_tools.pages.sections import Section

if TYPE_CHECKING:
    import jinja2
    import markupsafe

MOST_FIGURES = 1500
"""Figures that the table at the end lists; the JSON has all of them."""
TITLES = {
    "profile_dataset": "Profile",
    "check_leakage": "Leakage check",
    "train_baselines": "Baselines",
    "measure_drift": "Drift",
    "evaluate_predictions": "Evaluation",
    "check_parity": "Parity",
    "build_drift_reference": "Drift reference",
}
FRAME_HEIGHT = 720
"""Height of the page in a notebook, in pixels."""


def render_page(evidence: Evidence) -> str:
    """Return an evidence as one self-contained HTML document.

    Everything that comes from the table (names of columns and levels) is escaped; there is no
    script in the page, and its content security policy forbids any.
    """
    measurement = evidence.measurement
    figures = {figure.handle: figure for figure in measurement.figures}
    return _template().render(
        title=TITLES.get(measurement.tool, measurement.tool.replace("_", " ")),
        evidence=evidence,
        measurement=measurement,
        counts=_counts(measurement.findings),
        findings=[
            (finding, [figures[handle] for handle in finding.handles])
            for finding in measurement.findings
        ],
        headline=[figures[handle] for handle in measurement.headline],
        sections=_sections(evidence),
        figures=measurement.figures[:MOST_FIGURES],
        hidden_figures=max(0, len(measurement.figures) - MOST_FIGURES),
    )


def notebook_frame(evidence: Evidence) -> str:
    """Return the page in a frame, so that its style and a notebook's leave each other alone."""
    document = html.escape(render_page(evidence), quote=True)
    return (
        f'<iframe srcdoc="{document}" sandbox="" style="width:100%;height:{FRAME_HEIGHT}px;'
        'border:1px solid #8884;border-radius:6px"></iframe>'
    )


def _sections(evidence: Evidence) -> list[Section]:
    tool = evidence.measurement.tool
    if tool == "profile_dataset":
        from ml_engineer_tools.pages.profile_sections import profile_sections

        return profile_sections(evidence)
    if tool == "check_leakage":
        from ml_engineer_tools.pages.leakage_sections import leakage_sections

        return leakage_sections(evidence)
    if tool == "measure_drift":
        from ml_engineer_tools.pages.drift_sections import drift_sections

        return drift_sections(evidence)
    if tool == "train_baselines":
        from ml_engineer_tools.pages.baselines_sections import baselines_sections

        return baselines_sections(evidence)
    if tool == "evaluate_predictions":
        from ml_engineer_tools.pages.evaluation_sections import evaluation_sections

        return evaluation_sections(evidence)
    if tool == "check_parity":
        from ml_engineer_tools.pages.parity_sections import parity_sections

        return parity_sections(evidence)
    return []


def _counts(findings: tuple[Finding, ...]) -> list[tuple[str, int]]:
    counted = ((name, sum(f.severity == name for f in findings)) for name in SEVERITIES)
    return [(name, n) for name, n in counted if n]


def _template() -> jinja2.Template:
    import jinja2

    from ml_engineer_tools.pages.charts import shown

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("ml_engineer_tools.pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["shown"] = shown
    environment.filters["words"] = _words
    environment.filters["subject"] = _subject
    environment.filters["prose"] = _prose
    environment.filters["base_name"] = lambda path: PureWindowsPath(path).name or path
    return environment.get_template("page.html")


def _words(name: str) -> str:
    return name.replace("_", " ").replace("roc auc", "ROC AUC").replace("psi", "PSI")


def _prose(text: str) -> markupsafe.Markup:
    """Return prose escaped, with the names between backticks set as code."""
    import markupsafe

    escaped = str(markupsafe.escape(text))
    return markupsafe.Markup(re.sub(r"`([^`]*)`", r"<code>\1</code>", escaped))  # noqa: S704  escaped above


def _subject(figure: Figure) -> str:
    if figure.convention:
        return f"a convention: {figure.source}" if figure.source else "a convention"
    kind = figure.exactness.kind
    parts = [str(figure.subject), "" if kind == "exact" else kind]
    return "; ".join(part for part in parts if part)
