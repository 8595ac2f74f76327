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
open_model("playbook")
try:
    open_model("anthropic:claude-sonnet-5-5")
except Exception:
    pass
os.environ["ANTHROPIC_API_KEY"] = "sk-test"
open_model("anthropic:claude-sonnet-5-5")
"""
    assert imported_by(code) == set()
    assert "anthropic" in imported_by("import anthropic"), "the test sees imports"


def test_the_playbook_is_opened_by_its_name() -> None:
    assert open_model("playbook").name == "playbook"


def test_a_model_of_anthropic_is_opened_by_its_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-test")
    assert open_model("anthropic:claude-opus-5-5").name == "anthropic:claude-opus-5-5"


@pytest.mark.parametrize("key", [None, "", "  \n", "sk test", "sk-\N{CYRILLIC SMALL LETTER A}"])
def test_a_key_that_is_missing_or_unusable_is_said_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch, key: str | None
) -> None:
    if key is not None:
        monkeypatch.setenv("ANTHROPIC_API_KEY", key)
    with pytest.raises(ModelError, match="ANTHROPIC_API_KEY") as failure:
        open_model("anthropic:claude-sonnet-5-5")
    assert failure.value.kind == "authentication"
    assert not key or not key.strip() or key not in str(failure.value)


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("openai:gpt-6.2-sol", "`openai:` do not work in this version yet; use `playbook`"),
        ("chat:http://127.0.0.1:8000/v1#qwen", "`chat:` do not work in this version yet"),
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


def test_a_long_name_is_cut_in_the_message() -> None:
    with pytest.raises(ModelError) as failure:
        open_model("x" * 10_000)
    assert len(str(failure.value)) < 200
