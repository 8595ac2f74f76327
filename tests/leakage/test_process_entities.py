# ruff: noqa: E501  the code under test is as others write it
"""Several rows of one patient, recording or slide, cut at random: found where the script tells of them, in code or in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

HEAD = """\
from collections import defaultdict
from glob import glob
from pathlib import Path
import random
import numpy as np
import pandas as pd
import torch
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupShuffleSplit, train_test_split
from torch.utils.data import DataLoader, Dataset, Subset, random_split
"""
TABLE = """a, b = train_test_split(d, random_state=0)  # here
m = LogisticRegression().fit(a[COLS], a.dme)
print(roc_auc_score(b.dme, m.predict_proba(b[COLS])[:, 1]))"""
NET = """class Tiles(Dataset):
    def __init__(self, files):
        self.files = files
    def __getitem__(self, i):
        return np.asarray(Image.open(self.files[i])), int(self.files[i][-5])
def auc(net, files):
    out = [(net(x), y) for x, y in DataLoader(Tiles(files))]
    return roc_auc_score(np.concatenate([y for _, y in out]), np.concatenate([p for p, _ in out]))
net = torch.nn.Linear(100, 1)
for x, y in DataLoader(Tiles(train)):
    loss = torch.nn.functional.binary_cross_entropy(net(x), y)
    loss.backward()
print(auc(net, test))"""
FLAWED = {
    "patients_are_counted": f"""d = pd.read_csv("oct.csv")
print(d.patient_id.nunique(), "patients", len(d), "scans")
{TABLE}""",
    "a_comment_says_how_many_each_has": f"""# 49 scans per volume, one or two volumes per patient
d = pd.read_csv("oct.csv")
{TABLE}""",
    "the_names_of_files_begin_with_the_slide": f"""# tiles/<slide>/<x>_<y>_<label>.png
files = np.array(sorted(glob("tiles/*/*.png")))
train, test = train_test_split(files, test_size=0.2, random_state=1)  # here
{NET}""",
    "patients_are_counted_by_the_names_of_files": f"""files = sorted(glob("slices/*.npz"))
print(f"{{len(files)}} slices of {{len({{f.split('_')[0] for f in files}})}} patients")
random.seed(1)
random.shuffle(files)
k = len(files) // 5
test, train = files[:k], files[k:]  # here
{NET}""",
    "whose_each_file_is_is_read_and_not_used": f"""files = sorted(glob("voices/*.wav"))
speaker = [f.split("_")[0] for f in files]
train, test = train_test_split(files, test_size=0.2, random_state=1)  # here
{NET}""",
    "positions_of_files_are_drawn": f"""# scans/<patient>_<slice>.npz
files = sorted(glob("scans/*.npz"))
a, b = random_split(range(len(files)), [0.8, 0.2])  # here
train, test = [files[i] for i in a], [files[i] for i in b]
{NET.replace("Tiles(train)", "Subset(Tiles(files), list(a))").replace("Tiles(files))]", "Subset(Tiles(files), list(b)))]")}""",
    "names_that_end_in_left_or_right": f"""d = pd.read_csv("eyes.csv")  # image is <patient>_left or <patient>_right
{TABLE}""",
}
SOUND = {
    "patients_are_dealt_out": """d = pd.read_csv("oct.csv")
print(d.patient_id.nunique(), "patients", len(d), "scans")
a, b = train_test_split(d.patient_id.unique(), random_state=0)
a, b = d[d.patient_id.isin(a)], d[d.patient_id.isin(b)]
m = LogisticRegression().fit(a[COLS], a.dme)
print(roc_auc_score(b.dme, m.predict_proba(b[COLS])[:, 1]))""",
    "a_patient_has_one_row": f"""d = pd.read_csv("oct.csv")
assert d.patient_id.nunique() == len(d)
{TABLE}""",
    "one_scan_a_patient_is_kept": f"""# several scans per patient, of which the first is used
d = pd.read_csv("oct.csv").sort_values("taken").drop_duplicates("patient_id")
print(d.patient_id.nunique(), "patients")
{TABLE}""",
    "groups_are_kept_together": """# 49 scans per volume
d = pd.read_csv("oct.csv")
i, j = next(GroupShuffleSplit(1, random_state=0).split(d, groups=d.patient_id))
a, b = d.iloc[i], d.iloc[j]
m = LogisticRegression().fit(a[COLS], a.dme)
print(roc_auc_score(b.dme, m.predict_proba(b[COLS])[:, 1]))""",
    "the_test_is_of_other_patients": """d = pd.read_csv("oct.csv")
print(d.patient_id.nunique(), "patients", len(d), "scans")
old, b = d[d.site != "Bern"], d[d.site == "Bern"]
a, v = train_test_split(old, random_state=0)
tried = {c: LogisticRegression(C=c).fit(a[COLS], a.dme) for c in (0.1, 1.0)}
best = max(tried, key=lambda c: roc_auc_score(v.dme, tried[c].predict_proba(v[COLS])[:, 1]))
print(roc_auc_score(b.dme, tried[best].predict_proba(b[COLS])[:, 1]))""",
    "the_script_says_that_it_splits_by_patient": f"""# several scans per patient; scans.csv is split by patient upstream
d = pd.read_csv("scans.csv")
{TABLE}""",
    "one_row_a_patient_in_words": f"""# one row per patient, 14 lab values and 3 months of follow-up per patient
d = pd.read_csv("labs.csv")
{TABLE}""",
    "slides_are_dealt_out": f"""# tiles/<slide>/<x>_<y>_<label>.png
files = sorted(glob("tiles/*/*.png"))
slides = sorted({{f.split("/")[1] for f in files}})
random.shuffle(slides)
held = set(slides[:9])
train = [f for f in files if f.split("/")[1] not in held]
test = [f for f in files if f.split("/")[1] in held]
{NET}""",
    "files_by_patient_in_a_mapping": f"""files = sorted(glob("eyes/*.png"))  # <patient>_<shot>.png
mine = defaultdict(list)
for f in files:
    mine[f.split("_")[0]].append(f)
names = list(mine)
random.shuffle(names)
test = [f for n in names[:9] for f in mine[n]]
train = [f for n in names[9:] for f in mine[n]]
{NET}""",
    "classes_are_folders": f"""files = sorted(glob("leaves/*/*.jpg"))
classes = sorted({{f.split("/")[1] for f in files}})
print(len(files), "leaves of", len(classes), "kinds")
train, test = train_test_split(files, test_size=0.2, random_state=1)
{NET}""",
    "what_a_customer_bought_is_summed_up": """# several sessions per customer
d = pd.read_csv("sessions.csv").groupby("customer").agg(n=("seconds", "size"), bought=("bought", "max"))
a, b = train_test_split(d, random_state=0)
m = LogisticRegression().fit(a[["n"]], a.bought)
print(roc_auc_score(b.bought, m.predict_proba(b[["n"]])[:, 1]))""",
}


@pytest.mark.parametrize("how", FLAWED)
def test_a_random_cut_through_entities_is_found_at_the_cut(tmp_path: Path, how: str) -> None:
    text = HEAD + FLAWED[how]
    line = next(n for n, line in enumerate(text.split("\n"), 1) if line.endswith("# here"))
    assert ("random_split_of_groups", line) in findings(tmp_path, text)


@pytest.mark.parametrize("how", SOUND)
def test_rows_that_are_kept_together_or_are_one_each_draw_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, HEAD + SOUND[how]) == []
