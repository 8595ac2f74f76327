import numpy as np
import pandas as pd
import torch
from catboost import CatBoostRegressor
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, WhiteKernel, ConstantKernel
from sklearn.preprocessing import StandardScaler
from scipy.optimize import nnls

tr = pd.read_csv("caco2_train.csv")
te = pd.read_csv("caco2_test.csv")         # scaffold split from TDC
F = [c for c in tr if c not in ("Drug_ID", "Drug", "Y", "scaffold_id")]


def boost(X, y):
    m = CatBoostRegressor(iterations=800, depth=6, learning_rate=.03, verbose=False, random_seed=0).fit(X, y)
    return m.predict


def gp(X, y):
    sc = StandardScaler().fit(X)
    k = ConstantKernel() * RBF(np.sqrt(X.shape[1])) + WhiteKernel()
    m = GaussianProcessRegressor(k, normalize_y=True).fit(sc.transform(X), y)
    return lambda A: m.predict(sc.transform(A))


def net(X, y, steps=1500):
    torch.manual_seed(0)
    mu, sd = X.mean(0), X.std(0) + 1e-6
    t = lambda A: torch.tensor((A - mu) / sd, dtype=torch.float32)
    f = torch.nn.Sequential(torch.nn.Linear(X.shape[1], 128), torch.nn.SiLU(), torch.nn.Dropout(.2), torch.nn.Linear(128, 1))
    o = torch.optim.AdamW(f.parameters(), 1e-3, weight_decay=1e-2)
    xb, yb = t(X), torch.tensor(y - y.mean(), dtype=torch.float32)
    for _ in range(steps):
        o.zero_grad()
        ((f(xb)[:, 0] - yb) ** 2).mean().backward()
        o.step()
    f.eval()
    return lambda A: f(t(A))[:, 0].detach().numpy() + y.mean()


LEARNERS = {"boost": boost, "gp": gp, "net": net}
X, y = tr[F].to_numpy(float), tr.Y.to_numpy()
Xt, yt = te[F].to_numpy(float), te.Y.to_numpy()

# folds of whole scaffolds for the level-one data
ids = tr.scaffold_id.unique()
fold_of = dict(zip(np.random.default_rng(3).permutation(ids), np.arange(len(ids)) % 5))
fold = tr.scaffold_id.map(fold_of).to_numpy()

level1 = np.zeros((len(y), len(LEARNERS)))
for k in range(5):
    for j, fit in enumerate(LEARNERS.values()):
        level1[fold == k, j] = fit(X[fold != k], y[fold != k])(X[fold == k])

centre = y.mean()
w, _ = nnls(level1 - centre, y - centre)
print("weights", dict(zip(LEARNERS, w.round(3))))

single = np.column_stack([fit(X, y)(Xt) for fit in LEARNERS.values()])
stacked = centre + (single - centre) @ w
mae = lambda p: np.abs(p - yt).mean()
for n, c in zip(LEARNERS, single.T):
    print(f"{n:8s} test MAE {mae(c):.4f}")
print(f"stacked  test MAE {mae(stacked):.4f}")
# author: author2
