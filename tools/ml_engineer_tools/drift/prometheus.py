"""Drift as a Prometheus text file, for the textfile collector of a node exporter.

Format: https://prometheus.io/docs/instrumenting/exposition_formats (version 0.0.4).
"""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer_tools.drift.sample_size import too_few_rows
from ml_engineer_tools.evidence import SEVERITIES, Evidence, Figure

PREFIX = "ml_engineer_drift"

GAUGES = {
    "psi": ("psi", "Population stability index of a column."),
    "psi_threshold": ("psi_threshold", "What the index has to exceed, given the rows."),
    "ks_distance": ("distance", "Kolmogorov-Smirnov distance, or largest change of a share."),
    "l_infinity_distance": ("distance", ""),
    "distance_threshold": ("distance_threshold", "What the distance has to reach."),
    "missing_share": ("missing_share", "Share of rows without a value."),
    "infinite_share": ("infinite_share", "Share of rows whose value is infinite."),
    "out_of_bounds_share": ("out_of_bounds_share", "Share of rows out of the reference's bounds."),
    "drifted_columns": ("drifted_columns", "Columns whose distribution moved."),
    "compared_columns": ("compared_columns", "Columns that were compared."),
    "domain_auc": ("domain_auc", "ROC AUC of telling current rows from reference rows."),
    "row_count": ("rows", "Rows of each table."),
}
"""Figures that become gauges: quantity -> name and help."""


def prometheus_text(evidence: Evidence, *, checked_at: float, findings: bool = True) -> str:
    """Return the gauges of a drift measurement.

    Args:
        evidence: of `measure_drift`.
        checked_at: when it was checked, seconds since 1970; alert when it stops moving.
        findings: whether findings are counted by severity; left out where monitors have one of
            their own.
    """
    told = too_few_rows(evidence) is None
    lines = _told(told)
    # Of a check that tells nothing a count of 0 findings would look like a quiet one.
    if findings and (told or evidence.worst() not in (None, "info")):
        lines += _findings(evidence)
    lines += _columns(evidence)
    by_name: dict[str, list[str]] = {}
    helps: dict[str, str] = {}
    for figure in evidence.measurement.figures:
        if figure.quantity not in GAUGES or figure.subject.slice is not None:
            continue
        if not told and figure.quantity == "drifted_columns":
            continue
        name, text = GAUGES[figure.quantity]
        helps[name] = helps.get(name) or text
        by_name.setdefault(name, []).append(f"{PREFIX}_{name}{_labels(figure)} {figure.value}")
    for name, samples in by_name.items():
        lines += _head(name, helps[name])
        lines += dict.fromkeys(samples)
    lines += _checked(checked_at)
    return "\n".join(lines) + "\n"


def failed_text(*, checked_at: float) -> str:
    """Return the gauges of a check that could not be made, so that none of before stay.

    Args:
        checked_at: when it was tried, seconds since 1970.
    """
    return "\n".join([*_told(False), *_checked(checked_at)]) + "\n"


def _told(told: bool) -> list[str]:
    text = "1 if it can be told whether something moved, 0 if not: of the data, or as it failed."
    return [*_head("told", text), f"{PREFIX}_told {int(told)}"]


def _checked(checked_at: float) -> list[str]:
    return [
        *_head("last_check_timestamp_seconds", "When drift was last checked."),
        f"{PREFIX}_last_check_timestamp_seconds {checked_at:.0f}",
    ]


def _findings(evidence: Evidence) -> Iterator[str]:
    yield from _head("findings", "Findings of the last check by severity.")
    found = [finding.severity for finding in evidence.measurement.findings]
    for severity in SEVERITIES:
        yield f'{PREFIX}_findings{{severity="{severity}"}} {found.count(severity)}'


def _columns(evidence: Evidence) -> Iterator[str]:
    yield from _head("moved", "1 where a finding that is not info names the column, by check.")
    pairs = {
        (column, finding.check)
        for finding in evidence.measurement.findings
        if finding.severity != "info"
        for column in finding.columns
    }
    for column, check in sorted(pairs):
        yield f'{PREFIX}_moved{{column="{_escaped(column)}",check="{check}"}} 1'


def _head(name: str, text: str) -> list[str]:
    return [f"# HELP {PREFIX}_{name} {text}", f"# TYPE {PREFIX}_{name} gauge"]


def _labels(figure: Figure) -> str:
    pairs = {"column": figure.subject.column, "window": figure.subject.window}
    given = [f'{name}="{_escaped(value)}"' for name, value in pairs.items() if value is not None]
    return f"{{{','.join(given)}}}" if given else ""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
