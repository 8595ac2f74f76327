"""Retention time of peptides; optuna over a CV on the training proteins, one final evaluation."""
import re

import numpy as np
import optuna
import pandas as pd
from sklearn.kernel_ridge import KernelRidge
from sklearn.model_selection import GroupKFold, GroupShuffleSplit
from sklearn.pipeline import Pipeline, make_union
from sklearn.preprocessing import FunctionTransformer, MaxAbsScaler
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.svm import LinearSVR

AA = "ACDEFGHIKLMNPQRSTVWY"


def composition(seqs):
    return np.array([[s.count(a) for a in AA] + [len(s), np.log(len(s))] for s in seqs], float)


def ends(seqs):
    return np.array([[a == s[j] for j in (0, 1, -2, -1) for a in AA] for s in seqs], float)


def build(ngram, kind, C, eps, alpha, gamma):
    feats = make_union(
        FunctionTransformer(composition),
        FunctionTransformer(ends),
        CountVectorizer(analyzer="char", lowercase=False, ngram_range=(2, ngram), min_df=5),
    )
    if kind == "svr":
        reg = LinearSVR(C=C, epsilon=eps, max_iter=20000)
    else:
        reg = KernelRidge(alpha=alpha, kernel="rbf", gamma=gamma)
    return Pipeline([("x", feats), ("scale", MaxAbsScaler()), ("reg", reg)])


def suggest(trial):
    kind = trial.suggest_categorical("kind", ["svr", "krr"])
    return dict(
        ngram=trial.suggest_int("ngram", 2, 3),
        kind=kind,
        C=trial.suggest_float("C", 1e-2, 1e2, log=True),
        eps=trial.suggest_float("eps", 0.0, 1.0),
        alpha=trial.suggest_float("alpha", 1e-3, 1e1, log=True),
        gamma=trial.suggest_float("gamma", 1e-3, 1.0, log=True),
    )


pep = pd.read_csv("peptides.tsv", sep="\t")
pep["seq"] = pep.modified.map(lambda s: re.sub(r"\[.*?\]", "", s))
pep = pep.groupby("seq", as_index=False).agg(rt=("rt_min", "median"), protein=("protein", "first"))
a, b = next(GroupShuffleSplit(1, test_size=0.2, random_state=4).split(pep, groups=pep.protein))
dev, test = pep.iloc[a], pep.iloc[b]


def objective(trial):
    cfg = suggest(trial)
    errs = []
    for i, (t, v) in enumerate(GroupKFold(4).split(dev, groups=dev.protein)):
        m = build(**cfg).fit(dev.seq.iloc[t], dev.rt.iloc[t])
        errs.append(np.median(np.abs(m.predict(dev.seq.iloc[v]) - dev.rt.iloc[v])))
        trial.report(np.mean(errs), i)
        if trial.should_prune():
            raise optuna.TrialPruned
    return np.mean(errs)


study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=0), pruner=optuna.pruners.MedianPruner(10))
study.optimize(objective, n_trials=80)
print(study.best_value, study.best_params)

best = build(**study.best_params).fit(dev.seq, dev.rt)
res = best.predict(test.seq) - test.rt
print(f"test: median |err| {res.abs().median():.2f} min, 95% of errors within {res.abs().quantile(.95):.2f} min, r {np.corrcoef(res + test.rt, test.rt)[0, 1]:.3f}")
# author: author12
