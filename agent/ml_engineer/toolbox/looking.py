"""Looks at the holdout that were spent already, or that a person spends: never called for a model.

A look is counted before its score exists. Scoring again what a look has given tells nothing new:
the same model on the same rows gives the same score, so that it counts nothing.
"""

from __future__ import annotations

from ml_engineer.toolbox.base import Progress
from ml_engineer.toolbox.evidence_toolbox import EvidenceToolbox, Obtained
from ml_engineer_tools.catalogue import MeasuringTool, measuring_tool
from ml_engineer_tools.errors import Refused
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.recorder import versions
from ml_engineer_tools.request import Request
from ml_engineer_tools.store import EffectKey, Look, LookRequestRecord, Store, request_key
from ml_engineer_tools.tables.checks import check_file


async def spend_look(toolbox: EvidenceToolbox, name: str, progress: Progress) -> Obtained:
    """Score what an accepted request asks for; its look is counted first, and only once.

    Raises:
        BadInput: there is no such request, or its table can't be used.
        Refused: nobody has accepted it, or the table has changed since it was drafted.
    """
    record = toolbox.store.look_request(name)
    if not record.accepted:
        raise Refused(f"{record.id} is a draft: a person has to accept it before it is scored.")
    tool, request = _granted(toolbox, record)
    # Draws the line of the holdout before the look is counted, or says what is wrong.
    await toolbox.line(request)
    path = toolbox.workspace.resolve(getattr(request, tool.paths[0]))
    look = toolbox.store.record_look(
        "holdout_score", record.table_sha256, toolbox.placed(path), record.request.what,
        EffectKey("look_request", record.id), spent_by=record.accepted_by,
    )  # fmt: skip
    if look.evidence is not None:
        return Obtained(toolbox.store.evidence(look.evidence), reused=True)
    return await toolbox.measure(tool, request, progress, look=look)


def refuse_if_spent(store: Store, name: str) -> None:
    """Refuse a request that has given its score, saying who spent it.

    Raises:
        BadInput: there is no such request.
        Refused: it was spent.
    """
    record = store.look_request(name)
    done = store.effect(EffectKey("look_request", record.id))
    look = next(
        (
            look
            for look in store.looks(record.table_sha256)
            if done is not None
            and look.number == done.result
            and look.table_sha256 == record.table_sha256
        ),
        None,
    )
    if look is None or look.evidence is None:
        return
    raise Refused(
        f"{record.id} was spent already, by {record.accepted_by} on {record.accepted_at}: look "
        f"{look.number} gave {look.evidence}. Nothing was counted now; read it with "
        f"`ml-engineer evidence show {look.evidence}`, or ask for a look of your own."
    )


def given_already(
    toolbox: EvidenceToolbox, tool: MeasuringTool, request: Request
) -> Obtained | None:
    """Return the score that a look has given for the same request on the same bytes, if one has.

    Raises:
        BadInput: a table is not usable.
    """
    paths = [
        toolbox.workspace.resolve(asked)
        for field in tool.paths
        if (asked := getattr(request, field, None)) is not None
    ]
    hashes = [check_file(path).sha256 for path in paths]
    wanted = request_key(tool.name, request.model_dump(mode="json"), hashes, None)
    for look in toolbox.store.looks(hashes[0]):
        if look.evidence is None:
            continue
        known = toolbox.store.evidence(look.evidence)
        measured = known.measurement
        seen = [table.sha256 for table in measured.tables]
        was = request_key(measured.tool, measured.arguments, seen, None)
        if was == wanted and dict(measured.versions) == versions():
            return Obtained(known, reused=True, spent=look.number)
    return None


def look_to_replay(evidence: Evidence, store: Store) -> Look | None:
    """Return the look that the evidence came of, to be scored again; None if it came of none.

    The table's bytes, and the versions of what trains, have to be those of then: else it would be
    another score on the locked rows, and a look of its own.

    Raises:
        Refused: they are not, or no look gave this evidence.
    """
    measurement = evidence.measurement
    if not measurement.arguments.get("confirm"):
        return None
    alias, command = evidence.alias, "spend a look of its own with --confirm"
    if check_file(measurement.tables[0].name).sha256 != measurement.tables[0].sha256:
        raise Refused(
            f"{alias} is a score on locked rows, and its table has changed since: measuring it "
            f"again would be a new look; {command}."
        )
    now = versions()
    changed = [name for name, was in measurement.versions.items() if now.get(name) != was]
    if changed:
        raise Refused(
            f"{alias} is a score on locked rows, measured with other versions "
            f"({', '.join(changed)}): another model's score would be a new look; {command}."
        )
    for look in store.looks(measurement.tables[0].sha256):
        if look.evidence == alias:
            return look
    raise Refused(f"No look at the holdout is recorded that gave {alias}, so it isn't replayed.")


def candidates_then(evidence: Evidence) -> int | None:
    """Return how many models had been tried when the look was spent, as the evidence tells."""
    for figure in evidence.measurement.figures:
        if figure.quantity == "candidates_tried" and isinstance(figure.value, int | float):
            return int(figure.value)
    return None


def _granted(toolbox: EvidenceToolbox, record: LookRequestRecord) -> tuple[MeasuringTool, Request]:
    """Return the tool and its request, with the files that the person names by accepting it.

    Raises:
        Refused: the table has changed since it was drafted.
    """
    tool = measuring_tool(record.request.tool)
    arguments = dict(record.request.arguments)
    for field in tool.paths:
        if isinstance(named := arguments.get(field), str):
            arguments[field] = toolbox.workspace.grant(named)
    request = tool.request().model_validate(arguments)
    path = toolbox.workspace.resolve(getattr(request, tool.paths[0]))
    if check_file(path).sha256 != record.table_sha256:
        raise Refused(
            f"{path.name} has changed since {record.id} was drafted; measure it anew, and draft "
            "the request anew."
        )
    return tool, request
