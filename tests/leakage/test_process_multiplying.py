# ruff: noqa: E501  the code under test is as others write it
"""Copies, variants and windows of one item on both sides of a random split, however they are made."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

HEAD = """\
import os
from glob import glob
import numpy as np
import pandas as pd
from PIL import Image, ImageEnhance, ImageOps
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
SIGNALS, LABELS = np.load("signals.npy"), np.load("labels.npy")
"""
SCORE = """a, b, ya, yb = train_test_split(np.array(x), np.array(y), random_state=0)
print(LogisticRegression().fit(a, ya).score(b, yb))"""
FLAWED = {
    "a_generator_of_variants": f"""def variants(im):  # here
    yield im
    for deg in (90, 180, 270):
        yield im.rotate(deg)
ims = [ImageOps.fit(Image.open(f), (64, 64)) for f in sorted(glob("skin/*.png"))]
x = np.stack([np.asarray(v).ravel() for im in ims for v in variants(im)])
y = np.repeat(np.load("labels.npy"), 4)
{SCORE}""",
    "each_item_is_added_twice": f"""def shaken(s):
    return s + np.random.normal(0, 0.1, s.shape)
x, y = [], []
for s, label in zip(SIGNALS, LABELS):
    x.append(s)  # here
    x.append(shaken(s))
    y += [label, label]
{SCORE}""",
    "only_variants_and_several_of_each": f"""x, y = [], []
for f in sorted(glob("skin/*.png")):
    im = Image.open(f)
    for k in range(5):
        x.append(np.asarray(ImageEnhance.Contrast(im.rotate(10 * k)).enhance(1.2)).ravel())  # here
        y.append("melanoma" in f)
{SCORE}""",
}
SOUND = {
    "the_training_part_alone_is_multiplied": """a, b, ya, yb = train_test_split(SIGNALS, LABELS, random_state=0)
x, y = [], []
for s, label in zip(a, ya):
    x.append(s)
    x.append(s + np.random.normal(0, 0.1, s.shape))
    y += [label, label]
print(LogisticRegression().fit(np.array(x), np.array(y)).score(b, yb))""",
    "two_values_of_each_item_are_its_features": f"""x, y = [], LABELS
for s in SIGNALS:
    row = []
    row.append(s[:100])
    row.append(s[100:])
    x.append(np.concatenate(row))
{SCORE}""",
    "one_or_the_other_is_added": f"""x, y = [], LABELS
for s in SIGNALS:
    if s[0] > 0:
        x.append(s)
    else:
        x.append(-s)
{SCORE}""",
    "each_item_is_turned_once": f"""x, y = [], []
for kind in ("naevus", "melanoma"):
    for f in sorted(glob(f"skin/{{kind}}/*.png")):
        x.append(np.asarray(Image.open(f).rotate(90)).ravel())
        y.append(kind)
{SCORE}""",
    "a_sound_is_sampled_at_another_rate": f"""import torchaudio
x = [torchaudio.functional.resample(torchaudio.load(f)[0], 44100, 16000) for f in sorted(glob("birds/*.wav"))]
y = LABELS
{SCORE}""",
}


@pytest.mark.parametrize("how", FLAWED)
def test_copies_before_the_split_are_found_where_they_are_made(tmp_path: Path, how: str) -> None:
    text = HEAD + FLAWED[how]
    line = next(n for n, line in enumerate(text.split("\n"), 1) if line.endswith("# here"))
    assert ("duplicates_before_split", line) in findings(tmp_path, text)


def test_windows_are_found_however_their_order_is_mixed(tmp_path: Path) -> None:
    text = """import numpy as np
from sklearn.linear_model import LogisticRegression
def cut(s, label):
    x, y = [], []
    for start in range(0, len(s) - 128, 32):
        x.append(s[start:start + 128])
        y.append(label)
    return x, y
x, y = [], []
for s, label in zip(np.load("signals.npy"), np.load("labels.npy")):
    xs, ys = cut(s, label)
    x += xs
    y += ys
x, y = np.stack(x), np.array(y)
order = np.random.RandomState(1).permutation(len(x))
a, b = order[:800], order[800:]
print(LogisticRegression().fit(x[a], y[a]).score(x[b], y[b]))"""
    assert ("random_split_of_time", 16) in findings(tmp_path, text)


@pytest.mark.parametrize("how", SOUND)
def test_what_is_made_of_one_item_once_or_of_training_rows_draws_nothing(
    tmp_path: Path, how: str
) -> None:
    assert findings(tmp_path, HEAD + SOUND[how]) == []
