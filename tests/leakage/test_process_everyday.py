# ruff: noqa: E501  the code under test is as others write it
"""Everyday ways to keep rows apart, or not: lists by key, buffers, files in parallel, years, refits."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

HEAD = """\
import copy, json
from pathlib import Path
import numpy as np
import pandas as pd
import torch
from joblib import Parallel, delayed
from scipy.stats import kendalltau, pearsonr, spearmanr
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import mean_absolute_error, r2_score, roc_auc_score
from sklearn.model_selection import KFold, cross_val_score, train_test_split
"""
PICTURES = """ROOT = Path("plates")
PARTS = {p.stem: set(json.loads(p.read_text())) for p in (ROOT / "parts").glob("*.json")}
class Plates(torch.utils.data.Dataset):
    def __init__(self, which):
        self.files = [p for p in sorted((ROOT / "crops").glob("*/*.png")) if p.parent.name in PARTS[which]]
    def __len__(self):
        return len(self.files)
    def __getitem__(self, i):
        return read_image(str(self.files[i])).float(), int(self.files[i].stem[0])
def rate(net, loader, opt=None):
    hit = n = 0
    for x, y in loader:
        z = net(x)
        if opt is not None:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(z, y).backward()
            opt.step()
        hit += (z.argmax(1) == y).sum().item()
        n += len(y)
    return hit / n
"""
EPOCHS = """net = torch.nn.Linear(64, 9)
opt = torch.optim.Adam(net.parameters())
top, keep = 0.0, None
for epoch in range(40):
    rate(net, loaders["train"], opt)
    now = rate(net, loaders["WATCHED"])
    if now > top:
        top, keep = now, copy.deepcopy(net.state_dict())
net.load_state_dict(keep)
print(rate(net, loaders["test"]))"""
LOADERS = """loaders = {k: torch.utils.data.DataLoader(Plates(k), 64) for k in ("train", "dev", "test")}
"""
NOTES = """def load(part):
    names = json.loads(Path(f"{part}.json").read_text())
    x, y = [], []
    for p in Path("notes").glob("*.txt"):
        if p.stem in names:
            x.append(len(p.read_text()))
            y.append(p.stem[0])
    return np.array(x), np.array(y)
"""
CELLS = """d = pd.read_csv("wells.csv")
X, y = d[["iron", "depth", "ph"]].to_numpy(), d.arsenic.to_numpy()
cell = (np.floor(d.lat).astype(int) * 1000 + np.floor(d.lon).astype(int)).to_numpy()
cells = np.random.default_rng(3).permutation(np.unique(cell))
last, work = np.isin(cell, cells[:20]), cells[20:]
"""
ARCHIVE = """s = np.load("spectra.npz")
X, y = s["counts"], s["sugar"]
"""
LOFT = """def read(name):
    return pd.read_csv(f"loft/{name}.csv")
def off(m, d):
    return float(np.mean(np.abs(m.predict(d[COLS]) - d.tear)))
a, b, c = read("to_2019"), read("of_2020"), read("since_2021")
"""
RINGS = """rings = pd.read_csv("rings.csv", index_col="year").width
temp = pd.read_csv("temp.csv", index_col="year").july
P = pd.concat([rings, rings.shift(1)], axis=1, keys=["now", "before"])
"""
COLLARS = """class Fluxes:
    def __init__(self, path):
        self.d = pd.read_csv(path)
        self.check = self.d.collar.str.startswith("S")
    def choose(self):
        d = self.d[~self.check]
        loss = {}
        for leaf in (1, 4, 16):
            e = []
            for some in np.array_split(d.collar.unique(), 5):
                out = d.collar.isin(some)
                m = RandomForestRegressor(min_samples_leaf=leaf).fit(d.loc[~out, DRIVERS], d.y[~out])
                e.append(np.mean((m.predict(d.loc[out, DRIVERS]) - d.y[out]) ** 2))
            loss[leaf] = np.mean(e)
        self.leaf = min(loss, key=loss.get)
        return self
    def validate(self):
        s = self.d[self.check]
        print(r2_score(s.y, self.model.predict(s[DRIVERS])))
        return self
    def build(self):
"""
GLAZES = """from tensorflow import keras
t = pd.read_csv("tiles.csv")
X, y = t[COLS].to_numpy(), t.lab_a.to_numpy()
"""
NETWORK = """def build():
    i = keras.Input((9,))
    h = norm(i)
    h = keras.layers.Dense(64, activation="relu")(h)
    m = keras.Model(i, keras.layers.Dense(1)(h))
    m.compile("adam", "mse")
    return m
m = build()
m.fit(Xa, ya, epochs=50)
print(m.evaluate(Xb, yb))"""
SOUND = {
    "lists_by_key_and_a_dict_of_loaders": PICTURES + LOADERS + EPOCHS.replace("WATCHED", "dev"),
    "lists_by_key_one_by_one": f"""{PICTURES}loaders = {{}}
for part in ("train", "dev", "test"):
    loaders[part] = torch.utils.data.DataLoader(Plates(part), 64, shuffle=part == "train")
{EPOCHS.replace("WATCHED", "dev")}""",
    "files_of_a_list_gathered_in_a_loop": f"""{NOTES}(xa, ya), (xb, yb), (xc, yc) = load("learn"), load("tune"), load("final")
best, kept = 0, None
for c in (0.1, 1.0):
    m = LogisticRegression(C=c).fit(xa, ya)
    if m.score(xb, yb) > best:
        best, kept = m.score(xb, yb), m
print(kept.score(xc, yc))""",
    "folders_by_name": """def files(who):
    return [f for f in sorted(Path("calls").rglob("*.npy")) if f.parts[1] == who]
def table(who):
    return np.stack([np.load(f) for f in files(who)]), np.array([f.stem[0] for f in files(who)])
(xa, ya), (xb, yb), (xc, yc) = (table(w) for w in ("north", "middle", "south"))
tried = {c: LogisticRegression(C=c).fit(xa, ya) for c in (0.1, 1.0)}
best = max(tried, key=lambda c: tried[c].score(xb, yb))
print(roc_auc_score(yc, tried[best].predict_proba(xc)[:, 1]))""",
    "cells_with_a_buffer": f"""{CELLS}from sklearn.neighbors import BallTree
rad = np.radians(d[["lat", "lon"]].to_numpy())
def away(judge, allowed):
    rows = np.flatnonzero(allowed)
    near, _ = BallTree(rad[judge], metric="haversine").query(rad[rows], k=1)
    return rows[near[:, 0] > 0.01]
tried = {{}}
for leaf in (1, 5):
    e = []
    for block in np.array_split(work, 5):
        judge = np.flatnonzero(np.isin(cell, block))
        learn = away(judge, ~last & ~np.isin(cell, block))
        m = RandomForestRegressor(min_samples_leaf=leaf).fit(X[learn], y[learn])
        e.append(np.mean((m.predict(X[judge]) - y[judge]) ** 2))
    tried[leaf] = np.mean(e)
leaf = min(tried, key=tried.get)
judge = np.flatnonzero(last)
learn = away(judge, ~last)
m = RandomForestRegressor(min_samples_leaf=leaf).fit(X[learn], y[learn])
print(r2_score(y[judge], m.predict(X[judge])))""",
    "one_name_for_two_masks": """d = pd.read_csv("d.csv")
X, y = d[COLS].to_numpy(), d.y.to_numpy()
year = d.year.to_numpy()
best, top = None, -1
for a in (0.1, 1.0):
    use, ask = pick(year, 2018), pick(year, 2019)
    s = Ridge(alpha=a).fit(X[use], y[use]).score(X[ask], y[ask])
    if s > top:
        best, top = a, s
use, ask = pick(year, 2019), pick(year, 2020)
print(Ridge(alpha=best).fit(X[use], y[use]).score(X[ask], y[ask]))""",
    "nearest_by_hand_with_a_gap": f"""{CELLS}xy = d[["lat", "lon"]].to_numpy()
def far(ask, rest):
    gap = np.linalg.norm(xy[rest][:, None] - xy[ask][None], axis=2).min(1)
    return rest[gap > 0.5]
rng = np.random.default_rng(1)
errors = {{}}
for a in (0.1, 10.0):
    got = []
    for c in work[:8]:
        ask = np.where(cell == c)[0]
        use = far(ask, np.where((cell != c) & ~last)[0])
        got.append(mean_absolute_error(y[ask], Ridge(alpha=a).fit(X[use], y[use]).predict(X[ask])))
    errors[a] = np.mean(got)
a = min(errors, key=errors.get)
ask = np.where(last)[0]
use = far(ask, np.where(~last)[0])
print(mean_absolute_error(y[ask], Ridge(alpha=a).fit(X[use], y[use]).predict(X[ask])))""",
    "files_in_parallel": """import librosa
meta = pd.read_csv("barks.csv")
@mem.cache
def features(path):
    y, sr = librosa.load(path, sr=16000)
    y = y / np.abs(y).max()
    m = librosa.feature.mfcc(y=y, sr=sr)
    return np.r_[m.mean(1), np.abs(m).std(1), np.quantile(y, [.1, .9]), len(y) / sr]
X = np.stack(Parallel(n_jobs=8)(delayed(features)(str(Path("wav") / r.kennel / r.file)) for r in meta.itertuples()))
y = meta.stressed.to_numpy()
for k in meta.kennel.unique():
    out = (meta.kennel == k).to_numpy()
    print(k, LogisticRegression().fit(X[~out], y[~out]).score(X[out], y[out]))""",
    "files_by_a_pool": """from concurrent.futures import ProcessPoolExecutor
import soundfile
meta = pd.read_csv("calls.csv")
def describe(name):
    s, rate = soundfile.read(f"wav/{name}.wav")
    return np.concatenate([np.abs(np.fft.rfft(s))[:40], [s.std(), s.max()], np.percentile(s, [5, 95])])
with ProcessPoolExecutor() as pool:
    X = np.vstack(list(pool.map(describe, meta.name)))
y = meta.species.to_numpy()
a, b = train_test_split(np.arange(len(y)), test_size=0.3, random_state=1)
print(LogisticRegression().fit(X[a], y[a]).score(X[b], y[b]))""",
    "pictures_row_by_row": """import cv2
meta = pd.read_csv("leaves.csv")
def one(row):
    p = cv2.imread(f"leaves/{row.file}")
    h = cv2.calcHist([p], [0], None, [32], [0, 256]).ravel()
    return np.hstack([h, p.mean(axis=(0, 1)), p.std(axis=(0, 1)), p.max()])
X = np.array([one(row) for row in meta.itertuples()])
y = meta.ill.to_numpy()
print(cross_val_score(LogisticRegression(), X, y).mean())""",
    "the_best_of_a_list_of_tuples": f"""{LOFT}found = []
for depth in (4, 6):
    for l2 in (1, 5):
        m = cb.CatBoostRegressor(depth=depth, l2_leaf_reg=l2).fit(a[COLS], a.tear, eval_set=(b[COLS], b.tear))
        found.append((off(m, b), depth, l2, m))
v, depth, l2, m = min(found, key=lambda t: t[0])
print("2020", v, "since", off(m, c))
out = cb.CatBoostRegressor(depth=depth).fit(pd.concat([a, b, c])[COLS], pd.concat([a, b, c]).tear)
out.save_model("out.cbm")""",
    "the_first_of_sorted_dicts": f"""{LOFT}found = []
for leaf in (1, 5, 20):
    m = RandomForestRegressor(min_samples_leaf=leaf).fit(a[COLS], a.tear)
    found.append({{"leaf": leaf, "error": off(m, b), "model": m}})
best = sorted(found, key=lambda f: f["error"])[0]
print(best["leaf"], off(best["model"], c))""",
    "models_zipped_with_scores": f"""{LOFT}models = [Ridge(alpha=k).fit(a[COLS], a.tear) for k in (0.1, 1.0, 10.0)]
scores = [off(m, b) for m in models]
v, m = min(zip(scores, models), key=lambda p: p[0])
print(v, off(m, c))""",
    "years_in_two_ranges": f"""{RINGS}def line(years):
    A, b = P.loc[list(years)], temp.loc[list(years)]
    m, s = A.mean(), A.std()
    w = np.linalg.lstsq(np.c_[np.ones(len(A)), (A - m) / s], b, rcond=None)[0]
    def recon(years):
        Q = P.reindex(list(years))
        return pd.Series(np.c_[np.ones(len(Q)), (Q - m) / s] @ w, index=Q.index)
    return recon, b.mean()
recon, mean = line(range(1941, 2001))
seen = temp.reindex(list(range(1881, 1941))).dropna()
hat = recon(seen.index)
print("RE", 1 - ((seen - hat) ** 2).sum() / ((seen - mean) ** 2).sum())""",
    "years_of_a_series_by_label": f"""{RINGS}EARLY, LATE = range(1880, 1950), range(1950, 2011)
m = Ridge().fit(P.loc[EARLY], temp.loc[EARLY])
print(r2_score(temp.loc[LATE], m.predict(P.loc[LATE])))""",
    "a_function_that_makes_a_forecaster": f"""{RINGS}def fitted(years):
    m = Ridge().fit(P.loc[list(years)], temp.loc[list(years)])
    return lambda new: pd.Series(m.predict(P.loc[list(new)]), index=list(new))
ask = list(range(1900, 1950))
say = fitted(range(1950, 2020))
print(np.abs(say(ask) - temp.loc[ask]).mean())""",
    "channels_by_the_label_of_the_training_rows": f"""{ARCHIVE}hat = np.empty_like(y)
for a, b in KFold(10, shuffle=True, random_state=0).split(X):
    rho = np.array([abs(spearmanr(X[a][:, j], y[a])[0]) for j in range(X.shape[1])])
    some = np.argsort(rho)[-40:]
    hat[b] = Ridge().fit(X[a][:, some], y[a]).predict(X[b][:, some])
print(r2_score(y, hat))""",
    "channels_shown_and_not_picked": f"""{ARCHIVE}rho = np.array([abs(spearmanr(X[:, j], y)[0]) for j in range(X.shape[1])])
print("strongest", np.argsort(rho)[-5:])
print(cross_val_score(Ridge(), X, y).mean())""",
    "a_normalisation_of_the_training_rows": f"""{GLAZES}Xa, Xb, ya, yb = train_test_split(X, y, random_state=7)
norm = keras.layers.Normalization()
norm.adapt(Xa)
{NETWORK}""",
    "windows_of_sql_within_a_row_s_own_past": """import duckdb
d = duckdb.sql("select *, avg(flow) over (partition by well order by day rows between 7 preceding and 1 preceding) as before from flows").df()
a, b = d[d.day < "2022"], d[d.day >= "2022"]
m = Ridge().fit(a[["before"]], a.flow)
print(r2_score(b.flow, m.predict(b[["before"]])))""",
    "shares_of_the_row_in_sql": """import duckdb
parts = ", ".join(f"{e} / total as {e}" for e in ["fe", "mn"])
d = duckdb.sql(f"select workshop, {parts}, count(*) over (partition by workshop) as n from xrf").df()
d = d[d.n > 5]
a, b = train_test_split(d, random_state=0)
print(LogisticRegression().fit(a[["fe", "mn"]], a.workshop).score(b[["fe", "mn"]], b.workshop))""",
    "a_class_that_learns_without_its_check": f"""{COLLARS}        use = self.d[~self.check]
        self.model = RandomForestRegressor(min_samples_leaf=self.leaf).fit(use[DRIVERS], use.y)
        return self
Fluxes("bog.csv").choose().build().validate()""",
    "a_class_that_learns_all_after_its_check": f"""{COLLARS}        use = self.d[~self.check]
        self.model = RandomForestRegressor(min_samples_leaf=self.leaf).fit(use[DRIVERS], use.y)
        return self
    def ship(self):
        self.model = RandomForestRegressor(min_samples_leaf=self.leaf).fit(self.d[DRIVERS], self.d.y)
        return self.model
Fluxes("bog.csv").choose().build().validate().ship()""",
    "days_that_are_left_out_of_a_loop": """def rows(days):
    out = []
    for f in Path("log").glob("*.jsonl"):
        if f.stem not in days:
            continue
        for line in f.read_text().splitlines():
            r = json.loads(line)
            out.append({"n": r["n"], "hour": r["hour"], "click": r["click"]})
    return pd.DataFrame(out)
days = sorted(p.stem for p in Path("log").glob("*.jsonl"))
a, c = rows(set(days[:-14])), rows(set(days[-7:]))
m = LogisticRegression().fit(a[["n", "hour"]], a.click)
print(roc_auc_score(c.click, m.predict_proba(c[["n", "hour"]])[:, 1]))""",
    "parts_that_are_read_in_one_line": """import librosa
lists = json.loads(Path("lists.json").read_text())
def vec(f):
    y, rate = librosa.load(f)
    return np.concatenate([np.abs(y)[:40], [y.std()]])
def part(name):
    own = [Path("wav") / n for n in lists[name]]
    return np.vstack(Parallel(-1)(delayed(vec)(str(f)) for f in own)), np.array([f.stem[0] for f in own])
A, B, C = part("a"), part("b"), part("c")
best = max((0.01, 1), key=lambda c: LogisticRegression(C=c).fit(*A).score(*B))
print(LogisticRegression(C=best).fit(*A).score(*C))""",
    "words_of_a_text_that_are_known": """from gensim.models import KeyedVectors
known = KeyedVectors.load("w.kv")
d = pd.read_csv("notes.csv")
def vec(text):
    return np.mean([known[w] for w in text.split() if w in known], axis=0)
X = np.stack([vec(t) for t in d.text])
a, b = train_test_split(np.arange(len(d)), random_state=0)
print(LogisticRegression().fit(X[a], d.y.iloc[a]).score(X[b], d.y.iloc[b]))""",
    "a_share_of_the_training_rows_beside_the_test": """d = pd.read_csv("d.csv", parse_dates=["day"])
a, b = d[d.day < "2022-01-01"], d[d.day >= "2022-01-01"]
m = Ridge().fit(a[COLS], a.y)
print("last year of the training rows", r2_score(a[a.day >= "2021-01-01"].y, m.predict(a[a.day >= "2021-01-01"][COLS])))
print("test", r2_score(b.y, m.predict(b[COLS])))""",
    "folders_read_again_for_the_last_fit": """LEARN, TUNE, FINAL = ["hill", "lake"], ["moor"], ["fen", "heath"]
def read(sites):
    x, y = [], []
    for site in sites:
        for f in sorted((Path("img") / site).glob("*.npy")):
            x.append(np.load(f).ravel())
            y.append(f.stem[0])
    return np.array(x), np.array(y)
xa, ya = read(LEARN)
xb, yb = read(TUNE)
best = max((0.1, 1.0), key=lambda c: LogisticRegression(C=c).fit(xa, ya).score(xb, yb))
xa, ya = read(LEARN + TUNE)
xc, yc = read(FINAL)
print(LogisticRegression(C=best).fit(xa, ya).score(xc, yc))""",
    "letters_sorted_into_two_lists": """import csv
from sklearn.feature_extraction.text import TfidfVectorizer
xa, ya, xb, yb = [], [], [], []
with open("letters.csv") as f:
    for row in csv.DictReader(f):
        if int(row["year"]) < 1890:
            xa.append(row["text"]); ya.append(row["writer"])
        else:
            xb.append(row["text"]); yb.append(row["writer"])
v = TfidfVectorizer().fit(xa)
m = LogisticRegression().fit(v.transform(xa), ya)
print(roc_auc_score(yb, m.predict_proba(v.transform(xb))[:, 1]))""",
}
FLAWED = {
    "the_epoch_by_the_test_list": (
        "chosen_on_test",
        PICTURES + LOADERS + EPOCHS.replace("WATCHED", "test"),
    ),
    "the_epoch_by_the_same_list_loaded_again": (
        "chosen_on_test",
        f"""{PICTURES}loaders = {{k: torch.utils.data.DataLoader(Plates(k), 64) for k in ("train", "test")}}
loaders["val"] = torch.utils.data.DataLoader(Plates("test"), 64)
{EPOCHS.replace("WATCHED", "val")}""",
    ),
    "a_model_by_the_final_folder": (
        "chosen_on_test",
        """def files(who):
    return [f for f in sorted(Path("calls").rglob("*.npy")) if f.parts[1] == who]
def table(who):
    return np.stack([np.load(f) for f in files(who)]), np.array([f.stem[0] for f in files(who)])
(xa, ya), (xc, yc) = (table(w) for w in ("north", "south"))
tried = {c: LogisticRegression(C=c).fit(xa, ya) for c in (0.1, 1.0)}
best = max(tried, key=lambda c: tried[c].score(xc, yc))
print(roc_auc_score(yc, tried[best].predict_proba(xc)[:, 1]))""",
    ),
    "leaves_by_the_last_cells": (
        "chosen_on_test",
        f"""{CELLS}ask, use = np.flatnonzero(last), np.flatnonzero(~last)
tried = {{}}
for leaf in (1, 5):
    m = RandomForestRegressor(min_samples_leaf=leaf).fit(X[use], y[use])
    tried[leaf] = np.mean((m.predict(X[ask]) - y[ask]) ** 2)
leaf = min(tried, key=tried.get)
ask = np.flatnonzero(last)
m = RandomForestRegressor(min_samples_leaf=leaf).fit(X[use], y[use])
print(r2_score(y[ask], m.predict(X[ask])))""",
    ),
    "each_file_twice": (
        "duplicates_before_split",
        """d = pd.read_csv("d.csv")
X, y = d[COLS].to_numpy(), d.y.to_numpy()
X, y = np.r_[X, X + 0.01], np.r_[y, y]
a, b, ya, yb = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    ),
    "the_best_tuple_by_the_test": (
        "chosen_on_test",
        f"""{LOFT}found = []
for leaf in (1, 5):
    m = RandomForestRegressor(min_samples_leaf=leaf).fit(a[COLS], a.tear)
    found.append((off(m, c), leaf, m))
v, leaf, m = min(found, key=lambda t: t[0])
print("since 2021", off(m, c))""",
    ),
    "years_that_are_asked_and_learnt": (
        "evaluated_on_training",
        f"""{RINGS}ALL = range(1880, 2011)
m = Ridge().fit(P.loc[list(ALL)], temp.loc[list(ALL)])
print(r2_score(temp.loc[list(ALL)], m.predict(P.loc[list(ALL)])))""",
    ),
    "channels_by_a_rank_correlation": (
        "selection_before_split",
        f"""{ARCHIVE}rho = np.array([abs(spearmanr(X[:, j], y)[0]) for j in range(X.shape[1])])
some = np.argsort(rho)[-40:]
X = X[:, some]
hat = np.empty_like(y)
for a, b in KFold(10, shuffle=True, random_state=0).split(X):
    hat[b] = Ridge().fit(X[a], y[a]).predict(X[b])
print(r2_score(y, hat))""",
    ),
    "channels_by_a_loop_of_correlations": (
        "selection_before_split",
        f"""{ARCHIVE}tau = np.zeros(X.shape[1])
for j in range(X.shape[1]):
    tau[j] = abs(kendalltau(X[:, j], y).statistic)
X = X[:, tau > 0.2]
Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)
print(Ridge().fit(Xa, ya).score(Xb, yb))""",
    ),
    "genes_by_a_p_value": (
        "selection_before_split",
        """d = pd.read_csv("genes.csv")
genes = [c for c in d.columns if c.startswith("g_")]
X, y = d[genes].to_numpy(), d["age"].to_numpy()
p = [pearsonr(col, y).pvalue for col in X.T]
X = X[:, np.argsort(p)[:50]]
print(cross_val_score(Ridge(), X, y).mean())""",
    ),
    "a_normalisation_of_all_rows_in_a_network": (
        "preprocessing_before_split",
        f"""{GLAZES}norm = keras.layers.Normalization()
norm.adapt(X)
Xa, Xb, ya, yb = train_test_split(X, y, random_state=7)
{NETWORK}""",
    ),
    "a_normalisation_of_all_rows_in_a_stack": (
        "preprocessing_before_split",
        f"""{GLAZES}norm = keras.layers.Normalization()
norm.adapt(X)
Xa, Xb, ya, yb = train_test_split(X, y, random_state=7)
m = keras.Sequential([norm, keras.layers.Dense(64), keras.layers.Dense(1)])
m.compile("adam", "mse")
m.fit(Xa, ya, epochs=50)
print(m.evaluate(Xb, yb))""",
    ),
    "words_of_all_texts_in_a_network": (
        "preprocessing_before_split",
        """from tensorflow import keras
t = pd.read_csv("notes.csv")
texts, y = t.text.to_numpy(), t.y.to_numpy()
words = keras.layers.TextVectorization(max_tokens=5000, output_mode="tf_idf")
words.adapt(texts)
Xa, Xb, ya, yb = train_test_split(texts, y, random_state=7)
i = keras.Input((1,), dtype="string")
out = keras.layers.Dense(1, activation="sigmoid")(words(i))
m = keras.Model(inputs=i, outputs=out)
m.compile("adam", "binary_crossentropy")
m.fit(Xa, ya)
print(m.evaluate(Xb, yb))""",
    ),
    "z_scores_in_sql": (
        "preprocessing_before_split",
        """import duckdb
E = ["Fe", "Mn", "Pb", "Ca", "K", "Ti", "Cu"]
def fetch(path):
    con = duckdb.connect(path)
    z = ", ".join(f"(ln(1+{e}) - avg(ln(1+{e})) over ()) / stddev_pop(ln(1+{e})) over () as {e}" for e in E)
    return con.execute(f"with base as (select * from xrf) select workshop, {z}, hash(id) % 5 as fold from base").df()
d = fetch("x.duckdb")
a, b = d[d.fold != 0], d[d.fold == 0]
print(LogisticRegression().fit(a[E], a.workshop).score(b[E], b.workshop))""",
    ),
    "ranges_of_all_rows_in_sql": (
        "preprocessing_before_split",
        """import sqlite3
q = "select y, (ph - min(ph) over ()) / (max(ph) over () - min(ph) over ()) as ph from wells"
d = pd.read_sql(q, sqlite3.connect("w.db"))
a, b = train_test_split(d, random_state=0)
print(LogisticRegression().fit(a[["ph"]], a.y).score(b[["ph"]], b.y))""",
    ),
    "a_class_that_learns_its_check": (
        "evaluated_on_training",
        f"""{COLLARS}        self.model = RandomForestRegressor(min_samples_leaf=self.leaf).fit(self.d[DRIVERS], self.d.y)
        return self
Fluxes("bog.csv").choose().build().validate()""",
    ),
    "a_last_fit_of_all_that_is_then_checked": (
        "evaluated_on_training",
        """d = pd.read_csv("d.csv")
held = d.site.map(IS_HELD)
work = d[~held]
best = max((cross_val_score(Ridge(alpha=a), work[COLS], work.y).mean(), a) for a in (0.1, 1.0))[1]
m = Ridge(alpha=best).fit(d[COLS], d.y)
print("held sites", r2_score(d[held].y, m.predict(d[held][COLS])))""",
    ),
    "the_part_read_in_one_line_that_chooses": (
        "chosen_on_test",
        """import librosa
lists = json.loads(Path("lists.json").read_text())
def vec(f):
    y, rate = librosa.load(f)
    return np.concatenate([np.abs(y)[:40], [y.std()]])
def part(name):
    own = [Path("wav") / n for n in lists[name]]
    return np.vstack(Parallel(-1)(delayed(vec)(str(f)) for f in own)), np.array([f.stem[0] for f in own])
A, C = part("a"), part("c")
best = max((0.01, 1), key=lambda c: LogisticRegression(C=c).fit(*A).score(*C))
print(LogisticRegression(C=best).fit(*A).score(*C))""",
    ),
    "a_test_drawn_beside_the_training_rows": (
        "evaluated_on_training",
        """d = pd.read_json("notes.jsonl", lines=True)
a, b = d.sample(frac=0.8, random_state=1), d.sample(frac=0.2, random_state=2)
def batches(part, n):
    for i in range(0, len(part), n):
        some = part.iloc[i:i + n]
        yield torch.tensor(some[COLS].values), torch.tensor(some.y.values)
net = torch.nn.Linear(9, 2)
opt = torch.optim.Adam(net.parameters())
for x, y in batches(a, 64):
    opt.zero_grad()
    torch.nn.functional.cross_entropy(net(x), y).backward()
    opt.step()
said = torch.cat([net(x).argmax(1) for x, y in batches(b, 256)])
print(roc_auc_score(b.y, said))""",
    ),
    "late_rows_of_a_fit_of_all": (
        "evaluated_on_training",
        """d = pd.read_csv("d.csv", parse_dates=["day"])
m = Ridge().fit(d[COLS], d.y)
late = d[d.day >= "2022-01-01"]
print("since 2022", r2_score(late.y, m.predict(late[COLS])))""",
    ),
    "a_class_that_learns_its_late_part_too": (
        "evaluated_on_training",
        """class Project:
    def load(self):
        self.d = pd.read_csv("staff.csv", parse_dates=["joined"])
        self.late = self.d.joined >= "2023-07-01"
        return self
    def fit(self):
        self.m = LogisticRegression().fit(self.d[COLS], self.d.left)
        return self
    def report(self):
        d = self.d[self.late]
        print(roc_auc_score(d.left, self.m.predict_proba(d[COLS])[:, 1]))
Project().load().fit().report()""",
    ),
    "folders_that_choose_and_are_read_again": (
        "chosen_on_test",
        """LEARN, FINAL = ["hill", "lake"], ["fen", "heath"]
def read(sites):
    x, y = [], []
    for site in sites:
        for f in sorted((Path("img") / site).glob("*.npy")):
            x.append(np.load(f).ravel())
            y.append(f.stem[0])
    return np.array(x), np.array(y)
xa, ya = read(LEARN)
xb, yb = read(FINAL)
tried = sorted((LogisticRegression(C=c).fit(xa, ya).score(xb, yb), c) for c in (0.1, 1.0))
best = tried[-1][1]
xc, yc = read(FINAL)
print(LogisticRegression(C=best).fit(xa, ya).score(xc, yc))""",
    ),
    "words_of_two_lists_put_together": (
        "preprocessing_before_split",
        """import csv
from sklearn.feature_extraction.text import TfidfVectorizer
xa, ya, xb, yb = [], [], [], []
with open("letters.csv") as f:
    for row in csv.DictReader(f):
        if int(row["year"]) < 1890:
            xa.append(row["text"]); ya.append(row["writer"])
        else:
            xb.append(row["text"]); yb.append(row["writer"])
v = TfidfVectorizer().fit(xa + xb)
m = LogisticRegression().fit(v.transform(xa), ya)
print(roc_auc_score(yb, m.predict_proba(v.transform(xb))[:, 1]))""",
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_rows_that_are_kept_apart_draw_no_finding(tmp_path: Path, name: str) -> None:
    assert findings(tmp_path, HEAD + SOUND[name]) == []


@pytest.mark.parametrize("name", FLAWED)
def test_the_same_ways_are_told_where_they_leak(tmp_path: Path, name: str) -> None:
    kind, text = FLAWED[name]
    assert kind in {found for found, _ in findings(tmp_path, HEAD + text)}
