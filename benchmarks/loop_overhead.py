"""What the loop costs a turn: a zero-latency model, one tool call a request, the journal on.

Side by side with three peers in one process: pydantic-ai (its FunctionModel), the tool runner of
the anthropic SDK (over an in-memory transport) and openai-agents (a model that keeps nothing; its
own double copies the history). Prints CPU milliseconds a request, medians, and the ratios to ours.
The peers keep no journal. Ours is opened before the turn, as a session keeps it open over all of
its turns; what beginning a new one takes is printed by itself.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from ml_engineer.conversation import (
    AssistantMessage,
    Segment,
    Text,
    ToolCall,
    ToolMessage,
    ToolResult,
    ToolSpec,
    UserMessage,
)
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.gates import DEFAULT_GATES
from ml_engineer.limits import Limits
from ml_engineer.loop import Turn
from ml_engineer.models.base import Completed, DraftText, ModelReply, Usage
from ml_engineer.session import Journal, Session
from ml_engineer.toolbox.base import Outcome, Progress

TURNS = (10, 50, 200, 500)
RUNS = {10: 7, 50: 7, 200: 3, 500: 1}
LIMIT_MS = 1.0


class CallingModel:
    """Asks for the same tool until it has been asked often enough, then answers."""

    name = "zero-latency"

    def __init__(self, turns: int) -> None:
        self._left = turns

    async def stream(self, segment: Segment) -> AsyncIterator[DraftText | Completed]:
        """Reply at once."""
        self._left -= 1
        if self._left > 0:
            call = ToolCall(id=f"c{self._left}", name="echo", arguments={"text": "hello"})
            message = AssistantMessage(parts=(call,), stop="calls_tools")
        else:
            message = AssistantMessage(parts=(Text(text="Done."),))
        yield Completed(ModelReply(message=message, usage=Usage(requests=1)))

    async def close(self) -> None:
        """Nothing is held."""


class EchoToolbox:
    """One tool that does nothing."""

    specs: tuple[ToolSpec, ...] = ()

    async def call(self, call: ToolCall, session: str, progress: Progress) -> Outcome:
        """Echo."""
        return Outcome(ToolResult(call_id=call.id, name=call.name, content="hello"))

    def enter(self, result: ToolResult, ledger: Ledger) -> None:
        """Nothing is shown."""


async def ours(turns: int) -> float:
    """Return CPU milliseconds of one turn of `turns` requests with the journal on disk."""
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder))
        session = Session.start(journal, "zero-latency", "", ())
        started = time.process_time()
        session.append(UserMessage(text="go"))
        limits = Limits(requests=turns + 1, tool_calls=None)
        turn = Turn(session, CallingModel(turns), EchoToolbox(), DEFAULT_GATES, limits, Ledger())
        async for _event in turn.run():
            pass
        spent = (time.process_time() - started) * 1000
        results = sum(isinstance(message, ToolMessage) for message in session.segment)
        assert results == turns - 1
        journal.close()
    return spent


def opening() -> float:
    """Return CPU milliseconds of beginning and closing a session in a new directory."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        journal = Journal(Path(folder))
        Session.start(journal, "zero-latency", "", ())
        journal.close()
        return (time.process_time() - started) * 1000


async def pydantic_ai(turns: int) -> None:
    """The same with pydantic-ai's own test double."""
    from pydantic_ai import Agent
    from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart
    from pydantic_ai.models.function import AgentInfo, FunctionModel
    from pydantic_ai.usage import UsageLimits

    left = turns

    def reply(_messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        nonlocal left
        left -= 1
        if left > 0:
            return ModelResponse(parts=[ToolCallPart("echo", {"text": "hello"})])
        return ModelResponse(parts=[TextPart("Done.")])

    agent = Agent(FunctionModel(reply))

    def echo(text: str) -> str:
        return text

    agent.tool_plain(echo)
    await agent.run("go", usage_limits=UsageLimits(request_limit=turns + 1))


async def tool_runner(turns: int) -> None:
    """The same with the anthropic SDK's tool runner over an in-memory transport."""
    import anthropic
    import httpx2
    from anthropic import beta_async_tool

    left = turns

    def reply(_request: httpx2.Request) -> httpx2.Response:
        nonlocal left
        left -= 1
        content: list[dict[str, object]] = [{"type": "text", "text": "Done."}]
        if left > 0:
            content = [{"type": "tool_use", "id": f"c{left}", "name": "echo",
                        "input": {"text": "hello"}}]  # fmt: skip
        body = {"id": "m", "type": "message", "role": "assistant", "model": "m",
                "content": content, "stop_reason": "tool_use" if left > 0 else "end_turn",
                "stop_sequence": None,
                "usage": {"input_tokens": 1, "output_tokens": 1}}  # fmt: skip
        return httpx2.Response(200, content=json.dumps(body),
                               headers={"content-type": "application/json"})  # fmt: skip

    @beta_async_tool
    async def echo(text: str) -> str:
        """Echo.

        Args:
            text: what to say.
        """
        return text

    transport = httpx2.AsyncClient(transport=httpx2.MockTransport(reply))
    async with anthropic.AsyncAnthropic(api_key="none", http_client=transport) as client:
        runner = client.beta.messages.tool_runner(
            model="claude-haiku-5-5", max_tokens=64, tools=[echo],
            messages=[{"role": "user", "content": "go"}], max_iterations=turns + 1,
        )  # fmt: skip
        async for _message in runner:
            pass


async def openai_agents(turns: int) -> None:
    """The same with openai-agents and a model that is asked for nothing else."""
    from agents import (
        Agent,
        Model,
        ModelResponse,
        Runner,
        Usage,
        function_tool,
        set_tracing_disabled,
    )
    from agents.testing import assistant_message, function_call

    set_tracing_disabled(True)

    class Calling(Model):  # type: ignore[misc]  # its library has no types here
        left = turns

        async def get_response(self, *_args: object, **_named: object) -> ModelResponse:
            self.left -= 1
            item = (
                function_call("echo", {"text": "hello"}, call_id=f"c{self.left}")
                if self.left > 0
                else assistant_message("Done.")
            )
            return ModelResponse(output=[item], usage=Usage(), response_id=None)

        def stream_response(self, *_args: object, **_named: object) -> AsyncIterator[object]:
            raise NotImplementedError

    def echo(text: str) -> str:
        return text

    agent = Agent(name="a", model=Calling(), tools=[function_tool(echo)])
    await Runner.run(agent, "go", max_turns=turns + 1)


def cpu_ms_a_request(run: Callable[[int], Awaitable[float | None]], turns: int) -> float:
    """Return the median CPU time a request over several runs, after one to warm up.

    A run that returns no time of its own is measured as a whole.
    """

    async def once() -> float:
        started = time.process_time()
        spent = await run(turns)
        return (spent or (time.process_time() - started) * 1000) / turns

    asyncio.run(once())
    return statistics.median(asyncio.run(once()) for _ in range(RUNS[turns]))


def main() -> None:
    """Measure and print."""
    print("# Loop overhead: CPU ms a request (median), and the ratio to ours")
    names = f"{'pydantic-ai':>20}{'anthropic runner':>20}{'openai-agents':>20}"
    print(f"{'requests in the turn':<22}{'ours':>8}{names}")
    worst = 0.0
    for turns in TURNS:
        mine = cpu_ms_a_request(ours, turns)
        worst = max(worst, mine)
        cells = []
        for peer in (pydantic_ai, tool_runner, openai_agents):
            theirs = cpu_ms_a_request(peer, turns)
            cells.append(f"{theirs:10.2f} (x{theirs / mine:.1f})")
        print(f"{turns:<22}{mine:>8.2f}" + "".join(f"{cell:>20}" for cell in cells), flush=True)
    opened = statistics.median(opening() for _ in range(15))
    print(f"beginning and closing a session, once: {opened:.2f} ms")
    print(f"ours at worst {worst:.2f} ms (goal: at most {LIMIT_MS:.1f})")


if __name__ == "__main__":
    main()
