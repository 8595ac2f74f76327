# ruff: noqa: E501  the code under test is as others write it
"""Two names for rows are the same rows only where the script shows it; a split counts only where a score hangs on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

HEAD = """\
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score
"""
SOUND = {
    "masks_in_a_generator": """z = np.load("w.npz")
x, y, lot = z["x"], z["y"], z["lot"]
lots = np.unique(lot)
pick = lambda some: np.isin(lot, some)
(xa, ya), (xb, yb) = ((x[m], y[m]) for m in (pick(lots[:70]), pick(lots[70:])))
print(LogisticRegression().fit(xa, ya).score(xb, yb))""",
    "two_calls_of_one_line": """from campaign import load, qini
def cv(d, c):
    found = []
    for a, b in KFold(5).split(d):
        m = LogisticRegression(C=c).fit(d.x.iloc[a], d.y.iloc[a])
        found.append(qini(d.y.iloc[b], m.predict_proba(d.x.iloc[b])))
    return np.mean(found)
old, new = load(FIRST), load(SECOND)
best = max((cv(old, c), c) for c in (0.1, 1.0))[1]
m = LogisticRegression(C=best).fit(old.x, old.y)
print(roc_auc_score(new.y, m.predict_proba(new.x)[:, 1]))""",
    "a_cache_by_file": """from pathlib import Path
import joblib
files = sorted(Path("rec").glob("*.npy"))
cache = {f: np.load(f) for f in files}
def stack(names):
    own = [f for f in files if f.stem in names]
    return np.stack([cache[f] for f in own]), np.array([f.parts[-2] for f in own])
xa, ya = stack(A)
xb, yb = stack(B)
xc, yc = stack(C)
best, kept = 0, None
for c in (0.1, 1.0):
    m = LogisticRegression(C=c).fit(xa, ya)
    score = roc_auc_score(yb, m.predict_proba(xb)[:, 1])
    if score > best:
        best, kept = score, m
print(best, roc_auc_score(yc, kept.predict_proba(xc)[:, 1]))""",
    "each_file_by_its_own_mean": """from pathlib import Path
def features(path):
    a = np.load(path)
    return (a - a.mean()) / a.std()
x = np.stack([features(f) for f in sorted(Path("rec").glob("*.npy"))])
y = pd.read_csv("labels.csv").y.to_numpy()
order = np.random.default_rng(0).permutation(len(x))
a, b = order[:80], order[80:]
print(LogisticRegression().fit(x[a], y[a]).score(x[b], y[b]))""",
    "folds_that_encode": """d = pd.read_csv("clicks.csv").sort_values("shown_at")
a, b = d[d.shown_at < "2024"], d[d.shown_at >= "2024"]
out = pd.Series(0.0, index=a.index)
for i, j in KFold(5, shuffle=True).split(a):
    rate = a.iloc[i].groupby("city").click.mean()
    out.iloc[j] = a.iloc[j].city.map(rate)
m = LogisticRegression().fit(out.to_frame(), a.click)
print(roc_auc_score(b.click, m.predict_proba(b.city.map(a.groupby("city").click.mean()).to_frame())[:, 1]))""",
    "a_search_within_what_is_older": """d = pd.read_csv("leads.csv", parse_dates=["created"]).sort_values("created")
y = d.pop("signed")
new = d.pop("created") >= "2024-01-01"
search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, cv=KFold(5, shuffle=True)).fit(d[~new], y[~new])
print(roc_auc_score(y[new], search.predict_proba(d[new])[:, 1]))""",
    "the_range_of_folds": """d = pd.read_csv("d.csv")
auc = cross_val_score(LogisticRegression(), d.drop(columns="y"), d.y, scoring="roc_auc")
print("mean %.3f, from %.3f to %.3f" % (auc.mean(), auc.min(), auc.max()))""",
    "a_step_that_picks_its_columns": """from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import make_pipeline
class Pick(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
        return self
    def transform(self, X):
        return X[["age", "fare"]]
train = pd.read_csv("train.csv")
y = train.survived
print(cross_val_score(make_pipeline(Pick(), LogisticRegression()), train, y).mean())""",
    "one_function_for_each_day": """def as_of(day):
    d = pd.read_parquet("subs.parquet")
    return d[d.start < day]
model = LogisticRegression()
old, new = as_of(DAYS[0]), as_of(DAYS[1])
model.fit(old[COLS], old.churn)
print(roc_auc_score(new.churn, model.predict_proba(new[COLS])[:, 1]))""",
    "named_parts_of_one_query": """def part(name):
    t = pd.read_parquet("d.parquet").query("part == @name")
    return t[COLS].to_numpy(), t["y"].to_numpy()
xa, ya = part("learn")
xb, yb = part("judge")
mean = xa.mean(0)
model = LogisticRegression().fit(xa - mean, ya)
print(roc_auc_score(yb, model.predict_proba(xb - mean)[:, 1]))""",
    "positions_that_a_record_holds": """def windows(month):
    for start in range(12):
        yield Window(np.flatnonzero(month < start), np.flatnonzero(month == start))
d = pd.read_parquet("loans.parquet")
x, y = d[["a", "b"]].to_numpy(), d["y"].to_numpy()
found = []
for w in windows(d["month"]):
    model = LogisticRegression().fit(x[w.fit], y[w.fit])
    found.append(roc_auc_score(y[w.judge], model.predict_proba(x[w.judge])[:, 1]))
print(np.mean(found))""",
    "a_list_a_role": """from collections import defaultdict
ROLES = {"fit": ["a", "b"], "tune": ["c", "d"], "final": ["e"]}
bag = defaultdict(list)
for role, names in ROLES.items():
    for name in names:
        bag[role].append(pd.read_csv(f"{name}.csv"))
d = {role: pd.concat(frames) for role, frames in bag.items()}
tried = []
for c in (0.1, 1.0):
    m = LogisticRegression(C=c).fit(d["fit"][COLS], d["fit"].y)
    tried.append((roc_auc_score(d["tune"].y, m.predict_proba(d["tune"][COLS])[:, 1]), m))
m = max(tried, key=lambda t: t[0])[1]
print(roc_auc_score(d["final"].y, m.predict_proba(d["final"][COLS])[:, 1]))""",
    "all_sites_but_one": """class Site:
    def __init__(self, path):
        z = np.load(path)
        self.x, self.y = z["x"], z["y"]
sites = [Site(f"h{k}.npz") for k in range(1, 5)]
for out in sites:
    rest = [s for s in sites if s is not out]
    x, y = np.concatenate([s.x for s in rest]), np.concatenate([s.y for s in rest])
    m = LogisticRegression().fit(x, y)
    print(roc_auc_score(out.y, m.predict_proba(out.x)[:, 1]))""",
    "predictions_of_all_rows_scored_in_parts": """d = pd.read_csv("d.csv")
x, y = d[COLS].to_numpy(), d["y"].to_numpy()
lot = d["lot"]
cut = {name: lot.isin(part).to_numpy() for name, part in {"fit": A, "tune": B, "show": C}.items()}
fits = {c: LogisticRegression(C=c).fit(x[cut["fit"]], y[cut["fit"]]) for c in (0.1, 1.0)}
best = max(fits, key=lambda c: roc_auc_score(y[cut["tune"]], fits[c].predict_proba(x[cut["tune"]])[:, 1]))
p = fits[best].predict_proba(x)[:, 1]
print(roc_auc_score(y[cut["show"]], p[cut["show"]]))""",
    "steps_that_list_their_columns": """from sklearn.compose import make_column_transformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
a, b = pd.read_csv("2022.csv"), pd.read_csv("2023.csv")
m = make_pipeline(make_column_transformer((StandardScaler(), ["age", "value"])), LogisticRegression())
m.fit(a, a["claim"])
print(roc_auc_score(b["claim"], m.predict_proba(b)[:, 1]))""",
    "a_function_mapped_over_the_parts": """d = pd.read_csv("d.csv")
parts = d[d.when < "2020"], d[d.when >= "2020"]
def made(t):
    return pd.DataFrame({c: t[c].fillna(0) for c in COLS})
a, b = map(made, parts)
m = LogisticRegression().fit(a, parts[0].bad)
print(roc_auc_score(parts[1].bad, m.predict_proba(b)[:, 1]))""",
    "the_gap_of_two_curves": """from sklearn.metrics import roc_curve
a, b = pd.read_csv("2022.csv"), pd.read_csv("2023.csv")
m = LogisticRegression().fit(a[COLS], a.bad)
fpr, tpr, _ = roc_curve(b.bad, m.predict_proba(b[COLS])[:, 1])
print("KS", (tpr - fpr).max())""",
    "nested_folds_that_fill_in": """from sklearn.model_selection import GroupKFold
d = pd.read_csv("d.csv")
X, y, block = d[COLS].to_numpy(), d["soc"].to_numpy(), d["block"].to_numpy()
def choose(X, y, block):
    err = {c: [] for c in (0.1, 1.0)}
    for a, b in GroupKFold(4).split(X, y, block):
        for c in err:
            err[c].append(np.mean((y[b] - LogisticRegression(C=c).fit(X[a], y[a]).predict(X[b])) ** 2))
    return min(err, key=lambda c: np.mean(err[c]))
pred, used = np.zeros_like(y), []
for a, b in GroupKFold(8).split(X, y, block):
    c = choose(X[a], y[a], block[a])
    used.append(c)
    pred[b] = LogisticRegression(C=c).fit(X[a], y[a]).predict(X[b])
print(used, np.sqrt(np.mean((y - pred) ** 2)))""",
    "a_collection_that_comes_split": """from datasets import load_dataset
from transformers import Trainer
ds = load_dataset("json", data_files={"train": A, "validation": B, "test": C})
ds = ds.filter(lambda r: r["first"]).map(lambda r: {"label": r["queue"]}, remove_columns=["queue"])
trainer = Trainer(model=MODEL, train_dataset=ds["train"], eval_dataset=ds["validation"])
trainer.train()
out = trainer.predict(ds["test"])
print(roc_auc_score(out.label_ids, out.predictions))""",
    "sktime_cuts_in_time": """from sktime.split import temporal_train_test_split
from sktime.forecasting.model_selection import ForecastingGridSearchCV
from sktime.forecasting.theta import ThetaForecaster
from sktime.performance_metrics.forecasting import mean_absolute_scaled_error
y = pd.read_csv("nights.csv").nights
past, future = temporal_train_test_split(y, test_size=12)
search = ForecastingGridSearchCV(ThetaForecaster(), cv=SPLITTER, param_grid={"sp": [1, 12]}).fit(past)
print(mean_absolute_scaled_error(future, search.predict(future.index), y_train=past))""",
    "mappings_put_together": """a, b, c = pd.read_csv("a.csv"), pd.read_csv("b.csv"), pd.read_csv("c.csv")
from sklearn.feature_extraction.text import TfidfVectorizer
vec = TfidfVectorizer()
M = {"a": vec.fit_transform(a.text)}
M |= {"b": vec.transform(b.text), "c": vec.transform(c.text)}
tried = {k: LogisticRegression(C=k).fit(M["a"], a.y) for k in (0.1, 1.0)}
aucs = {k: roc_auc_score(b.y, m.predict_proba(M["b"])[:, 1]) for k, m in tried.items()}
m = tried[max(aucs, key=aucs.get)]
print(roc_auc_score(c.y, m.predict_proba(M["c"])[:, 1]))""",
    "periods_between_borders": """d = pd.read_csv("d.csv", index_col="day")
BORDERS = ["2014", "2017", "2018", "2019"]
periods = [d[(d.index >= a) & (d.index < b)] for a, b in zip(BORDERS, BORDERS[1:])]
level = periods[0].x.mean()
a, b, c = (p.assign(x=p.x - level) for p in periods)
tried = [LogisticRegression(C=k).fit(a[["x"]], a.y) for k in (0.1, 1.0)]
m = max(tried, key=lambda m: roc_auc_score(b.y, m.predict_proba(b[["x"]])[:, 1]))
print(roc_auc_score(c.y, m.predict_proba(c[["x"]])[:, 1]))""",
    "the_range_of_searched_folds": """d = pd.read_csv("d.csv")
rows = []
for a, b in KFold(5).split(d):
    s = GridSearchCV(LogisticRegression(), {"C": [0.1, 1.0]}).fit(d[COLS].iloc[a], d.y.iloc[a])
    auc = roc_auc_score(d.y.iloc[b], s.predict_proba(d[COLS].iloc[b])[:, 1])
    rows.append((s.best_score_, auc, *s.best_params_.values()))
outer = [r[1] for r in rows]
print(f"{np.mean(outer):.3f} (from {min(outer):.3f} to {max(outer):.3f})")""",
    "bands_of_a_window": """from pathlib import Path
runs = {int(p.stem): pd.read_parquet(p) for p in Path("runs").glob("*.parquet")}
def cut(run):
    a, rows = run.acc.to_numpy(), []
    for s in range(0, len(a) - 256, 128):
        w = a[s:s + 256]
        rows.append([w.std(), *[b.sum() for b in np.array_split(np.abs(np.fft.rfft(w / w.max())), 8)], run.y[s]])
    return np.array(rows)
tabs = {k: cut(r) for k, r in runs.items()}
stack = lambda ids: np.vstack([tabs[i] for i in ids])
a, b = stack(range(1, 10)), stack(range(10, 13))
print(LogisticRegression().fit(a[:, :-1], a[:, -1]).score(b[:, :-1], b[:, -1]))""",
    "items_left_out_by_their_position": """from pathlib import Path
files = sorted(Path("epochs").glob("*.fif"))
def subject(i):
    e = mne.read_epochs(files[i])
    return e.get_data(copy=True), e.events[:, 2]
def many(ids):
    x, y = zip(*map(subject, ids))
    return np.concatenate(x), np.concatenate(y)
everyone = list(range(len(files)))
for held in everyone:
    others = [i for i in everyone if i != held]
    print(LogisticRegression().fit(*many(others)).score(*subject(held)))""",
    "weights_in_a_mapping": """import jax
def forward(w, x):
    return x @ w
def loss(w, x, y):
    return ((forward(w, x) - y) ** 2).mean()
def fit(x, y, xv, yv, rate):
    w, best = np.zeros(x.shape[1]), (1.0, None)
    for _ in range(20):
        w = jax.tree_util.tree_map(lambda p, g: p - rate * g, w, jax.grad(loss)(w, x, y))
        e = float((forward(w, xv).argmax(1) != yv).mean())
        if e < best[0]:
            best = (e, w)
    return best
a, b = np.load("train.npz"), np.load("test.npz")
order = np.random.default_rng(1).permutation(len(a["x"]))
dev, own = order[:1000], order[1000:]
runs = {}
for rate in RATES:
    runs[rate] = fit(a["x"][own], a["y"][own], a["x"][dev], a["y"][dev], rate)
    print(rate, runs[rate][0])
rate, (e, w) = min(runs.items(), key=lambda kv: kv[1][0])
print(f"dev {e} test {(forward(w, b['x']).argmax(1) != b['y']).mean()}")""",
}
FLAWED = {
    "the_same_mask_twice": """z = np.load("w.npz")
x, y, lot = z["x"], z["y"], z["lot"]
m = np.isin(lot, LOTS)
model = LogisticRegression().fit(x[m], y[m])
print(model.score(x[m], y[m]))""",
    "chosen_on_what_is_told": """from pathlib import Path
cache = {f: np.load(f) for f in Path("rec").glob("*.npy")}
def stack(names):
    return np.stack([cache[f] for f in names]), np.array([f.parts[-2] for f in names])
xa, ya = stack(A)
xb, yb = stack(B)
best, kept = 0, None
for c in (0.1, 1.0):
    m = LogisticRegression(C=c).fit(xa, ya)
    score = roc_auc_score(yb, m.predict_proba(xb)[:, 1])
    if score > best:
        best, kept = score, m
print(best)""",
    "a_mean_of_all_files": """from pathlib import Path
x = np.stack([np.load(f) for f in sorted(Path("rec").glob("*.npy"))])
x = (x - x.mean(0)) / x.std(0)
y = pd.read_csv("labels.csv").y.to_numpy()
order = np.random.default_rng(0).permutation(len(x))
a, b = order[:80], order[80:]
print(LogisticRegression().fit(x[a], y[a]).score(x[b], y[b]))""",
    "folds_that_are_told": """d = pd.read_csv("clicks.csv").sort_values("shown_at")
d["last"] = d.clicks.shift(1)
for i, j in KFold(5, shuffle=True).split(d):
    m = LogisticRegression().fit(d[["last"]].iloc[i], d.click.iloc[i])
    print(roc_auc_score(d.click.iloc[j], m.predict_proba(d[["last"]].iloc[j])[:, 1]))""",
    "the_best_fold_alone": """d = pd.read_csv("d.csv")
auc = cross_val_score(LogisticRegression(), d.drop(columns="y"), d.y, scoring="roc_auc")
print("AUC {:.3f}".format(auc.max()))""",
    "means_of_the_label_over_all_rows": """d = pd.read_csv("ratings.csv").sort_values("when")
d["mean"] = d.groupby("book")["stars"].transform("mean")
n = int(0.8 * len(d))
a, b = d.iloc[:n], d.iloc[n:]
m = LogisticRegression().fit(a[["mean", "pages"]], a.stars)
print(roc_auc_score(b.stars, m.predict_proba(b[["mean", "pages"]])[:, 1]))""",
    "one_role_for_both": """from collections import defaultdict
bag = defaultdict(list)
for role, names in {"fit": ["a", "b"], "tune": ["c", "d"]}.items():
    for name in names:
        bag[role].append(pd.read_csv(f"{name}.csv"))
d = {role: pd.concat(frames) for role, frames in bag.items()}
tried = []
for c in (0.1, 1.0):
    m = LogisticRegression(C=c).fit(d["fit"][COLS], d["fit"].y)
    tried.append((roc_auc_score(d["tune"].y, m.predict_proba(d["tune"][COLS])[:, 1]), m))
m = max(tried, key=lambda t: t[0])[1]
print(roc_auc_score(d["tune"].y, m.predict_proba(d["tune"][COLS])[:, 1]))""",
    "the_best_of_many_thresholds": """a, b = pd.read_csv("2022.csv"), pd.read_csv("2023.csv")
from sklearn.metrics import f1_score
m = LogisticRegression().fit(a[COLS], a.bad)
p = m.predict_proba(b[COLS])[:, 1]
print(max(f1_score(b.bad, p >= t) for t in np.linspace(0, 1, 50)))""",
    "the_best_value_of_a_mapping": """a, b = pd.read_csv("2022.csv"), pd.read_csv("2023.csv")
found = {c: roc_auc_score(b.bad, LogisticRegression(C=c).fit(a[COLS], a.bad).predict_proba(b[COLS])[:, 1]) for c in CS}
print(max(found.values()))""",
    "a_pipeline_that_keeps_its_columns": """from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
train = pd.read_csv("train.csv")
y = train.survived
print(cross_val_score(make_pipeline(StandardScaler(), LogisticRegression()), train, y).mean())""",
}


@pytest.mark.parametrize("name", SOUND)
def test_sound_code_draws_no_finding(tmp_path: Path, name: str) -> None:
    assert findings(tmp_path, HEAD + SOUND[name]) == []


@pytest.mark.parametrize("name", FLAWED)
def test_its_flawed_twin_does(tmp_path: Path, name: str) -> None:
    assert findings(tmp_path, HEAD + FLAWED[name]) != []
