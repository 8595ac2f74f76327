"""`monitor`: a plan of what is watched, and checking a current table against a release."""

from __future__ import annotations

import asyncio
import sys
import time
from argparse import Namespace
from pathlib import Path

from ml_engineer.cli import FINE, FOUND, USAGE
from ml_engineer.cli.drift_reference import write_failed
from ml_engineer.cli.terminal import harmless
from ml_engineer.releasing import Releasing
from ml_engineer.toolbox.evidence_toolbox import EvidenceToolbox
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_tools.errors import ToolError
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.monitoring.check import MonitorCheck
from ml_engineer_tools.monitoring.file import MonitorsFile
from ml_engineer_tools.monitoring.plan import MonitoringPlanDraft, drafted
from ml_engineer_tools.monitoring.reasons import reason_of
from ml_engineer_tools.store import Store
from ml_engineer_tools.tables.checks import check_file

WORDS = ("owner", "action", "check_every", "decision", "today", "fallback", "kill_switch",
         "rollback", "reference", "variation", "evaluation")  # fmt: skip


def draft(options: Namespace) -> int:
    """Write a draft of a plan; what varies within the reference is measured if it wasn't."""
    if options.target is None:
        raise ToolError("A monitoring plan is for a model that predicts; give --target COLUMN.")
    found = asyncio.run(_drafted(options))
    if options.json:
        print(found.model_dump_json(indent=2))
    else:
        _print(found)
    return FINE


async def _drafted(options: Namespace) -> MonitoringPlanDraft:
    toolbox = EvidenceToolbox(Workspace())
    words = {name: getattr(options, name) for name in WORDS}
    try:
        return await Releasing(toolbox).draft_monitoring(
            options.data, target=options.target, **words
        )
    finally:
        await toolbox.close()


def accept(options: Namespace) -> int:
    """Accept a plan: the person named stands for it."""
    with Store.open(Workspace().root) as store:
        record = store.accept_monitoring_plan(options.plan, options.by)
    _print(drafted(record))
    return FINE


def show(options: Namespace) -> int:
    """Print the monitoring plans of a table."""
    facts = check_file(options.data)
    store = Store.open_existing(Workspace().root)
    records = store.monitoring_plans(facts.sha256) if store else []
    for record in records:
        _print(drafted(record))
    if not records:
        print("No monitoring plan has been drafted for this table.")
    return FINE


def check(options: Namespace) -> int:
    """Check a current table; 0 quiet, 1 something alarms, 2 it can't be told."""
    try:
        return _check(options)
    except KeyboardInterrupt:
        raise
    except ToolError:
        write_failed(options)
        raise
    except Exception as error:
        write_failed(options)
        # To cron, 1 would mean an alarm, and a traceback ends with 1.
        print(f"ml-engineer: the check failed inside ({type(error).__name__}).", file=sys.stderr)
        return USAGE


def _check(options: Namespace) -> int:
    from ml_engineer_tools.drift.prometheus import prometheus_text
    from ml_engineer_tools.drift.sample_size import too_few_rows
    from ml_engineer_tools.drift.saved import write_whole
    from ml_engineer_tools.monitoring.gauges import alarm_gauges

    result, drift, monitors = asyncio.run(_checked(options))
    if options.prometheus:
        # How bad it is that a column moved is said by its monitor, and once.
        gauges = prometheus_text(drift, checked_at=time.time(), findings=False)
        gauges += alarm_gauges(monitors, result)
        write_whole(Path(options.prometheus), gauges)
    few = too_few_rows(drift)
    if options.json:
        print(result.model_dump_json(indent=2))
    else:
        _print_check(result, quiet=few is None)
    if result.alarms:
        return FOUND
    if few is not None:
        print(f"ml-engineer: {few}", file=sys.stderr)
        return USAGE
    return FINE


async def _checked(options: Namespace) -> tuple[MonitorCheck, Evidence, MonitorsFile]:
    toolbox = EvidenceToolbox(Workspace())
    try:
        return await Releasing(toolbox).check(
            Path(options.release),
            options.current,
            prediction=options.prediction,
            score=options.score,
            seed=options.seed,
        )
    finally:
        await toolbox.close()


def _print(found: MonitoringPlanDraft) -> None:
    record = found.record
    standing = f"accepted by {record.accepted_by}" if record.accepted else "a draft"
    print(f"{record.id} ({standing}), checked every {record.plan.check_every}:")
    variation = _variation(record.plan.variation)
    for monitor in record.plan.monitors:
        why = f": {reason_of(monitor, variation)}" if variation else ""
        print(harmless(f"  {monitor.severity:<6} {monitor.name}: alarm if {monitor.quantity} is "
                       f"{monitor.bound} {monitor.threshold:.4g}{why}"))  # fmt: skip
    for name in ("owner", "action", "decision", "today", "fallback", "kill_switch", "rollback"):
        said = getattr(record.plan, name)
        print(harmless(f"{name.replace('_', ' ')}: {said or 'nobody has said'}"))
    if found.missing:
        print(f"A release needs more: --{' and --'.join(found.missing)}.")
    elif found.accept_command:
        print(f"It is a draft. Accept it as a person: {found.accept_command}")


def _variation(name: str) -> Evidence | None:
    """Return the evidence of what varied within the reference, if it is still there."""
    store = Store.open_existing(Workspace().root)
    try:
        return None if store is None else store.evidence(name)
    except ToolError:
        return None
    finally:
        if store is not None:
            store.close()


def _print_check(result: MonitorCheck, *, quiet: bool) -> None:
    for alarm in result.alarms:
        cited = f" [{', '.join(alarm.handles)}]" if alarm.handles else ""
        print(harmless(f"ALARM {alarm.severity}: {alarm.monitor}: {alarm.statement}{cited}"))
        print(harmless(f"      {alarm.owner}: {alarm.action}"))
    for said in result.noted:
        print(harmless(f"noted: {said}"))
    for said in result.not_told:
        print(harmless(f"not told: {said}"))
    told = f"{result.watched} monitors judged, by {', '.join(result.evidence)}"
    if result.alarms or quiet:
        print(f"{'Quiet' if not result.alarms else f'{len(result.alarms)} alarm'}: {told}.")
