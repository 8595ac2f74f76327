#!/usr/bin/env python
"""Polygenic score, clumping + thresholding.

discovery : published GWAS summary statistics (no sample overlap with our biobank)
tuning    : 5 000 biobank participants, picks the p-value cut
target    : remaining unrelated participants
"""
import argparse

import numpy as np
import pandas as pd
import statsmodels.api as sm
from pandas_plink import read_plink1_bin
from sklearn.metrics import roc_auc_score

P_CUTS = [5e-8, 1e-6, 1e-4, 1e-3, 1e-2, 5e-2, 0.1, 0.5, 1.0]

ap = argparse.ArgumentParser()
ap.add_argument("--bfile", required=True)
ap.add_argument("--sumstats", required=True)
ap.add_argument("--clumped", required=True, help="list of index SNPs, LD from 1000 Genomes")
ap.add_argument("--pheno", required=True)
o = ap.parse_args()

ss = pd.read_csv(o.sumstats, sep=r"\s+").set_index("SNP")
ss = ss.loc[ss.index.intersection(pd.read_csv(o.clumped, header=None)[0])]

G = read_plink1_bin(o.bfile + ".bed", verbose=False)
G = G.sel(variant=G.snp.isin(ss.index).values)
ss = ss.loc[G.snp.values]
flip = (ss.A1.values != G.a0.values)
beta = np.where(flip, -ss.BETA.values, ss.BETA.values)
freq = ss.FRQ.values                       # reference frequency, fills missing calls
freq = np.where(flip, 1 - freq, freq)

ph = pd.read_csv(o.pheno, index_col="iid").loc[G.iid.values.astype(str)]
COV = ["age", "sex"] + [f"pc{i}" for i in range(1, 11)]
tuning = (ph.cohort == "tuning").to_numpy()
target = (ph.cohort == "target").to_numpy()
assert not (tuning & target).any()

dose = G.values
dose = np.where(np.isnan(dose), 2 * freq, dose)
scores = {p: dose[:, ss.P.values <= p] @ beta[ss.P.values <= p] for p in P_CUTS if (ss.P <= p).any()}


def nagelkerke(y, full, null):
    n = len(y)
    r2 = 1 - np.exp(2 * (null.llf - full.llf) / n)
    return r2 / (1 - np.exp(2 * null.llf / n))


def gain(rows, s):
    y = ph.case[rows]
    C = sm.add_constant(ph.loc[rows, COV])
    null = sm.Logit(y, C).fit(disp=0)
    full = sm.Logit(y, C.assign(prs=(s[rows] - s[rows].mean()) / s[rows].std())).fit(disp=0)
    return nagelkerke(y, full, null), full


tuned = {p: gain(tuning, s)[0] for p, s in scores.items()}
p_best = max(tuned, key=tuned.get)
print(pd.Series(tuned).rename("tuning R2"))

r2, fit = gain(target, scores[p_best])
or_sd = np.exp(fit.params["prs"])
lo, hi = np.exp(fit.conf_int().loc["prs"])
print(f"p<= {p_best:g}: target incremental R2 {r2:.4f}, OR per SD {or_sd:.2f} ({lo:.2f}-{hi:.2f})")
print("PRS alone, AUC in target", round(roc_auc_score(ph.case[target], scores[p_best][target]), 3))
# author: author2
