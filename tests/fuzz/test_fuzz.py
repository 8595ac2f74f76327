"""A small sample of `make fuzz`: whatever a model says, what must not happen does not happen."""

from __future__ import annotations

import random
from pathlib import Path

from ml_engineer_evals.fuzz.outputs import draw
from ml_engineer_evals.fuzz.run import FuzzReport, fuzz


async def test_hostile_outputs_release_nothing_write_nothing_outside_and_commit_nothing(
    tmp_path: Path,
) -> None:
    report = await fuzz(tmp_path, 60, seed=3)
    assert report.outputs >= 60
    assert report.holds, report.as_text()
    assert report.planted > 10
    assert report.unmarked / report.planted < 0.05


def test_the_same_seed_draws_the_same_outputs() -> None:
    first = [draw(random.Random(5), "shown", n) for n in range(30)]
    assert first == [draw(random.Random(5), "shown", n) for n in range(30)]
    chance = random.Random(0)
    drawn = [draw(chance, "shown", n) for n in range(300)]
    assert any(one.message.calls for one in drawn)
    assert any(one.planted for one in drawn)
    assert any(one.message.stop != "answered" and not one.message.calls for one in drawn)


def test_a_report_that_does_not_hold_says_what_happened() -> None:
    report = FuzzReport(seed=0, outputs=5, outside=["outside/new.txt"])
    assert not report.holds
    assert "outside/new.txt" in report.as_text()
