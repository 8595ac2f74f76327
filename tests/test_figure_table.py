"""What the terminal prints of figures and experiments: whole at any width, and in a pipe."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ml_engineer.cli import run


@pytest.mark.parametrize("width", ["60", "80", "110", "200"])
def test_every_figure_has_its_handle_its_number_and_its_subject(
    sales: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    from ml_engineer_tools.store import Store

    monkeypatch.setenv("COLUMNS", width)
    store = Store.open_existing(sales)
    assert store is not None
    evidence = next(e for e in store.all_evidence() if e.measurement.tool == "train_baselines")
    assert run(["evidence", "show", str(evidence.alias)]) == 0
    printed = capsys.readouterr().out
    words = "".join(printed.split())
    for figure in evidence.measurement.figures:
        assert f"\n{figure.handle} " in printed or f"\n {figure.handle} " in printed
        assert "".join((figure.subject.column or "").split()) in words
        if figure.n is not None:
            assert f"{figure.n:,}" in printed


def test_dates_of_experiments_are_not_broken(
    sales: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["experiments"]) == 0
    printed = capsys.readouterr().out
    assert " t.csv (" in printed
    assert all(line.rstrip() for line in printed.splitlines())


def test_what_was_measured_under_another_name_is_told_by_the_name_that_was_asked(
    sales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy("t.csv", "again.csv")
    assert run(["profile", "again.csv", "--target", "sold"]) == 0
    said = capsys.readouterr()
    assert "profile_dataset of again.csv" in said.out
    assert "measured before as t.csv, the same bytes under other names" in said.err
