"""Checking a current table against a release's monitors: what alarms, and what can't be told.

An input alarms if the drift check has found that it moved (an effect, and evidence for it) and it
moved further than it ever did within the reference: both, so that neither few rows nor a restless
column cry wolf. A score alarms if its whole interval lies beyond the confirmed score's bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ml_engineer_tools.evidence import Contract, Evidence, Figure, format_value
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.monitoring.file import MonitorsFile, WatchedFigure
from ml_engineer_tools.monitoring.plan import SCHEMA, VALUES, score_figure

MOVED = ("distribution_moved", "prediction_moved", "label_moved")
"""Checks of drift that say that a distribution moved."""


class Alarm(Contract):
    """A monitor that alarms.

    Attributes:
        monitor: its name.
        severity: how bad it is.
        statement: what was seen, in one sentence.
        handles: the figures behind it.
        owner: who answers.
        action: what they do.
    """

    monitor: str
    severity: Literal["high", "medium"]
    statement: str
    handles: tuple[str, ...]
    owner: str
    action: str


class MonitorCheck(Contract):
    """What a check found.

    Attributes:
        release: id of the release.
        evidence: aliases of what was measured.
        watched: monitors that were judged.
        alarms: those that alarm, the worst first.
        noted: what moved, but no further than within the reference.
        not_told: monitors that could not be judged, each with its reason.
    """

    release: str
    evidence: tuple[str, ...]
    watched: int
    alarms: tuple[Alarm, ...]
    noted: tuple[str, ...]
    not_told: tuple[str, ...]


def judge(
    monitors: MonitorsFile, drift: Evidence, evaluation: Evidence | None = None
) -> MonitorCheck:
    """Judge a current table.

    Args:
        monitors: of the release.
        drift: the current table compared with the release's reference.
        evaluation: predictions beside outcomes of the current period, once there are any.
    """
    alarms: list[Alarm] = []
    noted: list[str] = []
    not_told: list[str] = []
    for monitor in monitors.monitors:
        if monitor.signal == "performance":
            reason = _performance(monitor, evaluation, alarms, noted)
        elif monitor.signal == "schema":
            reason = _findings(monitor, drift, SCHEMA, monitors.left_out, alarms)
        elif monitor.column is None:
            reason = _findings(monitor, drift, VALUES, monitors.left_out, alarms)
        elif monitor.quantity == "missing_share":
            reason = _missing(monitor, drift, alarms, noted)
        else:
            reason = _moved(monitor, drift, alarms, noted)
        if reason is not None:
            not_told.append(f"{monitor.name}: {reason}")
    alarms.sort(key=lambda alarm: alarm.severity != "high")
    return MonitorCheck(
        release=monitors.release,
        evidence=tuple(e.alias or e.id for e in (drift, evaluation) if e is not None),
        watched=len(monitors.monitors) - len(not_told),
        alarms=tuple(alarms),
        noted=tuple(noted),
        not_told=tuple(not_told),
    )


def _findings(
    monitor: WatchedFigure,
    drift: Evidence,
    checks: Sequence[str],
    left_out: Sequence[str],
    alarms: list[Alarm],
) -> str | None:
    for finding in drift.measurement.findings:
        if finding.columns and set(finding.columns) <= set(left_out):
            continue  # the model does not read them
        if finding.check in checks and finding.severity in ("high", "medium"):
            handles = [drift.cite(handle) for handle in finding.handles]
            alarms.append(_alarm(monitor, finding.statement, handles))
    return None


def _missing(
    monitor: WatchedFigure, drift: Evidence, alarms: list[Alarm], noted: list[str]
) -> str | None:
    if _is_gone(monitor, drift):
        return "the column is gone"
    figure = _figure(drift, monitor, "current")
    if figure is None:
        return None  # nothing is missing on either side
    _judge(monitor, figure, drift, ("missing_changed",), alarms, noted)
    return None


def _moved(
    monitor: WatchedFigure, drift: Evidence, alarms: list[Alarm], noted: list[str]
) -> str | None:
    figure = _figure(drift, monitor, None)
    if figure is None:
        if monitor.signal == "outcome":
            return "the current table has no outcomes yet"
        return "the column is gone or can't be compared"
    _judge(monitor, figure, drift, MOVED, alarms, noted)
    return None


def _judge(
    monitor: WatchedFigure,
    figure: Figure,
    drift: Evidence,
    checks: Sequence[str],
    alarms: list[Alarm],
    noted: list[str],
) -> None:
    found = [
        finding
        for finding in drift.measurement.findings
        if finding.check in checks
        and finding.severity != "info"
        and monitor.column in finding.columns
    ]
    beyond = isinstance(figure.value, int | float) and figure.value > monitor.threshold
    handle = drift.cite(figure.handle)
    if found and beyond:
        said = f"{found[0].statement} The limit from the reference is {monitor.threshold:.4g}."
        alarms.append(_alarm(monitor, said, [handle]))
    elif found:
        noted.append(
            f"{monitor.name} moved ({figure} [{handle}]), within the limit "
            f"{monitor.threshold:.4g} that the reference itself gives."
        )


def _performance(
    monitor: WatchedFigure, evaluation: Evidence | None, alarms: list[Alarm], noted: list[str]
) -> str | None:
    """Alarm where the score's whole interval lies beyond the bound: few rows alone don't."""
    if evaluation is None:
        return "outcomes and predictions of the current period are not there"
    main = score_figure(evaluation)
    same = [
        figure
        for figure in evaluation.measurement.figures
        if figure.quantity == monitor.quantity
        and figure.subject.slice is None
        and main is not None
        and figure.subject.model == main.subject.model
    ]
    chosen = next(iter(same), None)
    if chosen is None or isinstance(chosen.value, str):
        return f"{monitor.quantity} is not defined on the current rows"
    below = monitor.alarm_if == "below"
    low, high = chosen.interval or (chosen.value, chosen.value)
    if not (chosen.value < monitor.threshold if below else chosen.value > monitor.threshold):
        return None
    interval = f" ({format_value(low)} to {format_value(high)})" if chosen.interval else ""
    rows = f" of {chosen.n:,} rows" if chosen.n is not None else ""
    said = (
        f"{METRIC_NAMES.get(monitor.quantity, monitor.quantity)} is {chosen}{interval}{rows}, "
        f"{monitor.alarm_if} the bound {monitor.threshold:.4g} of the confirmed score's interval"
    )
    handle = evaluation.cite(chosen.handle)
    if high < monitor.threshold if below else low > monitor.threshold:
        alarms.append(_alarm(monitor, f"{said}.", [handle]))
    else:
        noted.append(f"{monitor.name}: {said}, but so few rows may show that by chance [{handle}].")
    return None


def _alarm(monitor: WatchedFigure, statement: str, handles: Sequence[str]) -> Alarm:
    return Alarm(
        monitor=monitor.name,
        severity=monitor.severity,
        statement=statement,
        handles=tuple(handles),
        owner=monitor.owner,
        action=monitor.action,
    )


def _figure(drift: Evidence, monitor: WatchedFigure, window: str | None) -> Figure | None:
    for figure in drift.measurement.figures:
        subject = figure.subject
        same = figure.quantity == monitor.quantity and subject.column == monitor.column
        if same and subject.window == window and subject.slice is None:
            return figure
    return None


def _is_gone(monitor: WatchedFigure, drift: Evidence) -> bool:
    return any(
        finding.check in SCHEMA and monitor.column in finding.columns
        for finding in drift.measurement.findings
    )
