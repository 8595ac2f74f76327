"""`evidence` and `looks`: what was measured in this directory."""

from __future__ import annotations

import asyncio
import json
from argparse import Namespace
from pathlib import Path

from ml_engineer.cli import FINE, FOUND
from ml_engineer.cli.evidence_page import print_evidence, write_page
from ml_engineer.cli.terminal import harmless
from ml_engineer.toolbox.protocol import Measure, Measured
from ml_engineer.toolbox.workers import WorkerPool
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_tools.catalogue import MEASURING_TOOLS
from ml_engineer_tools.errors import ToolError
from ml_engineer_tools.evidence import Evidence, published_schema
from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.leakage.process.script import check_script
from ml_engineer_tools.store import Store
from ml_engineer_tools.tables.checks import check_file


def list_evidence(options: Namespace) -> int:
    """List all evidence, oldest first."""
    for evidence in _store().all_evidence():
        measurement = evidence.measurement
        names = [table.name for table in measurement.tables]
        names += [script.name for script in measurement.scripts]
        tables = harmless(", ".join(names))
        target = measurement.arguments.get("target")
        tables += f", target {harmless(str(target))}" if target else ""
        found = evidence.worst() or "nothing found"
        print(f"{evidence.alias:>5}  {evidence.measurement.tool:<18} {tables}  ({found})")
    return FINE


def show_evidence(options: Namespace) -> int:
    """Print one evidence, every figure of it."""
    evidence = _store().evidence(options.evidence)
    if options.json:
        print(evidence.model_dump_json(indent=2))
    else:
        print_evidence(evidence, whole=True)
    if options.html:
        write_page(evidence, Path(options.html))
    return FINE


def evidence_schema(options: Namespace) -> int:
    """Print the JSON schema of what `--json` prints."""
    print(json.dumps(published_schema(), indent=2))
    return FINE


def replay_evidence(options: Namespace) -> int:
    """Measure again with the same arguments and seed; 1 if it no longer holds."""
    old = _store().evidence(options.evidence)
    changed = _changed_tables(old)
    for name in changed:
        print(f"{name} has changed since: other figures are to be expected.")
    new = asyncio.run(_measured_again(old))
    if new.id == old.id:
        print(f"{old.alias} holds: the same {len(old.measurement.figures)} figures, to the byte.")
        return FINE
    _print_differences(old, new)
    return FOUND


def list_looks(options: Namespace) -> int:
    """List the looks at a table's holdout, through this tool."""
    looks = _store().looks(check_file(options.data).sha256)
    for look in looks:
        score = f" → {look.evidence}" if look.evidence else ""
        print(f"look {look.number}  {look.recorded_at}  {look.kind}: {look.what}{score}")
    if not looks:
        print("No look at this table's holdout has been recorded.")
    return FINE


def _store() -> Store:
    store = Store.open_existing(Workspace().root)
    if store is None:
        raise ToolError("Nothing has been measured in this directory yet.")
    return store


def _changed_tables(evidence: Evidence) -> list[str]:
    measurement = evidence.measurement
    tables = [t.name for t in measurement.tables if check_file(t.name).sha256 != t.sha256]
    return tables + [s.name for s in measurement.scripts if check_script(s.name) != s.sha256]


async def _measured_again(old: Evidence) -> Evidence:
    measurement = old.measurement
    if measurement.tool not in {tool.name for tool in MEASURING_TOOLS}:
        raise ToolError(
            f"{old.alias} came with a file ({measurement.tool}) and isn't replayed; "
            "make that file again and compare."
        )
    order = Measure(
        tool=measurement.tool,
        request=dict(measurement.arguments),
        holdout=Holdout.model_validate(measurement.holdout) if measurement.holdout else None,
    )
    pool = WorkerPool(Workspace().root)
    try:
        reply = await pool.run(order, lambda _share, _message: None)
    finally:
        await pool.close()
    if not isinstance(reply, Measured):
        raise ToolError(f"{old.alias} can't be measured again.")
    return reply.evidence


def _print_differences(old: Evidence, new: Evidence) -> None:
    before = {figure.handle: figure for figure in old.measurement.figures}
    after = {figure.handle: figure for figure in new.measurement.figures}
    differ = [name for name in before if name not in after or before[name] != after[name]]
    print(f"{old.alias} no longer holds: {len(differ)} of {len(before)} figures differ.")
    shown = [name for name in differ if name in after and before[name].value != after[name].value]
    for name in shown[:20]:
        print(f"  {name} {before[name].quantity}: {before[name]} is now {after[name]}")
    if len(differ) > len(shown[:20]):
        print(f"  and {len(differ) - len(shown[:20])} more, some in their n or interval only")
    for library, version in old.measurement.versions.items():
        now = new.measurement.versions.get(library)
        if now != version:
            print(f"  {library} was {version}, is {now}")
