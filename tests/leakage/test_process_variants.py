# ruff: noqa: E501  the code under test is as others write it
"""Sound ways to say the same: columns told apart, rows thinned out, features of earlier rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

AT_RANDOM = """\
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("d.csv")
{body}
a, b, ya, yb = train_test_split(X, y, random_state=0)
m = RandomForestClassifier().fit(a, ya)
print(roc_auc_score(yb, m.predict_proba(b)[:, 1]))
"""
IN_TIME = """\
import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_absolute_error
d = pd.read_csv("s.csv", parse_dates=["day"]).sort_values(["store", "day"])
{body}
x = ["f", "promo"]
a, b = d[d.day < "2024-01-01"], d[d.day >= "2024-01-01"]
m = LGBMRegressor().fit(a[x], a["sales"])
print(mean_absolute_error(b["sales"], m.predict(b[x])))
"""
FEATURES = {
    "balance_print": """print(df["label"].value_counts(normalize=True))
print(df.corr()["label"].sort_values())
y = df.pop("label")
X = df""",
    "class_weight": """w = len(df) / (2 * np.bincount(df["label"]))
y = df.pop("label")
X = df""",
    "clip_fixed": """y = df.pop("label")
X = df.clip(lower=0, upper=100).fillna(0)""",
    "cols_astype": """y = (df["status"] == "bad").astype(int)
X = df.drop(columns=["status"])""",
    "cols_del": """y = df["label"]
del df["label"]
X = df""",
    "cols_diff": 'X, y = df[df.columns.difference(["label"])], df["label"]',
    "cols_drop": 'X, y = df[df.columns.drop("label")], df["label"]',
    "cols_dtype": 'X, y = df.select_dtypes("number").drop(columns="label"), df["label"]',
    "cols_dummies": """y = df["label"]
X = pd.get_dummies(df.drop(columns=["label"]), drop_first=True)""",
    "cols_factor": """y, names = pd.factorize(df["label"])
X = df.drop(columns="label")""",
    "cols_filter": 'X, y = df.filter(regex="^f_"), df["label"]',
    "cols_func": """def xy(d, t):
    return d.drop(columns=[t]), d[t]
X, y = xy(df, "label")""",
    "cols_iloc": "X, y = df.iloc[:, :-1], df.iloc[:, -1]",
    "cols_index": """df = df.set_index("id")
y = df["label"]
X = df.loc[:, "a":"f"]""",
    "cols_inplace": """y = df["label"].copy()
df.drop("label", axis=1, inplace=True)
X = df""",
    "cols_isin": 'X, y = df[df.columns[~df.columns.isin(["label", "id"])]], df["label"]',
    "cols_kwargs": """DROP = dict(columns=["label", "id"])
X, y = df.drop(**DROP), df["label"]""",
    "cols_loc_mask": 'X, y = df.loc[:, df.columns != "label"], df["label"]',
    "cols_loop": """X = pd.DataFrame(index=df.index)
for c in df.columns:
    if c == "label":
        continue
    X[c] = df[c]
y = df["label"]""",
    "cols_melt": """wide = df.pivot_table(index="id", columns="test", values="value")
y = df.groupby("id")["label"].first().reindex(wide.index)
X = wide""",
    "cols_pop_values": """y = df.pop("label").values
X = df.values""",
    "cols_query": """target = "label"
X, y = df.drop(target, axis=1), df[target]""",
    "cols_remove": """cols = df.columns.tolist()
cols.remove("label")
X, y = df[cols], df["label"]""",
    "cols_rename": """df = df.rename(columns={"label": "y"})
y = df["y"]
X = df.drop(columns="y")""",
    "cols_set": 'X, y = df[sorted(set(df.columns) - {"label"})], df["label"]',
    "cols_slice": 'X, y = df[df.columns[:-1]], df["label"]',
    "cols_slice2": 'X, y = df[list(df.columns)[1:]], df["label"]',
    "cols_values": """v = df.values
X, y = v[:, 1:], v[:, 0]""",
    "dedupe": """df["d"] = pd.to_datetime(df["d"])
df = df.sort_values("d").drop_duplicates("person", keep="last")
y = df.pop("label")
X = df.drop(columns=["person", "d"])""",
    "dedupe_first": """df["d"] = pd.to_datetime(df["d"])
df = df.sort_values("d").groupby("person", as_index=False).first()
y = df.pop("label")
X = df.drop(columns=["person", "d"])""",
    "dedupe_idx": """df = df.loc[df.groupby("person")["visit"].idxmax()]
y = df.pop("label")
X = df.drop(columns=["person"])""",
    "dedupe_tail": """df["d"] = pd.to_datetime(df["d"])
df = df.sort_values("d").groupby("person").tail(1)
y = df.pop("label")
X = df.drop(columns=["person", "d"])""",
    "drop_corr_const": """y = df.pop("label")
X = df.loc[:, df.nunique() > 1]""",
    "log_cols": """y = df.pop("label")
X = df.copy()
for c in X.columns:
    if X[c].skew() > 2:
        X[c] = np.log1p(X[c])""",
    "missing_flags": """y = df.pop("label")
X = df.assign(**{c + "_na": df[c].isna() for c in df.columns if df[c].isna().any()}).fillna(-1)""",
    "outlier_rows": """df = df[(df["a"] > 0) & (df["a"] < 1e6)]
y = df.pop("label")
X = df""",
    "row_rank": """y = df.pop("label")
X = df.rank(axis=1)""",
    "row_std": """y = df.pop("label")
X = df.sub(df.mean(axis=1), axis=0).div(df.std(axis=1), axis=0)""",
    "spectra_T": """y = df.pop("label")
X = df.T.rolling(5).mean().T.dropna(axis=1)""",
    "spectra_diff": """y = df.pop("label")
X = df.diff(axis=1).dropna(axis=1)""",
    "spectra_np": """y = df.pop("label")
X = np.diff(df.to_numpy(), axis=1)""",
    "spectra_savgol": """from scipy.signal import savgol_filter
y = df.pop("label")
X = savgol_filter(df, 11, 2, deriv=1, axis=1)""",
    "visits_n": """df["n_visits"] = df.groupby("person")["visit"].transform("count")
df = df.drop_duplicates("person")
y = df.pop("label")
X = df.drop(columns=["person"])""",
}
"""How features and label are taken of a table, before rows are split at random."""
EARLIER = {
    "past_apply_fn": """def recent(s, k=7):
    return s.shift(1).rolling(k).mean()
d["f"] = d.groupby("store")["sales"].apply(recent).reset_index(level=0, drop=True)""",
    "past_asof": """known = d[["store", "day", "sales"]].assign(day=lambda t: t.day + pd.Timedelta(days=7)).rename(columns={"sales": "f"}).sort_values("day")
d = pd.merge_asof(d.sort_values("day"), known, on="day", by="store")""",
    "past_closed": 'd["f"] = d.groupby("store").rolling("7D", on="day", closed="left")["sales"].mean().to_numpy()',
    "past_closed2": 'd["f"] = d["sales"].rolling(7, closed="left").mean()',
    "past_cum": 'd["f"] = (d.groupby("store")["sales"].cumsum() - d["sales"]) / d.groupby("store").cumcount().replace(0, 1)',
    "past_diff_lag": 'd["f"] = d.groupby("store")["sales"].shift(1) - d.groupby("store")["sales"].shift(8)',
    "past_ewm": 'd["f"] = d.groupby("store")["sales"].transform(lambda s: s.shift(1).ewm(span=7).mean())',
    "past_ewm2": 'd["f"] = d.groupby("store")["sales"].transform(lambda s: s.ewm(span=7).mean().shift(1))',
    "past_exp_shift": 'd["f"] = d.groupby("store")["sales"].expanding().mean().groupby(level=0).shift(1).reset_index(level=0, drop=True)',
    "past_lag_year": """last = d[["store", "day", "sales"]].assign(day=lambda t: t["day"] + pd.DateOffset(years=1)).rename(columns={"sales": "f"})
d = d.merge(last, on=["store", "day"], how="left")""",
    "past_loop_lags": """for k in (7, 14, 28):
    d[f"lag_{k}"] = d.groupby("store")["sales"].shift(k)
d["f"] = d[[f"lag_{k}" for k in (7, 14, 28)]].mean(axis=1)""",
    "past_pct": 'd["f"] = d.groupby("store")["sales"].pct_change().groupby(d["store"]).shift(1)',
    "past_resid": 'd["f"] = d.groupby("store")["price"].diff()',
    "past_shift_then": """prev = d.groupby("store")["sales"].shift(1)
d["f"] = prev.groupby(d["store"]).transform(lambda s: s.rolling(28, 1).mean())""",
    "past_stats_train": """level = d[d.day < "2024-01-01"].groupby("store")["sales"].mean()
d["f"] = d["store"].map(level)""",
    "past_target_ahead": """d["sales"] = d.groupby("store")["sales"].shift(-1)
d["f"] = d.groupby("store")["visits"].transform(lambda s: s.rolling(7).mean())
d = d.dropna()""",
}
"""How a feature is made of earlier rows, before rows are split in time."""


@pytest.mark.parametrize("how", FEATURES)
def test_features_taken_apart_from_the_label_draw_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, AT_RANDOM.replace("{body}", FEATURES[how])) == []


@pytest.mark.parametrize("how", EARLIER)
def test_features_of_earlier_rows_draw_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, IN_TIME.replace("{body}", EARLIER[how])) == []
