"""What every test shares: a clean workspace to work in, and no key of the person who runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# The suite runs in parallel on machines that are busy with other work: no example has a deadline.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory that is also the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def _no_real_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
