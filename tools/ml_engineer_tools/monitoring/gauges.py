"""Alarms of a check as Prometheus gauges, to be appended to those of drift."""

from __future__ import annotations

from ml_engineer_tools.monitoring.check import MonitorCheck
from ml_engineer_tools.monitoring.file import MonitorsFile

PREFIX = "ml_engineer_monitor"


def alarm_gauges(monitors: MonitorsFile, result: MonitorCheck) -> str:
    """Return one gauge for each monitor: 1 if it alarms, 0 if it is quiet; none if not told."""
    alarming = {alarm.monitor for alarm in result.alarms}
    unknown = {said.partition(": ")[0] for said in result.not_told}
    lines = [
        f"# HELP {PREFIX}_alarm 1 if the monitor alarms, 0 if it is quiet.",
        f"# TYPE {PREFIX}_alarm gauge",
    ]
    for monitor in monitors.monitors:
        if monitor.name not in unknown or monitor.name in alarming:
            labels = f'monitor="{_escaped(monitor.name)}",severity="{monitor.severity}"'
            lines.append(f"{PREFIX}_alarm{{{labels}}} {int(monitor.name in alarming)}")
    lines += [
        f"# HELP {PREFIX}_alarms Monitors that alarm by severity.",
        f"# TYPE {PREFIX}_alarms gauge",
    ]
    severities = [alarm.severity for alarm in result.alarms]
    lines += [
        f'{PREFIX}_alarms{{severity="{severity}"}} {severities.count(severity)}'
        for severity in ("high", "medium")
    ]
    lines += [
        f"# HELP {PREFIX}_not_told Monitors that could not be judged.",
        f"# TYPE {PREFIX}_not_told gauge",
        f"{PREFIX}_not_told {len(result.not_told)}",
    ]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
