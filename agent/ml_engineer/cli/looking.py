"""`looks` and `look`: what was looked at of a holdout, and what is asked to be."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from ml_engineer.cli import FINE
from ml_engineer.cli.measuring import progress, show
from ml_engineer.cli.terminal import harmless
from ml_engineer.toolbox.evidence_toolbox import EvidenceToolbox, Obtained
from ml_engineer.toolbox.looking import spend_look
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_tools.errors import ToolError
from ml_engineer_tools.store import Store
from ml_engineer_tools.tables.checks import check_file


def list_looks(options: Namespace) -> int:
    """List the looks at a table's holdout, through this tool, and the requests for more."""
    store = Store.open_existing(Workspace().root)
    if store is None:
        raise ToolError("Nothing has been measured in this directory yet.")
    with store:
        sha256 = check_file(options.data).sha256
        looks = store.looks(sha256)
        open_ = [record for record in store.look_requests(sha256) if not record.accepted]
    for look in looks:
        score = f" → {look.evidence}" if look.evidence else ""
        print(harmless(f"look {look.number}  {look.recorded_at}  {look.kind}: {look.what}{score}"))
    if not looks:
        print("No look at this table's holdout has been recorded.")
    for record in open_:
        asked = record.request
        print(harmless(f"{record.id} (a draft): {asked.what}, since {asked.because}"))
    return FINE


def accept(options: Namespace) -> int:
    """Accept a request for a look: the person named spends it, and the score is printed."""
    return show(asyncio.run(_spent(options)), options)


async def _spent(options: Namespace) -> Obtained:
    toolbox = EvidenceToolbox(Workspace())
    try:
        toolbox.store.accept_look_request(options.request, options.by)
        return await spend_look(toolbox, options.request, progress(quiet=options.json))
    finally:
        await toolbox.close()
