"""The cassettes themselves: whole, free of secrets, and append-only byte for byte."""

from __future__ import annotations

import importlib
import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.models.conftest import assert_whole, written
from tests.models.prefix import assert_prefix_is_kept
from tests.models.scrubbing import SECRETS
from tests.simulator import Call, Scripted, Simulator

from ml_engineer.conversation import Segment, ToolSpec, UserMessage
from ml_engineer.models.anthropic import AnthropicModel
from ml_engineer.models.base import Completed, ModelError
from ml_engineer.models.openai_chat import OpenAIChatModel
from ml_engineer.models.openai_responses import OpenAIResponsesModel

if TYPE_CHECKING:
    from tests.models.conftest import LoopbackServer, OpenCassette

CASSETTES = sorted((Path(__file__).parent / "cassettes").rglob("*.yaml"))
RECORDED_IN = ("test_anthropic", "test_recorded_openai")


def interactions(cassette: Path) -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = yaml.safe_load(cassette.read_text())["interactions"]
    return held


@pytest.mark.parametrize("cassette", CASSETTES, ids=lambda path: path.stem)
def test_each_request_of_a_cassette_begins_with_the_one_before(cassette: Path) -> None:
    bodies = [written(each["request"]["body"]).encode() for each in interactions(cassette)]
    assert bodies
    assert_prefix_is_kept(bodies)
    for body in bodies:
        sent = json.loads(body)
        assert not sent.keys() & {"temperature", "top_p", "top_k", "tool_choice"}
        assert sent.get("store", False) is False


@pytest.mark.parametrize("cassette", CASSETTES, ids=lambda path: path.stem)
def test_no_cassette_holds_what_looks_like_a_secret(cassette: Path) -> None:
    text = cassette.read_text()
    assert SECRETS.findall(text) == []
    for name in ("authorization", "x-api-key", "cookie", "request-id", "organization"):
        assert name not in text.lower()


def test_each_cassette_belongs_to_a_test_and_each_test_has_its_cassette() -> None:
    recorded: set[str] = set()
    for name in RECORDED_IN:
        module = importlib.import_module(f"tests.models.{name}")
        kinds = [f"[{kind}]" for kind in ("openai", "chat")] if "openai" in name else [""]
        recorded |= {
            test + kind
            for test, function in vars(module).items()
            for kind in kinds
            if any(mark.name == "vcr" for mark in getattr(function, "pytestmark", ()))
        }
    synthetic = {path.stem for path in CASSETTES if path.parent.name == "synthetic"}
    assert synthetic == recorded


def test_an_interaction_that_is_not_made_again_fails_its_test(open_cassette: OpenCassette) -> None:
    with (
        open_cassette(next(path for path in CASSETTES), "none") as cassette,
        pytest.raises(AssertionError, match=r"[1-9] recorded interactions were not made"),
    ):
        assert_whole(cassette)


def opened(
    kind: str, url: str, key: str
) -> AnthropicModel | OpenAIResponsesModel | OpenAIChatModel:
    if kind == "anthropic":
        return AnthropicModel("m", api_key=key, base_url=url)
    if kind == "openai":
        return OpenAIResponsesModel("m", api_key=key, base_url=f"{url}/v1")
    return OpenAIChatModel(f"{url}/v1", "m", api_key=key)


@pytest.mark.parametrize("kind", ["anthropic", "openai", "chat"])
@pytest.mark.parametrize("piece", [1, 7])
async def test_a_secret_in_pieces_of_a_stream_enters_no_cassette(
    kind: str, piece: int, open_cassette: OpenCassette, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    key, known = f"sk-{secrets.token_hex(8)}", f'{secrets.token_hex(4)}"q{secrets.token_hex(4)}'
    monkeypatch.setenv("SOME_SERVICE_TOKEN", known)
    tool = ToolSpec(name="echo", description="Echo.", input_schema={"type": "object"})
    asked = Segment("Be brief.", (tool,))
    asked.append(UserMessage(text="Go."))
    call = Call("echo", {"say": f"{key} and {known}, then."})
    path = tmp_path / "new.yaml"
    replies = []
    for mode in ("once", "none"):
        with Simulator([Scripted(f"A {key}, é {known}.", calls=(call,), piece=piece)]) as simulator:
            simulator.lenient = True
            model = opened(kind, simulator.url, "sk-a-key-that-stays")
            with open_cassette(path, mode):
                events = [event async for event in model.stream(asked)]
            await model.close()
        last = events[-1]
        assert isinstance(last, Completed)
        replies.append(last.reply.message)
    live, kept = replies
    assert live.text == f"A {key}, é {known}.", "what is recorded goes on as it came"
    assert kept.text == "A (scrubbed), é (scrubbed)."
    assert kept.calls[0].arguments == {"say": "(scrubbed) and (scrubbed), then."}
    text = path.read_text()
    assert key not in text
    assert known not in text


@pytest.mark.parametrize("kind", ["anthropic", "openai", "chat"])
async def test_planted_secrets_enter_no_cassette(
    kind: str,
    loopback: LoopbackServer,
    open_cassette: OpenCassette,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In headers of both directions, in the environment, in a prompt and in an error message."""
    planted = {
        place: f"sk-{secrets.token_hex(8)}" if place == "key" else secrets.token_hex(8)
        for place in ("key", "environment", "header", "cookie")
    }
    monkeypatch.setenv("SOME_SERVICE_TOKEN", planted["environment"])
    error = {"message": f"{planted['key']} {planted['environment']}", "type": "x"}
    loopback.will_answer(
        json.dumps({"type": "error", "error": error}).encode(),
        status=401,
        headers={
            "content-type": "application/json",
            "x-request-id": planted["header"],
            "set-cookie": f"session={planted['cookie']}",
        },
    )
    model = opened(kind, loopback.url, planted["key"])
    asked = Segment("Be brief.")
    asked.append(UserMessage(text=f"My keys are {planted['key']} and {planted['environment']}."))
    with open_cassette(tmp_path / "new.yaml", "once"), pytest.raises(ModelError) as failure:
        await anext(aiter(model.stream(asked)))
    await model.close()
    assert [place for place, secret in planted.items() if secret in str(failure.value)] == []
    kept = (tmp_path / "new.yaml").read_text()
    assert "My keys are (scrubbed) and (scrubbed)." in kept
    assert [place for place, secret in planted.items() if secret in kept] == []
