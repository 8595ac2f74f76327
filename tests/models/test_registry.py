"""The registry: which names open which models, and what is said of the others."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ml_engineer.models.base import ModelError
from ml_engineer.models.registry import open_model

PROVIDERS = ("anthropic", "openai", "httpx2", "httpx")


def imported_by(code: str) -> set[str]:
    """The provider libraries that a fresh interpreter has imported after this code."""
    after = f"{code}\nimport sys; print(*(sys.modules.keys() & set({PROVIDERS!r})))"
    run = subprocess.run(
        [sys.executable, "-c", after], capture_output=True, text=True, check=True, timeout=60
    )
    return set(run.stdout.split())


def test_no_provider_library_is_imported_before_a_model_is_asked() -> None:
    code = """
import ml_engineer.models, ml_engineer.models.registry, ml_engineer.models.retry
from ml_engineer.models import open_model
import ml_engineer.models.anthropic, ml_engineer.models.anthropic_errors, os
import ml_engineer.models.openai_errors
open_model("playbook")
try:
    open_model("anthropic:claude-sonnet-5-5")
except Exception:
    pass
os.environ["ANTHROPIC_API_KEY"] = os.environ["OPENAI_API_KEY"] = "sk-test"
open_model("anthropic:claude-sonnet-5-5")
open_model("openai:gpt-6.1-sol")
open_model("chat:http://127.0.0.1:11434/v1#qwen3")
"""
    assert imported_by(code) == set()
    assert "anthropic" in imported_by("import anthropic"), "the test sees imports"


def test_the_playbook_is_opened_by_its_name() -> None:
    assert open_model("playbook").name == "playbook"


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ("anthropic:claude-opus-5-5", "anthropic:claude-opus-5-5"),
        (" openai: gpt-6.1-sol ", "openai:gpt-6.1-sol"),
        ("chat:http://127.0.0.1:11434/v1/#qwen3:8b", "chat:http://127.0.0.1:11434/v1#qwen3:8b"),
        ("chat:http://127.0.0.1:11434#a#b", "chat:http://127.0.0.1:11434/v1#a#b"),
        ("chat:http://[::1]:8000/api/v1#m", "chat:http://[::1]:8000/api/v1#m"),
        ("chat:https://host.example/v1#org/model", "chat:https://host.example/v1#org/model"),
    ],
)
def test_a_model_is_opened_by_its_name(
    monkeypatch: pytest.MonkeyPatch, spec: str, name: str
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-test")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    assert open_model(spec).name == name


@pytest.mark.parametrize("provider", ["anthropic", "openai"])
@pytest.mark.parametrize("key", [None, "", "  \n", "sk test", "sk-\N{CYRILLIC SMALL LETTER A}"])
def test_a_key_that_is_missing_or_unusable_is_said_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch, provider: str, key: str | None
) -> None:
    variable = f"{provider.upper()}_API_KEY"
    if key is not None:
        monkeypatch.setenv(variable, key)
    with pytest.raises(ModelError, match=variable) as failure:
        open_model(f"{provider}:some-model")
    assert failure.value.kind == "authentication"
    assert not key or not key.strip() or key not in str(failure.value)


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("openai:", "`openai:` needs the id of a model"),
        ("chat:", "needs the address of a server"),
        ("chat:http://127.0.0.1:8000/v1", "`chat:http://127.0.0.1:11434/v1#qwen3`"),
        ("chat:127.0.0.1:8000#qwen", "needs the address of a server"),
        ("chat:ftp://127.0.0.1/v1#qwen", "needs the address of a server"),
        ("chat:http://127.0.0.1:notaport/v1#qwen", "needs the address of a server"),
        ("chat:http://me:hunter2@127.0.0.1/v1#qwen", "put it into ML_ENGINEER_CHAT_KEY"),
        ("chat:http://127.0.0.1/v1?key=hunter2#qwen", "put it into ML_ENGINEER_CHAT_KEY"),
        ("gpt-6.1-sol", "did you mean `openai:gpt-6.1-sol`?"),
        ("http://127.0.0.1:8000/v1", "did you mean `chat:http://127.0.0.1:8000/v1#<id>`?"),
        ("anthropic:", "needs the id of a model"),
        ("anthropic", "needs the id of a model"),
        ("claude-opus-5-5", "did you mean `anthropic:claude-opus-5-5`?"),
        ("playbok", "did you mean `playbook`?"),
        ("antropic:claude-opus-5-5", "did you mean `anthropic:<id>`?"),
        ("playbook:1", "did you mean `playbook`?"),
        ("", "There is no model ''"),
        ("llama\n[bold]", r"There is no model 'llama\n[bold]'"),
    ],
)
def test_what_does_not_open_says_what_does(spec: str, says: str) -> None:
    with pytest.raises(ModelError) as failure:
        open_model(spec)
    assert failure.value.kind == "unknown_model"
    assert says in str(failure.value)
    assert "\n" not in str(failure.value)
    assert "hunter2" not in str(failure.value)


def test_a_long_name_is_cut_in_the_message() -> None:
    with pytest.raises(ModelError) as failure:
        open_model("x" * 10_000)
    assert len(str(failure.value)) < 200
