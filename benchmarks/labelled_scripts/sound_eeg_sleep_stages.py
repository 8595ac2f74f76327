import numpy as np
import pandas as pd
from scipy.signal import welch
from sklearn.metrics import cohen_kappa_score
from sklearn.model_selection import GridSearchCV, GroupKFold, GroupShuffleSplit
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.decomposition import PCA

FS = 100
BANDS = {"delta": (0.5, 4), "theta": (4, 8), "alpha": (8, 12), "sigma": (12, 16), "beta": (16, 30)}
STAGES = ["W", "N1", "N2", "N3", "R"]


def bandpower(epochs):
    f, pxx = welch(epochs, FS, nperseg=4 * FS, axis=-1)
    total = pxx[..., (f >= 0.5) & (f <= 30)].sum(-1)
    cols = []
    for lo, hi in BANDS.values():
        m = (f >= lo) & (f < hi)
        cols.append(np.log(pxx[..., m].sum(-1) / total))
    return np.concatenate(cols, axis=1)


def per_night_z(F, night):
    """Remove amplifier gain and electrode offsets, night by night."""
    out = np.empty_like(F)
    for n in np.unique(night):
        m = night == n
        out[m] = (F[m] - F[m].mean(0)) / (F[m].std(0) + 1e-9)
    return out


def main():
    z = np.load("sleep_epochs.npz", allow_pickle=True)
    F = bandpower(z["eeg"])
    F = np.hstack([F, per_night_z(F, z["recording_id"])])
    y = np.array([STAGES.index(s) for s in z["stage"]])
    who = z["subject"]
    print(F.shape, len(np.unique(who)), "subjects")

    splitter = GroupShuffleSplit(n_splits=1, test_size=12, random_state=6)
    i, j = next(splitter.split(F, y, who))
    assert not set(who[i]) & set(who[j])

    pipe = Pipeline([
        ("sc", StandardScaler()),
        ("pca", PCA(whiten=True)),
        ("lr", LogisticRegression(max_iter=3000, class_weight="balanced")),
    ])
    gs = GridSearchCV(
        pipe,
        {"pca__n_components": [5, 10, 15], "lr__C": [0.01, 0.1, 1, 10]},
        cv=GroupKFold(6),
        scoring="balanced_accuracy",
        n_jobs=-1,
    )
    gs.fit(F[i], y[i], groups=who[i])
    print("inner", gs.best_params_, round(gs.best_score_, 3))

    hat = gs.predict(F[j])
    per_subject = pd.Series({s: cohen_kappa_score(y[j][who[j] == s], hat[who[j] == s]) for s in np.unique(who[j])})
    print("kappa", round(cohen_kappa_score(y[j], hat), 3))
    print(per_subject.describe())


if __name__ == "__main__":
    main()
# author: independent
