"""Running a suite: each case is a conversation in a workspace of its own, then it is graded.

A case that breaks off is an error, and an error is a failed case: it stays in the denominator.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ml_engineer.conversation import AssistantMessage, ToolMessage
from ml_engineer.engineer import Engineer
from ml_engineer.events import AnswerAccepted, DraftDelta, Event, ToolProgress
from ml_engineer.models.base import ChatModel
from ml_engineer_evals.grading import CaseResult, grade
from ml_engineer_evals.suite import Attachment, Case, SuiteFile, TurnScript
from ml_engineer_evals.transcript import CallRecord, Transcript, TurnRecord
from ml_engineer_evals.worlds import WORLDS

OpenModel = Callable[[], str | ChatModel]
"""Returns the model for one case: its name, or a fresh one."""

Told = Callable[[CaseResult], None]
"""Is told of each case as soon as it is graded."""


async def run_suite_file(
    loaded: SuiteFile, open_model: OpenModel, told: Told = lambda result: None
) -> list[CaseResult]:
    """Run all cases of a suite, one after another, and return their results in its order."""
    results: list[CaseResult] = []
    for case in loaded.suite.cases:
        result = await _run_case(case, loaded, open_model)
        told(result)
        results.append(result)
    return results


async def converse(
    case: Case, model: str | ChatModel, *, workspace: Path, folder: Path
) -> tuple[Transcript, Exception | None]:
    """Hold the conversation of a case.

    Args:
        case: which.
        model: who answers.
        workspace: an empty directory for its tables and its evidence.
        folder: where files that the case attaches are looked for.

    Returns:
        The transcript as far as it came, and what broke it off, None if nothing did.
    """
    turns: list[TurnRecord] = []
    try:
        async with Engineer(model, workspace=workspace) as engineer:
            await engineer.attach(audience=case.audience)
            for script in case.turns:
                turn = await _take_turn(engineer, script, workspace, folder)
                turns.append(turn)  # one by one: what was said before a failure is kept
    except Exception as error:  # whatever breaks a case off is counted, and never ends the run
        return Transcript(turns=tuple(turns)), error
    return Transcript(turns=tuple(turns)), None


async def _run_case(case: Case, loaded: SuiteFile, open_model: OpenModel) -> CaseResult:
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="ml-engineer-eval-") as workspace:
        transcript, error = await converse(
            case, open_model(), workspace=Path(workspace), folder=loaded.folder
        )
    seconds = round(time.perf_counter() - started, 3)
    return grade(case, transcript, every_case=loaded.suite.every_case, error=error, seconds=seconds)


async def _take_turn(
    engineer: Engineer, script: TurnScript, workspace: Path, folder: Path
) -> TurnRecord:
    if script.attach is not None:
        await _attach(engineer, script.attach, workspace, folder)
    events: list[Event] = [
        event
        async for event in engineer.stream(script.say)
        if not isinstance(event, DraftDelta | ToolProgress)
    ]
    accepted = events[-1]
    if not isinstance(accepted, AnswerAccepted):
        raise RuntimeError("a turn ended without an answer")
    return TurnRecord(
        said=script.say,
        answer=accepted.answer,
        calls=tuple(_calls_of(engineer)),
        events=tuple(events),
    )


async def _attach(engineer: Engineer, given: Attachment, workspace: Path, folder: Path) -> None:
    if given.world is not None:
        tables = WORLDS[given.world].write(workspace / given.world)
        await engineer.attach(
            data=tables.data,
            test=tables.test if given.with_test else None,
            target=tables.target if given.with_target else None,
            time=tables.time if given.with_target else None,
            group=tables.group if given.with_target else None,
        )
    else:
        await engineer.attach(
            data=folder / str(given.data),
            test=folder / given.test if given.test is not None else None,
            target=given.target,
            time=given.time,
            group=given.group,
        )


def _calls_of(engineer: Engineer) -> list[CallRecord]:
    """Return the calls of the newest turn, with their results."""
    records: dict[str, CallRecord] = {}
    step = 0
    for message in engineer.session.segment.since_user():
        if isinstance(message, AssistantMessage):
            for call in message.calls:
                records[call.id] = CallRecord(step=step, tool=call.name, arguments=call.arguments)
            step += 1
        elif isinstance(message, ToolMessage):
            for result in message.results:
                record = records[result.call_id]
                records[result.call_id] = record.model_copy(
                    update={"result": result.content, "is_error": result.is_error}
                )
    return list(records.values())
