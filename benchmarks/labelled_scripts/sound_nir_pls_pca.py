# NIR spectra -> protein in soybean meal. Ported from my old R script.
import numpy as np
from scipy.signal import savgol_filter
from sklearn.cross_decomposition import PLSRegression
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def snv(S):
    """standard normal variate: each spectrum by its own mean and sd (axis 1)"""
    return (S - S.mean(axis=1, keepdims=True)) / S.std(axis=1, keepdims=True)


dat = np.load("soy_nir.npz", allow_pickle=True)
S, prot, batch, lab = dat["spectra"], dat["protein"], dat["batch"], dat["lab"]
S = snv(savgol_filter(S, 15, 2, deriv=1, axis=1))

cal = lab == "A"
ext = lab == "B"        # a different instrument, that's the external validation
print(cal.sum(), ext.sum())

rmsecv = {}
for n in range(2, 21):
    for tag, est in (
        ("pcr", make_pipeline(StandardScaler(with_std=False), PCA(n), LinearRegression())),
        ("pls", PLSRegression(n, scale=False)),
    ):
        hat = cross_val_predict(est, S[cal], prot[cal], groups=batch[cal], cv=GroupKFold(8)).ravel()
        rmsecv[tag, n] = float(np.sqrt(np.mean((hat - prot[cal]) ** 2)))

(tag, n), v = min(rmsecv.items(), key=lambda kv: kv[1])
print(f"chosen {tag} with {n} comps, RMSECV {v:.3f}")

final = PLSRegression(n, scale=False) if tag == "pls" else make_pipeline(
    StandardScaler(with_std=False), PCA(n), LinearRegression())
final.fit(S[cal], prot[cal])
res = final.predict(S[ext]).ravel() - prot[ext]
print(f"RMSEP {np.sqrt(np.mean(res**2)):.3f}  bias {res.mean():.3f}  SEP {res.std(ddof=1):.3f}")
# author: outsider
