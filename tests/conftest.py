"""What every test shares: a clean workspace to work in, and no key of the person who runs it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from ml_engineer.models.live import FORBIDDEN, VARIABLE

# The switch for the whole suite: no request to a provider leaves, from here or a subprocess.
os.environ[VARIABLE] = FORBIDDEN

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
    for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "ML_ENGINEER_CHAT_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def measured_sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which all that the release of a model asks of `t.csv` has been measured.

    600 sales, target `sold`. Copy it: what is asked there again is answered by the same evidence.
    """

    def measure(folder: Path) -> None:
        import asyncio

        import numpy as np
        import pandas as pd

        from ml_engineer import Engineer

        rng = np.random.default_rng(1)
        size = rng.normal(size=600)
        sold = np.where(size + rng.normal(size=600) > 0, "yes", "no")
        colour = rng.choice(["red", "blue"], 600)
        frame = pd.DataFrame({"size": size, "colour": colour, "sold": sold})
        frame.to_csv(folder / "t.csv", index=False)

        async def ask() -> None:
            async with Engineer(workspace=folder) as engineer:
                await engineer.ask("Can we ship this model?", data="t.csv", target="sold")

        asyncio.run(ask())
        for journal in (folder / ".ml-engineer").glob("sessions.sqlite3*"):
            journal.unlink()

    return _made_once(tmp_path_factory, "sales", measure)


@pytest.fixture(scope="session")
def measured_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the demo world, in which the README's question has been answered once."""

    def measure(folder: Path) -> None:
        from ml_engineer.cli import run
        from ml_engineer.demo import write_demo

        write_demo(folder)
        before = Path.cwd()
        os.chdir(folder)
        try:
            run([
                "ask", "Can we ship this model? What can we expect?", "--data", "train.csv",
                "--test", "test.csv", "--target", "churned", "--time", "snapshot_date",
                "--group", "customer_id",
            ])  # fmt: skip
        finally:
            os.chdir(before)

    return _made_once(tmp_path_factory, "demo", measure)


@pytest.fixture
def sales(workspace: Path, measured_sales: Path) -> Path:
    """The working directory, with the measured sales in it."""
    return shutil.copytree(measured_sales, workspace, dirs_exist_ok=True)


@pytest.fixture
def demo(workspace: Path, measured_demo: Path) -> Path:
    """The working directory, with the measured demo world in it."""
    return shutil.copytree(measured_demo, workspace, dirs_exist_ok=True)


def _made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that the processes of one run of the suite share; the first one makes it."""
    base = factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "made"
    shared.mkdir(exist_ok=True)
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / name).exists():
            half = shared / f"{name}.half"
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir()
            make(half)
            half.rename(shared / name)
    return shared / name
