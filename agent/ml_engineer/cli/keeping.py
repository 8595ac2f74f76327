"""`evidence`: what was measured in this directory."""

from __future__ import annotations

import asyncio
import json
from argparse import Namespace
from pathlib import Path

from ml_engineer.cli import FINE, FOUND
from ml_engineer.cli.evidence_page import print_evidence, write_page
from ml_engineer.cli.terminal import harmless
from ml_engineer.toolbox.looking import candidates_then, look_to_replay
from ml_engineer.toolbox.protocol import Measure, Measured
from ml_engineer.toolbox.workers import WorkerPool
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_tools.catalogue import MEASURING_TOOLS
from ml_engineer_tools.errors import ToolError
from ml_engineer_tools.evidence import Evidence, published_schema
from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.leakage.process.script import check_script
from ml_engineer_tools.store import Look, Store
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
    store = _store()
    old = store.evidence(options.evidence)
    look = look_to_replay(old, store)
    changed = _changed_tables(old)
    for name in changed:
        print(f"{name} has changed since: other figures are to be expected.")
    new = asyncio.run(_measured_again(old, look))
    if new.id == old.id:
        print(f"{old.alias} holds: the same {len(old.measurement.figures)} figures, to the byte.")
        if look is not None:
            print(f"It is look {look.number}, scored again; that tells nothing new and is no look.")
        return FINE
    if look is not None:
        # Other figures would be another score on the locked rows: they are not shown.
        print(f"{old.alias} no longer holds, and what was measured now is not shown: another score "
              "on the locked rows would be a new look. Spend one with --confirm.")  # fmt: skip
        return FOUND
    _print_differences(old, new)
    return FOUND


def _store() -> Store:
    store = Store.open_existing(Workspace().root)
    if store is None:
        raise ToolError("Nothing has been measured in this directory yet.")
    return store


def _changed_tables(evidence: Evidence) -> list[str]:
    measurement = evidence.measurement
    tables = [t.name for t in measurement.tables if check_file(t.name).sha256 != t.sha256]
    return tables + [s.name for s in measurement.scripts if check_script(s.name) != s.sha256]


async def _measured_again(old: Evidence, look: Look | None) -> Evidence:
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
        look=None if look is None else look.number,
        candidates=None if look is None else candidates_then(old),
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
