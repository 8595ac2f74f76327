"""Which models `doctor` finds, over a real socket, and what it says of the others."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.simulator import Simulator

from ml_engineer.cli import run
from ml_engineer.models.discovery import LOCAL_SERVERS, ModelSource, discover

if TYPE_CHECKING:
    from tests.models.conftest import LoopbackServer


@pytest.fixture(autouse=True)
def _no_usual_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the suite may have a server of their own."""
    for name in list(LOCAL_SERVERS):
        monkeypatch.delitem(LOCAL_SERVERS, name)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(models=("qwen3:8b", "org/gpt-oss \x1b[2J")) as served:
        yield served


def source(form: str, sources: list[ModelSource]) -> ModelSource:
    return next(each for each in sources if each.form.startswith(form))


def test_a_local_server_tells_its_models(simulator: Simulator) -> None:
    found = source("chat:", discover([f"{simulator.url}/v1"]))
    assert found.usable
    assert found.why == "it offers 2 models"
    assert found.models[0] == f"chat:{simulator.url}/v1#qwen3:8b"
    assert "authorization" not in simulator.headers[0]


def test_the_key_of_a_server_is_sent_there_and_no_other(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ML_ENGINEER_CHAT_KEY", "sk-local")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-provider")
    discover([f"{simulator.url}/v1"])
    assert simulator.headers[0]["authorization"] == "Bearer sk-local"
    assert "sk-of-the-provider" not in str(simulator.headers)


def test_a_provider_is_asked_only_on_request(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-provider")
    monkeypatch.setenv("OPENAI_BASE_URL", f"{simulator.url}/v1")
    quiet = source("openai:", discover())
    assert quiet.usable
    assert "doctor --online" in quiet.why
    assert simulator.headers == []
    asked = source("openai:", discover(online=True))
    assert asked.models[0] == "openai:qwen3:8b"
    assert simulator.headers[0]["authorization"] == "Bearer sk-of-the-provider"
    assert not source("anthropic:", discover(online=True)).usable, "there is no key"


def test_a_provider_is_not_asked_where_live_requests_are_forbidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-provider")
    monkeypatch.setenv("ML_ENGINEER_LIVE_REQUESTS", "forbidden")
    found = source("openai:", discover(online=True))
    assert not found.usable
    assert "ML_ENGINEER_LIVE_REQUESTS" in found.why


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"<html>hello</html>", 200, "no list of models"),
        (b'{"models": []}', 200, "no list of models"),
        (b'{"data": [{"name": "x"}]}', 200, "no list of models"),
        (b'{"data": []}', 200, "offers no model"),
        (b"[" * 99_999, 200, "no list of models"),
        (b" " * 2_100_000, 200, "too long"),
        (b"no", 401, "does not accept the key"),
        (b"no", 500, "status 500"),
    ],
    ids=["HTML", "other JSON", "no ids", "none", "deep", "long", "key", "broken"],
)
def test_a_server_that_answers_something_else_says_why(
    loopback: LoopbackServer, body: bytes, status: int, says: str
) -> None:
    loopback.will_answer(body, status=status)
    found = source("chat:", discover([loopback.url]))
    assert not found.usable
    assert says in found.why


def test_a_model_that_reads_less_than_prompt_and_tools_is_left_out(
    loopback: LoopbackServer,
) -> None:
    loopback.will_answer(
        b'{"data": [{"id": "small", "max_model_len": 4096}, {"id": "any"},'
        b' {"id": "large", "max_model_len": 131072}]}'
    )
    found = source("chat:", discover([loopback.url], needed_tokens=12_000))
    assert [name.partition("#")[2] for name in found.models] == ["any", "large"]
    assert "1 read less than the 12,000 tokens" in found.why


def test_a_server_that_is_not_there_is_named_only_if_it_was_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
        assert source("chat:", discover([nobody])).why == "Nothing answers there"
        monkeypatch.setitem(LOCAL_SERVERS, "Ollama", nobody)
        assert not [each for each in discover() if each.form.startswith("chat:")]


@pytest.mark.parametrize("url", ["gpu:8000", "http://me:hunter2@gpu/v1", "ftp://gpu/v1", ""])
def test_an_address_that_is_none_says_so_without_its_password(url: str) -> None:
    found = source("chat:", discover([url]))
    assert not found.usable
    assert "hunter2" not in found.why


def test_doctor_prints_names_that_model_takes_and_nothing_that_drives_a_terminal(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctor", "--server", f"{simulator.url}/v1"]) == 0
    said = capsys.readouterr().out
    assert f"yes chat:{simulator.url}/v1#<id>: it offers 2 models" in said
    assert f"        chat:{simulator.url}/v1#qwen3:8b\n" in said
    assert "\x1b" not in said
