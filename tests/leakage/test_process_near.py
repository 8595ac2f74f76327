# ruff: noqa: E501  the code under test is as others write it
"""What is looked up of rows that lie near, and ratings that are foretold by likeness."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

FLAWED = {
    "sklearn_neighbors": (
        ("target_encoding_before_split", 10),
        """\
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.neighbors import NearestNeighbors
wells = pd.read_csv("arsenic_wells.csv")
nn = NearestNeighbors(n_neighbors=6).fit(wells[["x", "y"]])
_, idx = nn.kneighbors(wells[["x", "y"]])
wells["around"] = wells["arsenic"].to_numpy()[idx].mean(axis=1)
train, test = train_test_split(wells, random_state=0)
cols = ["depth", "x", "y", "around"]
m = GradientBoostingRegressor().fit(train[cols], train["arsenic"])
print(mean_absolute_error(test["arsenic"], m.predict(test[cols])))
""",
    ),
    "kdtree_scipy": (
        ("target_encoding_before_split", 11),
        """\
import numpy as np
import pandas as pd
from scipy.spatial import cKDTree
from catboost import CatBoostRegressor
from sklearn.model_selection import KFold, cross_val_score
farms = pd.read_parquet("farms.parquet")
xy = farms[["east", "north"]].to_numpy()
yield_t = farms["yield_t"].to_numpy()
tree = cKDTree(xy)
_, near = tree.query(xy, k=9)
farms["district_yield"] = np.median(yield_t[near], axis=1)
X = farms[["soil", "rain", "district_yield"]]
print(cross_val_score(CatBoostRegressor(verbose=0), X, farms["yield_t"], cv=KFold(5, shuffle=True), scoring="r2").mean())
""",
    ),
    "faiss_embedding": (
        ("target_encoding_before_split", 13),
        """\
import faiss
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
d = pd.read_csv("claims.csv")
E = np.load("claim_embeddings.npy").astype("float32")
fraud = d["fraud"].to_numpy()
index = faiss.IndexFlatIP(E.shape[1])
index.add(E)
sim, nb = index.search(E, 11)
d["nb_fraud"] = fraud[nb].mean(1)
a, b = train_test_split(d, stratify=d["fraud"], random_state=1)
m = LogisticRegression().fit(a[["amount", "nb_fraud"]], a["fraud"])
print(roc_auc_score(b["fraud"], m.predict_proba(b[["amount", "nb_fraud"]])[:, 1]))
""",
    ),
    "libpysal_lag": (
        ("target_encoding_before_split", 9),
        """\
import geopandas as gpd
from libpysal.weights import KNN, lag_spatial
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
g = gpd.read_file("parcels.gpkg")
w = KNN.from_dataframe(g, k=8)
w.transform = "r"
g["price_lag"] = lag_spatial(w, g["price"])
train, test = train_test_split(g, test_size=0.25, random_state=3)
cols = ["area", "age", "price_lag"]
rf = RandomForestRegressor().fit(train[cols], train["price"])
print(r2_score(test["price"], rf.predict(test[cols])))
""",
    ),
    "geohash_mean": (
        ("target_encoding_before_split", 8),
        """\
import pandas as pd
import pygeohash as pgh
from xgboost import XGBRegressor
from sklearn.metrics import mean_absolute_percentage_error
from sklearn.model_selection import train_test_split
h = pd.read_csv("listings.csv")
h["cell"] = [pgh.encode(a, b, 6) for a, b in zip(h.lat, h.lon)]
h["cell_price"] = h.groupby("cell")["price"].transform("mean")
tr, te = train_test_split(h, random_state=0)
c = ["beds", "baths", "cell_price"]
m = XGBRegressor().fit(tr[c], tr["price"])
print(mean_absolute_percentage_error(te["price"], m.predict(te[c])))
""",
    ),
    "pivot_svd": (
        ("evaluated_on_training", 8),
        """\
import numpy as np
import pandas as pd
from scipy.sparse.linalg import svds
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
r = pd.read_csv("movie_ratings.csv")
train, test = train_test_split(r, test_size=0.2, random_state=0)
table = r.pivot_table(index="user", columns="movie", values="rating").fillna(0)
U, s, Vt = svds(table.to_numpy(), k=40)
filled = pd.DataFrame(U @ np.diag(s) @ Vt, index=table.index, columns=table.columns)
guess = [filled.loc[u, m] for u, m in zip(test.user, test.movie)]
print("RMSE", np.sqrt(mean_squared_error(test.rating, guess)))
""",
    ),
    "surprise": (
        ("evaluated_on_training", 9),
        """\
from surprise import SVD, Dataset, Reader, accuracy
from surprise.model_selection import train_test_split
import pandas as pd
r = pd.read_csv("books.csv")
data = Dataset.load_from_df(r[["user", "book", "stars"]], Reader(rating_scale=(1, 5)))
train, test = train_test_split(data, test_size=0.2, random_state=3)
algo = SVD(n_factors=80)
algo.fit(data.build_full_trainset())
accuracy.rmse(algo.test(test))
""",
    ),
    "cosine": (
        ("evaluated_on_training", 10),
        """\
import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.model_selection import train_test_split
r = pd.read_csv("beers.csv")
r["u"], r["b"] = r.user.astype("category").cat.codes, r.beer.astype("category").cat.codes
train, test = train_test_split(r, test_size=0.1, random_state=0)
shape = (r.u.max() + 1, r.b.max() + 1)
whole = csr_matrix((r.score, (r.u, r.b)), shape=shape)
sim = cosine_similarity(whole.T, dense_output=True)
known = csr_matrix((train.score, (train.u, train.b)), shape=shape).toarray()
pred = []
for row in test.itertuples():
    w = sim[row.b] * (known[row.u] > 0)
    pred.append(w @ known[row.u] / (w.sum() + 1e-9))
print("MAE", np.abs(np.array(pred) - test.score.to_numpy()).mean())
""",
    ),
    "corr_pivot": (
        ("evaluated_on_training", 6),
        """\
import numpy as np
import pandas as pd
r = pd.read_csv("wines.csv")
held = np.random.default_rng(5).random(len(r)) < 0.15
train, test = r[~held], r[held]
likeness = r.pivot(index="taster", columns="wine", values="points").corr(min_periods=8).fillna(0)
seen = train.pivot(index="taster", columns="wine", values="points").reindex(columns=likeness.columns)
out = []
for t, w in zip(test.taster, test.wine):
    own = seen.loc[t].dropna()
    weight = likeness.loc[w, own.index]
    out.append((weight * own).sum() / (weight.abs().sum() + 1e-6))
print("RMSE", np.sqrt(np.mean((np.array(out) - test.points) ** 2)))
""",
    ),
}
SOUND = {
    "sklearn_train": """\
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.neighbors import NearestNeighbors
wells = pd.read_csv("arsenic_wells.csv")
train, test = train_test_split(wells, random_state=0)
nn = NearestNeighbors(n_neighbors=6).fit(train[["x", "y"]])
level = train["arsenic"].to_numpy()
_, own = nn.kneighbors(train[["x", "y"]])
_, far = nn.kneighbors(test[["x", "y"]], n_neighbors=5)
train = train.assign(around=level[own[:, 1:]].mean(axis=1))
test = test.assign(around=level[far].mean(axis=1))
cols = ["depth", "x", "y", "around"]
m = GradientBoostingRegressor().fit(train[cols], train["arsenic"])
print(mean_absolute_error(test["arsenic"], m.predict(test[cols])))
""",
    "distance_only": """\
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score
from scipy.spatial import cKDTree
shops = pd.read_csv("shops.csv")
tree = cKDTree(shops[["x", "y"]])
dist, idx = tree.query(shops[["x", "y"]], k=4)
shops["rival_m"] = dist[:, 1]
shops["rival_area"] = shops["area"].to_numpy()[idx[:, 1:]].mean(axis=1)
print(cross_val_score(RandomForestClassifier(), shops[["rival_m", "rival_area", "area"]], shops["closed"]).mean())
""",
    "earlier_sales": """\
import numpy as np
import pandas as pd
from sklearn.neighbors import BallTree
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_absolute_error
sales = pd.read_csv("sales.csv", parse_dates=["sold"]).sort_values("sold").reset_index(drop=True)
sales["month"] = sales.sold.dt.to_period("M")
level = np.full(len(sales), np.nan)
for month in sales.month.unique():
    past = sales[sales.month < month]
    now = sales[sales.month == month]
    if len(past) < 200:
        continue
    tree = BallTree(np.radians(past[["lat", "lon"]]), metric="haversine")
    _, idx = tree.query(np.radians(now[["lat", "lon"]]), k=10)
    level[now.index] = past.price.to_numpy()[idx].mean(1)
sales["level"] = level
sales = sales.dropna(subset=["level"])
train, test = sales[sales.sold < "2022-01-01"], sales[sales.sold >= "2022-01-01"]
m = LGBMRegressor().fit(train[["area", "level"]], train.price)
print(mean_absolute_error(test.price, m.predict(test[["area", "level"]])))
""",
    "retrieval_eval": """\
import numpy as np
import pandas as pd
from sklearn.neighbors import NearestNeighbors
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
E = np.load("img_emb.npy")
lab = pd.read_csv("img.csv")["species"].to_numpy()
a, b = train_test_split(np.arange(len(lab)), stratify=lab, random_state=0)
nn = NearestNeighbors(n_neighbors=5).fit(E[a])
_, idx = nn.kneighbors(E[b])
votes = lab[a][idx]
guess = [pd.Series(v).mode()[0] for v in votes]
print(accuracy_score(lab[b], guess))
""",
    "pivot_svd_train": """\
import numpy as np
import pandas as pd
from scipy.sparse.linalg import svds
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
r = pd.read_csv("movie_ratings.csv")
train, test = train_test_split(r, test_size=0.2, random_state=0)
table = train.pivot_table(index="user", columns="movie", values="rating").fillna(0)
U, s, Vt = svds(table.to_numpy(), k=40)
filled = pd.DataFrame(U @ np.diag(s) @ Vt, index=table.index, columns=table.columns)
test = test[test.user.isin(table.index) & test.movie.isin(table.columns)]
guess = [filled.loc[u, m] for u, m in zip(test.user, test.movie)]
print("RMSE", np.sqrt(mean_squared_error(test.rating, guess)))
""",
    "surprise_train": """\
from surprise import SVD, Dataset, Reader, accuracy
from surprise.model_selection import train_test_split
import pandas as pd
r = pd.read_csv("books.csv")
data = Dataset.load_from_df(r[["user", "book", "stars"]], Reader(rating_scale=(1, 5)))
train, test = train_test_split(data, test_size=0.2, random_state=3)
algo = SVD(n_factors=80)
algo.fit(train)
accuracy.rmse(algo.test(test))
final = SVD(n_factors=80).fit(data.build_full_trainset())
""",
    "cosine_train": """\
import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.model_selection import train_test_split
r = pd.read_csv("beers.csv")
r["u"], r["b"] = r.user.astype("category").cat.codes, r.beer.astype("category").cat.codes
train, test = train_test_split(r, test_size=0.1, random_state=0)
shape = (r.u.max() + 1, r.b.max() + 1)
known = csr_matrix((train.score, (train.u, train.b)), shape=shape)
sim = cosine_similarity(known.T, dense_output=True)
known = known.toarray()
pred = []
for row in test.itertuples():
    w = sim[row.b] * (known[row.u] > 0)
    pred.append(w @ known[row.u] / (w.sum() + 1e-9))
print("MAE", np.abs(np.array(pred) - test.score.to_numpy()).mean())
""",
    "corr_pivot_train": """\
import numpy as np
import pandas as pd
r = pd.read_csv("wines.csv")
held = np.random.default_rng(5).random(len(r)) < 0.15
train, test = r[~held], r[held]
seen = train.pivot(index="taster", columns="wine", values="points")
likeness = seen.corr(min_periods=8).fillna(0)
out = []
for t, w in zip(test.taster, test.wine):
    if t not in seen.index or w not in likeness.index:
        out.append(train.points.mean())
        continue
    own = seen.loc[t].dropna()
    weight = likeness.loc[w, own.index]
    out.append((weight * own).sum() / (weight.abs().sum() + 1e-6))
print("RMSE", np.sqrt(np.mean((np.array(out) - test.points) ** 2)))
""",
}


@pytest.mark.parametrize("how", FLAWED)
def test_the_leak_is_found_at_its_line(tmp_path: Path, how: str) -> None:
    place, text = FLAWED[how]
    assert place in findings(tmp_path, text)


@pytest.mark.parametrize("how", SOUND)
def test_its_sound_twins_draw_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, SOUND[how]) == []
