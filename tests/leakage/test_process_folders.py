# ruff: noqa: E501  the code under test is as others write it
"""Files of folders that are entities, shuffled and cut by position; beside splits of the folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

HEAD = """\
import random, glob, os
from collections import Counter
from pathlib import Path
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset
from PIL import Image
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GroupShuffleSplit, train_test_split
class Patches(Dataset):
    def __init__(self, items):
        self.items = items
    def __len__(self):
        return len(self.items)
    def __getitem__(self, i):
        path, lab = self.items[i]
        return torch.tensor(np.asarray(Image.open(path))), torch.tensor(float(lab))
net = nn.Sequential(nn.Flatten(), nn.Linear(12288, 1))
opt = torch.optim.Adam(net.parameters())
def learn(dl):
    for x, y in dl:
        opt.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(net(x).squeeze(1), y).backward()
        opt.step()
def auc(dl):
    s, t = [], []
    for x, y in dl:
        s.append(net(x).squeeze(1))
        t.append(y)
    return roc_auc_score(torch.cat(t), torch.cat(s))
"""

FLAWED = {
    "zipped_shuffled_counted": (
        "random_split_of_groups",
        "train = items[: int(0.8 * n)]",
        """\
files = sorted(Path("/data/patches").glob("*/*.png"))
labels = [int(f.stem.rsplit("_", 1)[1]) for f in files]
print(len(files), "patches from", len({f.parent.name for f in files}), "slides")
items = list(zip(files, labels))
random.shuffle(items)
n = len(items)
train = items[: int(0.8 * n)]
test = items[int(0.8 * n):]
learn(DataLoader(Patches(train), batch_size=32))
print("test auc", auc(DataLoader(Patches(test))))
""",
    ),
    "remark_only": (
        "random_split_of_groups",
        "train, test = items[:cut], items[cut:]",
        """\
# <slide>/<x>_<y>_<label>.png
files = glob.glob("/data/patches/*/*.png")
items = [(f, int(f[-5])) for f in files]
random.shuffle(items)
cut = int(0.8 * len(items))
train, test = items[:cut], items[cut:]
learn(DataLoader(Patches(train), batch_size=32))
print("test auc", auc(DataLoader(Patches(test))))
""",
    ),
    "words_of_a_remark": (
        "random_split_of_groups",
        "train, test = train_test_split(items, test_size=0.2, random_state=0)",
        """\
# about 400 patches of each slide
files = sorted(Path("/data/patches").rglob("*.png"))
items = [(f, int(f.stem[-1])) for f in files]
train, test = train_test_split(items, test_size=0.2, random_state=0)
learn(DataLoader(Patches(train), batch_size=32))
print("test auc", auc(DataLoader(Patches(test))))
""",
    ),
    "numpy_order": (
        "random_split_of_groups",
        "a, b = order[: len(files) // 5 * 4], order[len(files) // 5 * 4:]",
        """\
files = np.array(sorted(glob.glob("/data/patches/*/*.png")))
slides = [f.split("/")[-2] for f in files]
print(f"{len(files)} patches of {len(set(slides))} slides")
X = np.stack([np.asarray(Image.open(f)).ravel() for f in files])
y = np.array([int(f[-5]) for f in files])
order = np.random.permutation(len(files))
a, b = order[: len(files) // 5 * 4], order[len(files) // 5 * 4:]
m = RandomForestClassifier().fit(X[a], y[a])
print(accuracy_score(y[b], m.predict(X[b])))
""",
    ),
    "sampled": (
        "random_split_of_groups",
        "train, test = items[:k], items[k:]",
        """\
files = sorted(Path("/data/patches").glob("*/*.png"))
per_slide = Counter(f.parent.name for f in files)
print(len(per_slide), "slides")
items = [(f, int(f.stem[-1])) for f in files]
items = random.sample(items, len(items))
k = int(0.7 * len(items))
train, test = items[:k], items[k:]
learn(DataLoader(Patches(train), batch_size=32))
print("test auc", auc(DataLoader(Patches(test))))
""",
    ),
}
SOUND = {
    "by_folder": """\
folders = sorted(p for p in Path("/data/patches").iterdir() if p.is_dir())
random.shuffle(folders)
k = int(0.8 * len(folders))
train = [(f, int(f.stem[-1])) for d in folders[:k] for f in d.glob("*.png")]
test = [(f, int(f.stem[-1])) for d in folders[k:] for f in d.glob("*.png")]
print(len(train), "patches for learning", len(test), "for testing")
learn(DataLoader(Patches(train), batch_size=32))
print("test auc", auc(DataLoader(Patches(test))))
""",
    "by_slide_names": """\
files = sorted(Path("/data/patches").glob("*/*.png"))
slides = sorted({f.parent.name for f in files})
print(len(files), "patches from", len(slides), "slides")
random.shuffle(slides)
held = set(slides[: len(slides) // 5])
train = [(f, int(f.stem[-1])) for f in files if f.parent.name not in held]
test = [(f, int(f.stem[-1])) for f in files if f.parent.name in held]
learn(DataLoader(Patches(train), batch_size=32))
print("test auc", auc(DataLoader(Patches(test))))
""",
    "class_folders": """\
files = sorted(Path("/data/flowers").glob("*/*.jpg"))
labels = [f.parent.name for f in files]
print(len(files), "pictures of", len(set(labels)), "kinds")
items = list(zip(files, labels))
random.shuffle(items)
n = len(items)
train, test = items[: int(0.8 * n)], items[int(0.8 * n):]
learn(DataLoader(Patches(train), batch_size=32))
print("test auc", auc(DataLoader(Patches(test))))
""",
    "group_split": """\
files = np.array(sorted(glob.glob("/data/patches/*/*.png")))
slides = np.array([f.split("/")[-2] for f in files])
print(f"{len(files)} patches of {len(set(slides))} slides")
X = np.stack([np.asarray(Image.open(f)).ravel() for f in files])
y = np.array([int(f[-5]) for f in files])
a, b = next(GroupShuffleSplit(1, test_size=0.2, random_state=0).split(X, y, slides))
m = RandomForestClassifier().fit(X[a], y[a])
print(accuracy_score(y[b], m.predict(X[b])))
""",
    "sorted_cut_by_slide_order": """\
files = sorted(Path("/data/one_each").glob("*.png"))
items = list(zip(files, [int(f.stem[-1]) for f in files]))
random.seed(0)
random.shuffle(items)
n = len(items)
train, test = items[: int(0.8 * n)], items[int(0.8 * n):]
learn(DataLoader(Patches(train), batch_size=32))
print("test auc", auc(DataLoader(Patches(test))))
""",
    "dict_of_slides": """\
from collections import defaultdict
of = defaultdict(list)
for f in sorted(Path("/data/patches").glob("*/*.png")):
    of[f.parent.name].append((f, int(f.stem[-1])))
slides = list(of)
random.shuffle(slides)
k = int(0.8 * len(slides))
train = [item for s in slides[:k] for item in of[s]]
test = [item for s in slides[k:] for item in of[s]]
learn(DataLoader(Patches(train), batch_size=32))
print("test auc", auc(DataLoader(Patches(test))))
""",
    "zip_windows": """\
files = sorted(Path("/data/one_each").glob("*.png"))
pairs = list(zip(files[:-1], files[1:]))
print(len(pairs))
""",
    "zip_names_scores": """\
names, values = ["a", "b", "c", "d"], [1, 2, 3, 4]
for n, v in list(zip(names, values))[:2]:
    print(n, v)
""",
}


@pytest.mark.parametrize("name", FLAWED)
def test_a_leak_is_found_at_its_line(tmp_path: Path, name: str) -> None:
    kind, line, text = FLAWED[name]
    lines = [told.strip() for told in (HEAD + text).split("\n")]
    found = findings(tmp_path, HEAD + text)
    assert (kind, line) in [(told, lines[at - 1]) for told, at in found]


@pytest.mark.parametrize("name", SOUND)
def test_sound_code_that_looks_like_it_draws_no_finding(tmp_path: Path, name: str) -> None:
    assert findings(tmp_path, HEAD + SOUND[name]) == []
