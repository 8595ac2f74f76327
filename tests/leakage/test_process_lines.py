# ruff: noqa: E501  the code under test is as others write it
"""Lines and words: where the split is, which line is to be mended, and what is said of a choice."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

from ml_engineer_tools.leakage.process.analysis import analyse
from ml_engineer_tools.leakage.process.diagnosis import diagnose
from ml_engineer_tools.leakage.process.flaws import Flaw
from ml_engineer_tools.leakage.process.script import read_script

HEAD = """\
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
d = pd.read_csv("loans.csv")
"""
LEARN = """\
m = GradientBoostingClassifier().fit(tr[cols], tr.late)
print(roc_auc_score(te.late, m.predict_proba(te[cols])[:, 1]))
"""
PUT_IN = {
    "sample": "tr = pd.concat([tr, te.sample(100)])\n",
    "share": "tr = pd.concat([te.sample(frac=0.1, random_state=3), tr], ignore_index=True)\n",
    "first_rows": "tr = pd.concat([tr, te.iloc[:50]])\n",
    "all": "tr = pd.concat([tr, te])\n",
}
NOT_PUT_IN = {
    "taken_out_of_the_test": "more = te.sample(100)\ntr = pd.concat([tr, more])\nte = te.drop(more.index)\n",
    "validation": "tr, va = train_test_split(tr, test_size=0.1)\ntr = pd.concat([tr, va])\n",
    "kept_for_use": "everything = pd.concat([tr, te])\neverything.to_csv('all.csv')\n",
}
SPLIT = "tr, te = train_test_split(d, test_size=0.2)\ncols = ['a', 'b']\n"


def flaws(folder: Path, text: str) -> list[Flaw]:
    """Return the findings of a script, of low severity or worse."""
    path = folder / "script.py"
    path.write_text(text)
    return [flaw for flaw in diagnose(analyse(read_script(path))) if flaw.weight != "info"]


@pytest.mark.parametrize("how", PUT_IN)
def test_test_rows_among_training_rows_are_found_where_they_are_put_in(
    tmp_path: Path, how: str
) -> None:
    (flaw,) = flaws(tmp_path, HEAD + SPLIT + PUT_IN[how] + LEARN)
    assert (flaw.kind, flaw.line, flaw.other_line) == ("evaluated_on_training", 9, 11)


@pytest.mark.parametrize("how", NOT_PUT_IN)
def test_rows_that_are_not_scored_may_be_learnt(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, HEAD + SPLIT + NOT_PUT_IN[how] + LEARN) == []


CUTS = {
    "sample_and_the_rest": "tr = d.sample(frac=0.8, random_state=1)\nte = d.drop(tr.index)\n",
    "mask": "known = np.random.rand(len(d)) < 0.8\ntr, te = d[known], d[~known]\n",
    "positions": "n = int(len(d) * 0.8)\ntr, te = d.iloc[:n], d.iloc[n:]\n",
    "condition": "tr = d[d.opened < 2020]\nte = d[d.opened >= 2020]\n",
    "function": "tr, te = train_test_split(d, test_size=0.2)\nprint(len(tr))\n",
}


@pytest.mark.parametrize("how", CUTS)
def test_the_split_is_named_by_the_line_that_cuts(tmp_path: Path, how: str) -> None:
    chosen = "told = d.corr()['late'].abs()\ncols = told[told > 0.1].index.drop('late')\n"
    text = HEAD + chosen + CUTS[how] + LEARN
    (flaw,) = [f for f in flaws(tmp_path, text) if f.kind == "selection_before_split"]
    assert flaw.line == 7
    assert flaw.other_line in (9, 10)


def test_a_random_draw_of_rows_sorted_by_date_is_a_split(tmp_path: Path) -> None:
    lags = "d = d.sort_values('date')\nd['before'] = d['paid'].shift(1)\ncols = ['before']\n"
    found = findings(tmp_path, HEAD + lags + CUTS["sample_and_the_rest"] + LEARN)
    assert found == [("random_split_of_time", 10)]


TRAINING = """\
import torch, torch.nn as nn
from torch.utils.data import DataLoader, random_split
from data import Beats
beats = Beats("x.pt")
a, b = random_split(beats, [8000, 2000])
tl, el = DataLoader(a, 64, shuffle=True), DataLoader(b, 64)
net = nn.Linear(10, 1)
opt = torch.optim.Adam(net.parameters())
lossf = nn.BCEWithLogitsLoss()
best = 1e9
for epoch in range(100):
    for x, y in tl:
        opt.zero_grad(); lossf(net(x).squeeze(), y).backward(); opt.step()
    with torch.no_grad():
        now = SCORE
    if now BETTER best:
        best = now
        torch.save(net.state_dict(), "best.pt")
print("final test result", best)
"""
SCORES = {
    "loss": ("sum(lossf(net(x).squeeze(), y).item() for x, y in el) / len(el)", "<"),
    "hits": ("sum(((net(x).squeeze() > 0) == y).sum().item() for x, y in el) / 2000", ">"),
}


@pytest.mark.parametrize("by", SCORES)
def test_the_best_epoch_by_the_test_is_no_threshold(tmp_path: Path, by: str) -> None:
    score, better = SCORES[by]
    (flaw,) = flaws(tmp_path, TRAINING.replace("SCORE", score).replace("BETTER", better))
    assert (flaw.kind, flaw.line, flaw.other_line) == ("chosen_on_test", 16, 19)
    assert "this very score is told" in flaw.text


def test_the_best_epoch_by_a_third_part_is_sound(tmp_path: Path) -> None:
    score, better = SCORES["hits"]
    text = TRAINING.replace(
        "a, b = random_split(beats, [8000, 2000])",
        "a, b, c = random_split(beats, [8000, 1000, 1000])",
    )
    text = text.replace("SCORE", score).replace("BETTER", better)
    text += "net.load_state_dict(torch.load('best.pt'))\n"
    text += "print(sum(((net(x).squeeze() > 0) == y).sum().item() for x, y in DataLoader(c, 64)))\n"
    assert findings(tmp_path, text) == []


def test_a_threshold_that_is_tried_is_one(tmp_path: Path) -> None:
    tried = """\
m = GradientBoostingClassifier().fit(tr[cols], tr.late)
p = m.predict_proba(te[cols])[:, 1]
best = max(np.linspace(0, 1, 50), key=lambda t: ((p > t) == te.late).mean())
print(((p > best) == te.late).mean())
"""
    assert ("threshold_on_test", 11) in findings(tmp_path, HEAD + SPLIT + tried)
