"""The folder of a granted release: documents, monitors, the reference, and a check that runs."""

from __future__ import annotations

import hashlib
import json
import shlex
from pathlib import Path

from ml_engineer_tools.drift.saved import write_whole
from ml_engineer_tools.errors import BadInput, Refused
from ml_engineer_tools.evidence import Evidence, Figure
from ml_engineer_tools.monitoring.file import (
    NAME,
    RECORD,
    REFERENCE,
    MonitorsFile,
    WatchedFigure,
)
from ml_engineer_tools.monitoring.plan import score_figure
from ml_engineer_tools.monitoring.reasons import reason_of
from ml_engineer_tools.release.case import Case
from ml_engineer_tools.release.documents import DOCUMENTS, render
from ml_engineer_tools.release.grounds import Grounds, gather
from ml_engineer_tools.store import Monitor, ReleaseRecord

SCRIPT = "check.sh"

CHECK = """#!/bin/sh
# Compares a current table with this release's reference: 0 quiet, 1 alarm, 2 can't be told.
# Usage: check.sh CURRENT [--score COLUMN] [--prediction COLUMN] [--prometheus FILE]
# ML_ENGINEER names the program where it is not on the PATH, as under cron.
program=${ML_ENGINEER:-ml-engineer}
command -v "$program" >/dev/null 2>&1 || {
    echo "ml-engineer is not on the PATH; set ML_ENGINEER to the program's path." >&2
    exit 2
}
exec "$program" monitor check "$(dirname "$0")" "$@"
"""


def check_free(folder: Path) -> None:
    """Check that a release can be written there: nothing is, or only a release.

    Raises:
        Refused: other files are there.
        BadInput: it is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder} is a file; name a folder for the release.")
    if not folder.is_dir():
        return
    names = {path.name for path in folder.iterdir()}
    if names and RECORD not in names:
        raise Refused(f"{folder} holds other files; name an empty folder for the release.")


def write_release(case: Case, record: ReleaseRecord, folder: Path) -> tuple[Path, ...]:
    """Write the folder of a granted release; returns the files.

    `release.json` comes last: a folder without it is not whole.

    Raises:
        Refused: the decision was no grant.
        BadInput: the folder can't be written.
        ToolError: something that the release stands on is no longer there.
    """
    if not record.decision.granted:
        raise Refused("A release that was refused has no folder.")
    grounds = gather(case, record)
    texts = {name: render(name, grounds) for name in DOCUMENTS}
    texts[NAME] = monitors_of(grounds).text()
    texts[REFERENCE] = grounds.reference.text()
    texts[SCRIPT] = CHECK
    hashes = {name: write_whole(folder / name, text) for name, text in texts.items()}
    try:
        (folder / SCRIPT).chmod(0o755)
    except OSError as error:
        raise BadInput(f"{folder / SCRIPT} can't be made to run: {error.strerror}.") from None
    whole = {
        "ml_engineer_release": 1,
        "id": record.id,
        "recorded_at": record.recorded_at,
        "decision": record.decision.model_dump(mode="json"),
        "model": grounds.model,
        "data_card": grounds.card.model_dump(mode="json"),
        "monitoring_plan": grounds.plan.id,
        "evidence": {e.alias or e.id: e.id for e in evidence_of(grounds)},
        "files": dict(sorted(hashes.items())),
    }
    write_whole(folder / RECORD, json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
    return tuple(folder / name for name in (*texts, RECORD))


def evidence_of(grounds: Grounds) -> list[Evidence]:
    """Return all evidence that the release stands on, each once."""
    every = [
        *grounds.leakage,
        grounds.baselines,
        grounds.score.evidence,
        grounds.slices,
        grounds.reference_evidence,
        grounds.variation,
    ]
    return list({evidence.id: evidence for evidence in every}.values())


def monitors_of(grounds: Grounds) -> MonitorsFile:
    """Return the monitors of a release, each with what was normal and who answers."""
    plan = grounds.plan
    reference = grounds.reference.text().encode()
    return MonitorsFile(
        release=grounds.record.id,
        plan=plan.id,
        accepted_by=str(plan.accepted_by),
        table=grounds.reference.table.name,
        table_sha256=grounds.case.sha256,
        target=str(grounds.case.request.target),
        reference_sha256=hashlib.sha256(reference).hexdigest(),
        left_out=grounds.left_out,
        check_every=plan.plan.check_every,
        check=shlex.join(["ml-engineer", "monitor", "check", "FOLDER", "CURRENT"]),
        monitors=tuple(_watched(monitor, grounds) for monitor in plan.plan.monitors),
    )


def _watched(monitor: Monitor, grounds: Grounds) -> WatchedFigure:
    plan = grounds.plan.plan
    usual, highest = _normal(monitor, grounds)
    source = None
    if monitor.source is not None:
        evidence_id, _, handle = monitor.source.partition(".")
        source = grounds.case.store.evidence(evidence_id).cite(handle)
    return WatchedFigure(
        name=monitor.name,
        signal=monitor.signal,
        quantity=monitor.quantity,
        column=monitor.column,
        alarm_if=monitor.bound,
        threshold=monitor.threshold,
        usual=usual,
        highest=highest,
        threshold_from=source,
        because=reason_of(monitor, grounds.variation),
        severity=monitor.severity,
        owner=str(plan.owner),
        action=str(plan.action),
    )


def _normal(monitor: Monitor, grounds: Grounds) -> tuple[float | None, float | None]:
    """Return what was usual and highest within the reference; of the score, what was confirmed."""
    if monitor.signal == "performance":
        return _number(score_figure(grounds.score.evidence)), None
    mean = "missing_share" if monitor.quantity == "missing_share" else f"{monitor.quantity}_mean"
    found: dict[str, Figure] = {
        figure.quantity: figure
        for figure in grounds.variation.measurement.figures
        if figure.subject.column == monitor.column and monitor.column is not None
    }
    return _number(found.get(mean)), _number(found.get(f"{monitor.quantity}_highest"))


def _number(figure: Figure | None) -> float | None:
    if figure is None or isinstance(figure.value, str):
        return None
    return float(figure.value)
