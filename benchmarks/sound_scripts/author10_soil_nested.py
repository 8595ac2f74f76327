# Soil organic carbon from near-infrared spectra.
# Several scans per field, so everything is grouped by field id.
import numpy as np
import pandas as pd
from scipy.signal import savgol_filter
from sklearn.cross_decomposition import PLSRegression
from sklearn.model_selection import GroupKFold
from sklearn.metrics import mean_squared_error, r2_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

spectra = pd.read_csv("nir_scans.csv")
wavelengths = [c for c in spectra.columns if c.startswith("w")]
A = -np.log10(spectra[wavelengths].to_numpy().clip(1e-4))
A = savgol_filter(A, window_length=11, polyorder=2, deriv=1, axis=1)
soc = spectra["soc_percent"].to_numpy()
field = spectra["field"].to_numpy()


def make(k):
    return make_pipeline(StandardScaler(), PLSRegression(n_components=k, scale=False))


def inner_rmse(k, X, y, g):
    sq = []
    for a, b in GroupKFold(4).split(X, y, g):
        pred = make(k).fit(X[a], y[a]).predict(X[b]).ravel()
        sq.append((y[b] - pred) ** 2)
    return np.sqrt(np.concatenate(sq).mean())


outer = GroupKFold(6)
held_out = np.full(len(soc), np.nan)
for i, (tr, te) in enumerate(outer.split(A, soc, field)):
    curve = {k: inner_rmse(k, A[tr], soc[tr], field[tr]) for k in range(2, 21)}
    k_best = min(curve, key=curve.get)
    model = make(k_best).fit(A[tr], soc[tr])
    held_out[te] = model.predict(A[te]).ravel()
    print(f"outer {i}: {k_best} components, inner rmse {curve[k_best]:.3f}, "
          f"outer rmse {np.sqrt(mean_squared_error(soc[te], held_out[te])):.3f}")

rmse = np.sqrt(mean_squared_error(soc, held_out))
print(f"RMSE {rmse:.3f}  R2 {r2_score(soc, held_out):.3f}  RPD {soc.std() / rmse:.2f}")

# model that goes into the handheld: choose k once more, now with every field, and keep it
final_curve = {k: inner_rmse(k, A, soc, field) for k in range(2, 21)}
k_final = min(final_curve, key=final_curve.get)
final = make(k_final).fit(A, soc)
np.save("pls_coef.npy", final[-1].coef_)
# author: author10
