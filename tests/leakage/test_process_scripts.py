"""Process leaks: planted ones are found at their line, sound code draws no finding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from benchmarks.leakage_scripts import LABELLED, labels, look

from ml_engineer_tools.direct import check_leakage
from ml_engineer_tools.evidence import Finding, Measurement
from ml_engineer_tools.leakage.process.script import is_script, read_script

HEAD = """\
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("churn.csv")
X, y = df.drop(columns=["churned"]), df["churned"]
"""
SPLIT = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n"
SCORE = "print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))\n"
FIT = "model = LogisticRegression().fit(X_train, y_train)\n"


def read(tmp_path: Path, text: str, name: str = "train.py") -> Measurement:
    path = tmp_path / name
    path.write_text(text)
    return check_leakage(code=path).measurement


def flaws(measurement: Measurement) -> list[Finding]:
    return [finding for finding in measurement.findings if finding.severity != "info"]


SCRIPTS = sorted(path for path in LABELLED.iterdir() if is_script(path.name))
MISSED = {
    "flawed_app_inactivity.py", "flawed_cancel_booking.py", "flawed_loan_default_polars.py",
    "flawed_lstm_vocab.py",
}  # fmt: skip
"""Leaks that are known not to be found."""


def test_the_labelled_set_holds_sound_and_flawed_scripts() -> None:
    flawed = [bool(labels(read_script(path))) for path in SCRIPTS]
    assert len(flawed) >= 60
    assert 0.4 < sum(flawed) / len(flawed) < 0.6


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_planted_leaks_are_found_at_their_line_and_sound_code_draws_no_finding(path: Path) -> None:
    looked = look(path)
    assert bool(looked.leaks) == path.name.startswith("flawed_")
    assert (looked.hits != looked.leaks) == (path.name in MISSED)
    if not looked.leaks:
        assert looked.found == ()


def test_scaling_before_the_split_is_called_small(tmp_path: Path) -> None:
    text = HEAD + "X = StandardScaler().fit_transform(X)\n" + SPLIT + FIT + SCORE
    (finding,) = flaws(read(tmp_path, text))
    assert finding.severity == "low"
    assert "line 9: `StandardScaler.fit`" in finding.statement
    assert "at most 0.005 AUC" in finding.statement


def test_every_number_of_a_statement_is_a_figure_that_it_cites(tmp_path: Path) -> None:
    text = HEAD + "X = StandardScaler().fit_transform(X)\n" + SPLIT + FIT + SCORE
    measurement = read(tmp_path, text)
    for finding in measurement.findings:
        numbers = {
            float(n) for n in re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*`)", finding.statement)
        }
        cited = {float(measurement.figure(handle).value) for handle in finding.handles}
        assert numbers <= cited


def test_what_was_understood_of_sound_code_is_told(tmp_path: Path) -> None:
    (finding,) = read(tmp_path, HEAD + SPLIT + FIT + SCORE).findings
    assert finding.check == "process_understood"
    assert finding.severity == "info"
    assert "split at line 9" in finding.statement
    assert "scored on rows that were not trained on at line 11" in finding.statement


def test_code_is_read_and_never_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    read(tmp_path, f"open({str(mark)!r}, 'w').write('x')\nraise SystemExit\n")
    assert not mark.exists()


def test_the_fingerprint_of_the_code_is_kept(tmp_path: Path) -> None:
    (script,) = read(tmp_path, HEAD).scripts
    assert script.lines == HEAD.count("\n") + 1
    assert len(script.sha256) == 64


def test_names_of_columns_and_strings_do_not_leave_in_statements(tmp_path: Path) -> None:
    text = HEAD + "X['secret_margin'] = df['churned'] * 2\n" + SPLIT + FIT + SCORE
    for finding in read(tmp_path, text).findings:
        assert "secret_margin" not in finding.statement
        assert "churn.csv" not in finding.statement


def test_two_readings_give_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_text(HEAD + "X = StandardScaler().fit_transform(X)\n" + SPLIT + FIT + SCORE)
    assert check_leakage(code=path).id == check_leakage(code=path).id


@pytest.mark.parametrize(
    "lines",
    [
        # The formula picks the columns, so the label is not known to be among them.
        "X = dmatrix('~ C(city) + age', df)\n" + SPLIT + FIT + SCORE,
        # A slice with fixed bounds within a loop is no window that moves.
        "for c in X.columns:\n    X[c] = X.iloc[:n][c]\n" + SPLIT + FIT + SCORE,
        # Rows that are picked by what can't be followed may be any.
        "a, b = mystery(df)\nmodel = LogisticRegression().fit(X.iloc[a], y.iloc[a])\n"
        "print(roc_auc_score(y.iloc[b], model.predict(X.iloc[b])))\n",
        # The largest error is a property of the predictions, no choice among models.
        SPLIT + FIT + "print(np.abs(y_test - model.predict(X_test)).max())\n" + SCORE,
    ],
    ids=["formula", "fixed slice", "unknown rows", "largest error"],
)
def test_what_can_not_be_followed_is_not_accused(tmp_path: Path, lines: str) -> None:
    path = tmp_path / "train.py"
    path.write_text(HEAD + lines)
    assert look(path).found == ()


def test_scaling_the_training_rows_before_their_folds_is_no_finding_beside_a_clean_test(
    tmp_path: Path,
) -> None:
    path = tmp_path / "train.py"
    scaled = (
        "s = StandardScaler()\nX_train, X_test = s.fit_transform(X_train), s.transform(X_test)\n"
    )
    folds = "print(cross_val_score(LogisticRegression(), X_train, y_train).mean())\n"
    path.write_text(HEAD + SPLIT + scaled + folds + FIT + SCORE)
    assert look(path).found == ()
