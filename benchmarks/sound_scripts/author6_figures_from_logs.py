"""Figures 2-4 of the report. Reads what the training jobs wrote; opens no model and no raw data.

    runs/<model>/history.csv      epoch, train_loss, valid_loss
    runs/<model>/test_preds.npz   prob, label, scan, patient   (written once by evaluate.py)
"""
import pathlib
import sys

import matplotlib
matplotlib.use("pdf")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from sklearn.calibration import calibration_curve
from sklearn.metrics import confusion_matrix, precision_recall_curve, roc_auc_score

runs = {p.name: p for p in sorted(pathlib.Path(sys.argv[1]).iterdir()) if (p / "test_preds.npz").exists()}
out = pathlib.Path(sys.argv[2])
out.mkdir(exist_ok=True)
sns.set_theme("paper", "ticks", palette="colorblind")


def save(fig, name):
    sns.despine(fig)
    fig.tight_layout()
    fig.savefig(out / f"{name}.pdf")
    plt.close(fig)


fig, axes = plt.subplots(1, len(runs), figsize=(3 * len(runs), 2.6), sharey=True, squeeze=False)
for ax, (name, p) in zip(axes[0], runs.items()):
    h = pd.read_csv(p / "history.csv")
    ax.plot(h.epoch, h.train_loss, label="training")
    ax.plot(h.epoch, h.valid_loss, label="validation")
    ax.axvline(h.epoch[h.valid_loss.idxmin()], lw=0.7, ls=":", c="k")
    ax.set(title=name, xlabel="epoch")
axes[0, 0].legend(frameon=False)
save(fig, "fig2_curves")

pred = {n: dict(np.load(p / "test_preds.npz", allow_pickle=True)) for n, p in runs.items()}
fig, (left, right) = plt.subplots(1, 2, figsize=(6, 2.8))
for name, d in pred.items():
    prec, rec, _ = precision_recall_curve(d["label"], d["prob"])
    left.plot(rec, prec, label=name)
    frac, mean = calibration_curve(d["label"], d["prob"], n_bins=10, strategy="quantile")
    right.plot(mean, frac, "o-", ms=3)
right.plot([0, 1], [0, 1], c="grey", lw=0.7)
left.set(xlabel="recall", ylabel="precision")
right.set(xlabel="predicted", ylabel="observed")
left.legend(frameon=False)
save(fig, "fig3_pr_calibration")

rng = np.random.default_rng(0)
rows = []
for name, d in pred.items():
    t = pd.DataFrame({k: d[k] for k in ("prob", "label", "patient")})
    index = list(t.groupby("patient").indices.values())
    draws = []
    for _ in range(2000):
        j = np.concatenate([index[k] for k in rng.integers(len(index), size=len(index))])
        if t.label.iloc[j].nunique() == 2:
            draws.append(roc_auc_score(t.label.iloc[j], t.prob.iloc[j]))
    cut = float((runs[name] / "threshold.txt").read_text())       # fixed on validation by train.py
    tn, fp, fn, tp = confusion_matrix(t.label, t.prob >= cut).ravel()
    rows.append({"model": name, "AUC": roc_auc_score(t.label, t.prob), "lo": np.percentile(draws, 2.5),
                 "hi": np.percentile(draws, 97.5), "sens": tp / (tp + fn), "spec": tn / (tn + fp)})
table = pd.DataFrame(rows)
table.round(3).to_csv(out / "table2.csv", index=False)

fig, ax = plt.subplots(figsize=(3.5, 0.5 * len(table) + 1))
ax.errorbar(table.AUC, table.model, xerr=[table.AUC - table.lo, table.hi - table.AUC], fmt="o", capsize=2)
ax.set(xlabel="AUC, 95 % interval")
save(fig, "fig4_auc")
# author: author6
