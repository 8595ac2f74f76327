"""The whole way from the command line to an answer, with a simulated model behind a real socket."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.simulator import Call, Scripted, Simulator

from ml_engineer.cli import run


def as_a_small_model(body: dict[str, Any]) -> Scripted:
    """Calls a tool as text, gives a call that can't be read, then answers with a figure."""
    results = [message for message in body["messages"] if message["role"] == "tool"]
    if not results:
        call = {"name": "profile_dataset", "parameters": {"data": "t.csv", "target": None}}
        return Scripted(text=f"I look at it.\n<tool_call>{json.dumps(call)}</tool_call>")
    if len(results) == 1:
        return Scripted(calls=(Call("check_leakage", written='{"data": "t.c'),))
    view = json.loads(results[0]["content"])
    [handle, _, rows, _] = view["figures"][0]["values"][0]
    answer = f"The table has {rows} rows [{handle}].\n\nStands on: S1; P3"
    return Scripted(text=answer, thinking="It was measured.")


def test_a_question_is_answered_by_a_local_model_through_its_repaired_calls(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"{k},{k % 7},{'yes' if k % 3 else 'no'}\n" for k in range(300))
    Path("t.csv").write_text("a,b,y\n" + rows)
    with Simulator(as_a_small_model) as simulator:
        model = f"chat:{simulator.url}/v1#small"
        question = ["ask", "How long is the table?", "--data", "t.csv", "--model", model, "--json"]
        assert run(question) == 0
        answer = json.loads(capsys.readouterr().out)
        sent = [json.loads(body) for body in simulator.bodies]
    assert simulator.refused == []
    assert answer["model"] == model
    assert answer["partial"] is None
    assert answer["marks"] == []
    assert "300 rows" in answer["text"]
    assert answer["usage"]["requests"] == 3
    assert answer["usage"]["reasoning_tokens"] == 24
    unread = sent[-1]["messages"][-1]["content"]
    assert unread.startswith("Error: This call was not run: its arguments end before"), unread


def test_a_model_that_is_not_there_is_one_sentence_and_no_traceback(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Simulator([Scripted(status=404, error="model_not_found")]) as simulator:
        model = f"chat:{simulator.url}/v1#none"
        assert run(["ask", "What is a holdout?", "--model", model]) == 3
    said = capsys.readouterr()
    assert f"The model server at {simulator.url}/v1 has no model of this name" in said.out
    assert run(["ask", "What is a holdout?", "--model", "openai:gpt-6.1-sol"]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("ml-engineer: There is no key for OpenAI: set OPENAI_API_KEY")
