"""What the wire costs, side by side with peers, against a provider on loopback in another process.

First draft: from the provider's first byte to the first piece of draft; ours until the terminal has
drawn it, the peers' until an event hands it over. Bytes: what a session sends a request, and the
share of the prompt that the request before began with, which is what a provider's prompt cache can
serve. Memory: what a process holds more after a session than after its first requests. CPU: of the
whole request, SDK and socket included. No model is behind it.

    python -m benchmarks.wire_beside_peers [--turns 500] [--side ours]

Peers: pydantic-ai and the anthropic SDK's tool runner on Anthropic's format, openai-agents on
OpenAI's Responses; ours on both. Each runs in a fresh process; `make bench` gives the peers an
environment of their own. The tool runner is told to keep its conversation (`thread=False`), as the
others do: by default it leaves that to the provider.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.loopback_provider import LoopbackProvider

DRAFTS = 30
LIMIT_MS = 5.0
STAMP = re.compile(r"\d{10,}")
FIGURES = [{"handle": f"E1.f{k}", "value": k / 7} for k in range(80)]

PACKAGES = ("pydantic-ai-slim", "anthropic", "openai-agents", "openai")

Run = Callable[[str, str, int, Callable[[str], None]], Awaitable[None]]
"""Asks a model at a URL as many questions, and hands each piece of draft over."""


def result() -> str:
    """What the tool returns: about as long as a view of evidence, and each time another text."""
    return json.dumps({"figures": FIGURES, "at": time.perf_counter_ns()})


async def ours(url: str, model: str, times: int, drafted: Callable[[str], None]) -> None:
    """The loop with its journal, its egress log and the terminal, on Anthropic's format."""
    from ml_engineer.models.anthropic import AnthropicModel

    await _ours(AnthropicModel(model, base_url=url, api_key="none"), times, drafted)


async def ours_on_responses(
    url: str, model: str, times: int, drafted: Callable[[str], None]
) -> None:
    """The same on OpenAI's Responses."""
    from ml_engineer.models.openai_responses import OpenAIResponsesModel

    await _ours(OpenAIResponsesModel(model, base_url=f"{url}/v1", api_key="none"), times, drafted)


async def _ours(adapter: Any, times: int, drafted: Callable[[str], None]) -> None:
    from rich.console import Console

    from ml_engineer.cli.turn_view import TurnView
    from ml_engineer.conversation import ToolCall, ToolResult, ToolSpec, UserMessage
    from ml_engineer.evidence.ledger import Ledger
    from ml_engineer.limits import Limits
    from ml_engineer.loop import Turn
    from ml_engineer.session import EgressLog, Journal, Session
    from ml_engineer.toolbox.base import Outcome, Progress

    schema = {"type": "object", "properties": {"text": {"type": "string"}}}

    class Echo:
        specs = (ToolSpec(name="echo", description="Echo.", input_schema=schema),)

        async def call(self, call: ToolCall, session: str, progress: Progress) -> Outcome:
            return Outcome(ToolResult(call_id=call.id, name=call.name, content=result()))

        def enter(self, result: ToolResult, ledger: Ledger) -> None:
            """Nothing is shown."""

    class Screen(io.StringIO):
        seen = ""

        def write(self, text: str) -> int:
            if (found := STAMP.search(text)) and found[0] != self.seen:
                self.seen = found[0]
                drafted(found[0])
            return len(text)

    screen = Console(file=Screen(), force_terminal=True, width=100, height=40)
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder))
        session = Session.start(journal, adapter.name, "Be brief.", Echo.specs)
        log = EgressLog(journal.connection, session.id)
        adapter.watch_egress(lambda body: log.record(adapter.name, body))
        limits = Limits(requests=10_000, tool_calls=None)
        for _ in range(times):
            session.append(UserMessage(text="go"))
            # Without gates: they judge the draft when it is whole, and this one is a bare number.
            turn = Turn(session, adapter, Echo(), (), limits, Ledger())
            with TurnView(screen) as view:
                async for event in turn.run():
                    view.show(event)
        _note_memory()
        await adapter.close()
        journal.close()


async def pydantic_ai(url: str, model: str, times: int, drafted: Callable[[str], None]) -> None:
    """pydantic-ai, streaming."""
    from pydantic_ai import Agent, AgentRunResultEvent, PartDeltaEvent, PartStartEvent
    from pydantic_ai.messages import TextPart, TextPartDelta
    from pydantic_ai.models.anthropic import AnthropicModel
    from pydantic_ai.providers.anthropic import AnthropicProvider
    from pydantic_ai.usage import UsageLimits

    provider = AnthropicProvider(api_key="none", base_url=url)
    agent = Agent(AnthropicModel(model, provider=provider), instructions="Be brief.")

    def echo(text: str) -> str:
        """Echo."""
        return result()

    agent.tool_plain(echo)
    limits = UsageLimits(request_limit=10_000)
    for _ in range(times):
        async with agent.run_stream_events("go", usage_limits=limits) as events:
            async for event in events:
                if isinstance(event, PartStartEvent) and isinstance(event.part, TextPart):
                    if event.part.content:
                        drafted(event.part.content)
                elif isinstance(event, PartDeltaEvent) and isinstance(event.delta, TextPartDelta):
                    drafted(event.delta.content_delta)
                elif isinstance(event, AgentRunResultEvent):
                    _note_memory()


async def tool_runner(url: str, model: str, times: int, drafted: Callable[[str], None]) -> None:
    """The tool runner of the anthropic SDK, streaming."""
    import anthropic
    from anthropic import beta_async_tool

    @beta_async_tool
    async def echo(text: str) -> str:
        """Echo.

        Args:
            text: what to say.
        """
        return result()

    async with anthropic.AsyncAnthropic(api_key="none", base_url=url) as client:
        for _ in range(times):
            runner = client.beta.messages.tool_runner(
                model=model, max_tokens=64, system="Be brief.", tools=[echo], stream=True,
                messages=[{"role": "user", "content": "go"}], max_iterations=10_000, thread=False,
            )  # fmt: skip
            async for stream in runner:
                async for event in stream:
                    if event.type == "content_block_delta" and event.delta.type == "text_delta":
                        drafted(event.delta.text)
        _note_memory()


async def openai_agents(url: str, model: str, times: int, drafted: Callable[[str], None]) -> None:
    """openai-agents on Responses, streaming."""
    from agents import (
        Agent,
        OpenAIResponsesModel,
        Runner,
        function_tool,
        set_tracing_disabled,
    )
    from openai import AsyncOpenAI

    set_tracing_disabled(True)

    def echo(text: str) -> str:
        """Echo."""
        return result()

    client = AsyncOpenAI(api_key="none", base_url=f"{url}/v1")
    agent = Agent(
        name="a", instructions="Be brief.", tools=[function_tool(echo)],
        model=OpenAIResponsesModel(model, client),
    )  # fmt: skip
    for _ in range(times):
        streamed = Runner.run_streamed(agent, "go", max_turns=10_000)
        async for event in streamed.stream_events():
            data = getattr(event, "data", None)
            if getattr(data, "type", "") == "response.output_text.delta":
                drafted(data.delta)  # type: ignore[union-attr]
    _note_memory()
    await client.close()


SIDES: dict[str, Run] = {
    "ours": ours,
    "ours, Responses": ours_on_responses,
    "pydantic-ai": pydantic_ai,
    "tool runner": tool_runner,
    "openai-agents": openai_agents,
}

MEMORY: list[int] = []


def _note_memory() -> None:
    import gc

    import psutil

    gc.collect()
    MEMORY.append(psutil.Process().memory_info().rss)


async def measure(run: Run, turns: int) -> dict[str, float]:
    """Measure one side in this process."""
    provider = LoopbackProvider()
    try:
        waits: list[float] = []

        def drafted(text: str) -> None:
            if text.isdigit():
                waits.append((time.perf_counter_ns() - int(text)) / 1e6)

        await run(provider.url, "stamp", DRAFTS + 5, drafted)
        provider.bodies()
        before = MEMORY[-1]
        started = time.process_time()
        await run(provider.url, f"calls-{turns}", 1, drafted)
        cpu = (time.process_time() - started) * 1000 / turns
        bodies = provider.bodies()
    finally:
        provider.close()
    assert len(bodies) == turns, f"{len(bodies)} requests instead of {turns}"
    assert len(waits) == DRAFTS + 5
    later = sorted(waits[5:])
    pairs = list(pairwise(bodies))[:: max(1, turns // 50)]
    shared = [_shared(old, new) for old, new in pairs]
    return {
        "draft_ms": statistics.median(later),
        "draft_ms_p95": later[int(0.95 * len(later))],
        "bytes": statistics.mean(map(len, bodies)),
        "shared": sum(shared) / sum(len(new) for _, new in pairs),
        "memory_mib": (MEMORY[-1] - before) / 2**20,
        "cpu_ms": cpu,
    }


def _shared(old: bytes, new: bytes) -> int:
    """Bytes of the conversation's beginning that two requests share.

    Counted within `messages` (or `input`), with what stands before them in the provider's order:
    tools and system prompt. The order of a body's fields is no matter of the prompt.
    """
    from ml_engineer.session.egress import common_prefix

    before, after = _prompt(old), _prompt(new)
    return common_prefix(before, after) * len(new) // max(len(after), 1)


def _prompt(body: bytes) -> bytes:
    request: dict[str, Any] = json.loads(body)
    said = request["messages"] if "messages" in request else request["input"]
    first = [request.get("tools"), request.get("system", request.get("instructions"))]
    return json.dumps([*first, *said]).encode()


def main() -> None:
    """Measure each side in a process of its own and print them beside each other."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--turns", type=int, default=500)
    parser.add_argument("--side", choices=SIDES)
    options = parser.parse_args()
    if options.side:
        print(json.dumps(asyncio.run(measure(SIDES[options.side], options.turns))))
        return
    found = {side: _in_a_process(side, options.turns) for side in SIDES}
    print(f"# The wire: {DRAFTS} drafts; a session of {options.turns} requests, one call each")
    print("# " + ", ".join(map(_version, PACKAGES)))
    rows = (
        ("first byte to first draft, ms, median", "draft_ms", "{:.2f}"),
        ("  95th percentile", "draft_ms_p95", "{:.2f}"),
        ("bytes a request, mean", "bytes", "{:,.0f}"),
        ("  of these begun as the one before", "shared", "{:.3f}"),
        ("memory held by the session, MiB", "memory_mib", "{:.1f}"),
        ("CPU a request, ms", "cpu_ms", "{:.2f}"),
    )
    print(f"{'':<40}" + "".join(f"{side:>17}" for side in SIDES))
    for label, name, form in rows:
        cells = (form.format(one[name]) if one else "not run" for one in found.values())
        print(f"{label:<40}" + "".join(f"{cell:>17}" for cell in cells))
    for side in ("ours", "ours, Responses"):
        if mine := found[side]:
            after = f"{mine['draft_ms']:.2f} ms"
            print(f"{side}: on the screen after {after} (goal: at most {LIMIT_MS:g})")


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} is not installed"


def _in_a_process(side: str, turns: int) -> dict[str, float] | None:
    command = [
        sys.executable,
        "-m",
        "benchmarks.wire_beside_peers",
        "--side",
        side,
        "--turns",
        str(turns),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{side} did not run: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    measured: dict[str, float] = json.loads(done.stdout)
    print(f"{side}: {done.stdout.strip()}", file=sys.stderr, flush=True)
    return measured


if __name__ == "__main__":
    main()
