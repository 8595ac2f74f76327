"""`looks` and `look`: what was looked at of a holdout, and what is asked to be."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from ml_engineer.cli import FINE
from ml_engineer.cli.measuring import progress, show
from ml_engineer.cli.terminal import harmless
from ml_engineer.toolbox.evidence_toolbox import EvidenceToolbox, Obtained
from ml_engineer.toolbox.looking import refuse_if_spent, spend_look
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.errors import ToolError
from ml_engineer_tools.looking.draft import accept_command, draft_look
from ml_engineer_tools.looking.request import LookDraftRequest
from ml_engineer_tools.rows_sketch import sketch_rows
from ml_engineer_tools.store import EffectKey, Store
from ml_engineer_tools.tables.checks import check_file


def list_looks(options: Namespace) -> int:
    """List the looks at a table's holdout, through this tool, and the requests for more."""
    store = Store.open_existing(Workspace().root)
    if store is None:
        raise ToolError("Nothing has been measured in this directory yet.")
    with store:
        sha256 = check_file(options.data).sha256
        looks = store.looks(sha256, _sketch(options.data))
        requests = [
            record
            for one in dict.fromkeys([sha256, *(look.table_sha256 for look in looks)])
            for record in store.look_requests(one)
        ]
        people = {
            (record.table_sha256, done.result): record.accepted_by
            for record in requests
            if (done := store.effect(EffectKey("look_request", record.id))) is not None
        }
    for look in looks:
        score = f" → {look.evidence}" if look.evidence else ""
        by = look.spent_by or people.get((look.table_sha256, look.number))
        score += f", spent by {by}" if by else ""
        other = (
            "" if look.table_sha256 == sha256
            else f" (at {look.table_name}, another file of mostly the same rows)"
        )  # fmt: skip
        print(
            harmless(
                f"look {look.number}  {look.recorded_at}  {look.kind}: {look.what}{score}{other}"
            )
        )
    if not looks:
        print("No look at this table's holdout has been recorded.")
    for record in requests:
        if not record.accepted:
            asked = record.request
            print(harmless(f"{record.id} (a draft): {asked.what}, since {asked.because}"))
            print(harmless(f"  a person spends it: {accept_command(record)}"))
    return FINE


def _sketch(path: str) -> tuple[str, ...]:
    engine = open_engine()
    try:
        return sketch_rows(engine, engine.read(path))
    finally:
        engine.close()


def ask(options: Namespace) -> int:
    """Draft a request for a look, and say by which command a person spends it."""
    store = Store.open_existing(Workspace().root)
    if store is None:
        raise ToolError("Nothing has been measured in this directory yet.")
    wanted = LookDraftRequest(
        evidence=options.evidence, because=options.because, model=options.model
    )
    with store:
        draft = draft_look(wanted, store)
    print(harmless(f"{draft.record.id} ({draft.standing}): {draft.record.request.what}"))
    times = "once" if draft.looks == 1 else f"{draft.looks} times"
    print(f"The holdout was looked at {times} so far, and {draft.candidates} models were tried.")
    if draft.accept_command:
        print(f"A person spends it: {draft.accept_command}")
    return FINE


def accept(options: Namespace) -> int:
    """Accept a request for a look: the person named spends it, and the score is printed."""
    return show(asyncio.run(_spent(options)), options)


async def _spent(options: Namespace) -> Obtained:
    toolbox = EvidenceToolbox(Workspace())
    try:
        refuse_if_spent(toolbox.store, options.request)
        toolbox.store.accept_look_request(options.request, options.by)
        return await spend_look(toolbox, options.request, progress(quiet=options.json))
    finally:
        await toolbox.close()
