"""What language models cost on the wire, against the simulator on loopback: no model is behind it.

For each format: milliseconds from the provider's first byte to the first `DraftDelta` of a turn, of
CPU time (which the limit is for: machines are shared) and by the clock; CPU milliseconds of a
request (SDK, socket, reading the reply) by the length of the conversation; bytes sent a request,
and the share of them that the request before had sent already. The simulator's own share of the
CPU time is in it, as it runs in the same process.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.simulator import Scripted, Simulator

from ml_engineer.conversation import (
    AssistantMessage,
    Segment,
    ToolCall,
    ToolMessage,
    ToolResult,
    ToolSpec,
    UserMessage,
)
from ml_engineer.events import DraftDelta
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.limits import Limits
from ml_engineer.loop import Turn
from ml_engineer.models.anthropic import AnthropicModel
from ml_engineer.models.base import ChatModel
from ml_engineer.models.openai_chat import OpenAIChatModel
from ml_engineer.models.openai_responses import OpenAIResponsesModel
from ml_engineer.session import Journal, Session
from ml_engineer.session.egress import common_prefix
from ml_engineer.toolbox.evidence_toolbox import EvidenceToolbox
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_prompts import ToolLine, build_system_prompt

TURNS = (10, 100, 500)
RUNS = 25
FIRST_DRAFT_LIMIT_MS = 5.0
RESULT = json.dumps({"figures": "x" * 3_000})
"""About as long as a compact view of an evidence may be."""

MODELS: dict[str, Callable[[str], ChatModel]] = {
    "anthropic": lambda url: AnthropicModel("m", api_key="sk-simulated", base_url=url),
    "openai": lambda url: OpenAIResponsesModel("m", api_key="sk-simulated", base_url=f"{url}/v1"),
    "chat": lambda url: OpenAIChatModel(f"{url}/v1", "m"),
}


def long_segment(system: str, tools: tuple[ToolSpec, ...], turns: int) -> Segment:
    """A conversation with as many calls and results."""
    segment = Segment(system, tools)
    segment.append(UserMessage(text="What is wrong with this table?"))
    for turn in range(turns):
        call = ToolCall(id=f"c{turn}", name="profile_dataset", arguments={"data": "t.csv"})
        segment.append(AssistantMessage(parts=(call,), stop="calls_tools"))
        result = ToolResult(call_id=call.id, name=call.name, content=RESULT)
        segment.append(ToolMessage(results=(result,)))
    return segment


async def first_drafts(
    model: ChatModel, simulator: Simulator, toolbox: Any
) -> list[tuple[float, float]]:
    """Milliseconds from the first byte of a reply to its first draft, by the clock and of CPU."""
    seen: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder))
        for _ in range(RUNS):
            session = Session.start(journal, model.name, "Be brief.", ())
            session.append(UserMessage(text="What is a holdout?"))
            simulator.will(Scripted(text="A part of the data that nobody looks at."))
            turn = Turn(session, model, toolbox, (), Limits(), Ledger())
            drafted: tuple[float, float] | None = None
            async for event in turn.run():
                if isinstance(event, DraftDelta) and drafted is None:
                    drafted = time.perf_counter(), time.process_time()
            assert drafted is not None
            clock, own = simulator.sent_at[-1]
            seen.append(((drafted[0] - clock) * 1_000, (drafted[1] - own) * 1_000))
        journal.close()
    return seen[3:]


async def a_request(model: ChatModel, simulator: Simulator, segment: Segment) -> float:
    """CPU milliseconds of one request that goes on with a conversation."""
    simulator.will(Scripted(text="Yes."))
    started = time.process_time()
    async for _ in model.stream(segment):
        pass
    return (time.process_time() - started) * 1_000


async def measure(kind: str, system: str, toolbox: EvidenceToolbox) -> bool:
    """Print the figures of one format, and tell whether the limit is kept."""
    with Simulator() as simulator:
        simulator.lenient = True
        model = MODELS[kind](simulator.url)
        drafts = await first_drafts(model, simulator, toolbox)
        clock = statistics.median(each[0] for each in drafts)
        own = statistics.median(each[1] for each in drafts)
        print(f"{kind:<10} first byte to draft: {own:.2f} ms of CPU, {clock:.2f} by the clock")
        for turns in TURNS:
            segment = long_segment(system, toolbox.specs, turns)
            await a_request(model, simulator, segment)
            before = simulator.bodies[-1]
            longer = long_segment(system, toolbox.specs, 1)
            costs = []
            for _ in range(5):
                for index in (1, 2):
                    segment.append(longer[index])
                costs.append(await a_request(model, simulator, segment))
                body = simulator.bodies[-1]
                head = common_prefix(before, body)
                tail = common_prefix(before[head:][::-1], body[head:][::-1])
                share, before = (head + tail) / len(body), body
            print(
                f"{kind:<10} {turns:>4} turns: {statistics.median(costs):6.2f} ms CPU a request, "
                f"{len(body):>9,} bytes, {share:.2%} of them sent before"
            )
        await model.close()
    return own <= FIRST_DRAFT_LIMIT_MS


async def main() -> int:
    """Measure all formats; the exit code says whether the limit is kept."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        toolbox = EvidenceToolbox(Workspace(Path(folder)))
        lines = [ToolLine(tool.name, tool.description) for tool in toolbox.specs]
        kept = [await measure(kind, build_system_prompt(lines), toolbox) for kind in MODELS]
        await toolbox.close()
    print(f"limit of {FIRST_DRAFT_LIMIT_MS:g} ms kept: {'yes' if all(kept) else 'NO'}")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
