"""Kitchen quality grade from photos of houses; frozen backbone, light head, a house has 1-30 photos."""
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import timm
import torch
from PIL import Image
from scipy.stats import kendalltau
from sklearn.linear_model import Ridge
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

ROOT = Path(sys.argv[1] if len(sys.argv) > 1 else "houses")
net = timm.create_model("vit_small_patch14_dinov2.lvd142m", pretrained=True, num_classes=0, dynamic_img_size=True).eval()
tf = timm.data.create_transform(**timm.data.resolve_model_data_config(net), is_training=False)


@torch.inference_mode()
def vector(path):
    return net(tf(Image.open(path).convert("RGB"))[None])[0].numpy()


def house_table():
    """One row a house: mean and spread of the vectors of its photos."""
    grades = pd.read_csv(ROOT / "grades.csv", dtype={"house": str})
    grades = grades.drop_duplicates("house")
    rows = []
    for r in grades.itertuples():
        v = np.stack([vector(p) for p in sorted((ROOT / r.house).glob("*.jpg"))])
        rows.append(np.r_[v.mean(0), v.std(0)])
    return np.stack(rows), grades


cache = Path("vectors.npz")
if cache.exists():
    z = np.load(cache, allow_pickle=True)
    X, meta = z["X"], pd.DataFrame({"house": z["house"], "street": z["street"], "grade": z["grade"]})
else:
    X, meta = house_table()
    np.savez(cache, X=X, **{c: meta[c].to_numpy() for c in ("house", "street", "grade")})
y, street = meta["grade"].to_numpy(float), meta["street"].to_numpy()

# neighbours are alike (same builder), so whole streets are left out
alphas = np.logspace(1, 5, 9)
res = []
for a, b in GroupKFold(8).split(X, y, street):
    inner = [(i, j) for i, j in GroupKFold(5).split(a, groups=street[a])]
    sc = []
    for al in alphas:
        e = []
        for i, j in inner:
            m = make_pipeline(StandardScaler(), Ridge(alpha=al)).fit(X[a[i]], y[a[i]])
            e.append(np.abs(m.predict(X[a[j]]) - y[a[j]]).mean())
        sc.append(np.mean(e))
    al = alphas[int(np.argmin(sc))]
    m = make_pipeline(StandardScaler(), Ridge(alpha=al)).fit(X[a], y[a])
    p = m.predict(X[b])
    res.append((al, np.abs(p - y[b]).mean(), np.abs(np.median(y[a]) - y[b]).mean(), kendalltau(p, y[b])[0]))
print(pd.DataFrame(res, columns=["alpha", "MAE", "MAE median", "tau"]).describe().loc[["mean", "std", "min", "max"]])
# author: author11
