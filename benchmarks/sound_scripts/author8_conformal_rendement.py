#!/usr/bin/env python3
"""Rendement de couplages de Buchwald : forêt + intervalles conformes (par substrat).

Un substrat apparaît dans plusieurs essais ; on tire donc les substrats, pas les essais.
"""
import argparse
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.compose import make_column_transformer
from sklearn.preprocessing import OneHotEncoder
from sklearn.pipeline import make_pipeline

CAT, NUM = ["ligand", "base", "solvant"], ["temperature", "charge_pd", "sigma_hammett", "volume_sterique"]


def tirer(substrats, proportions, graine):
    s = np.random.default_rng(graine).permutation(pd.unique(substrats))
    bornes = (np.cumsum(proportions)[:-1] * len(s)).astype(int)
    return [np.isin(substrats, part) for part in np.split(s, bornes)]


def quantile_conforme(scores, groupes, alpha, rng, tours=200):
    """un essai tiré par substrat à chaque tour, pour garder l'échangeabilité"""
    idx = [np.flatnonzero(groupes == g) for g in np.unique(groupes)]
    niveau = min(1.0, np.ceil((len(idx) + 1) * (1 - alpha)) / len(idx))
    q = [np.quantile(scores[[rng.choice(i) for i in idx]], niveau, method="higher") for _ in range(tours)]
    return float(np.median(q))


def dispersion(modele, df):
    Z = modele[:-1].transform(df)
    P = np.stack([arbre.predict(Z) for arbre in modele[-1].estimators_])
    return P.mean(0), P.std(0) + 2.0


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("csv")
    ap.add_argument("--alpha", type=float, default=0.1)
    a = ap.parse_args()
    df = pd.read_csv(a.csv)
    app, cal, tst = tirer(df["substrat"].to_numpy(), [.6, .2, .2], graine=14)

    modele = make_pipeline(
        make_column_transformer((OneHotEncoder(handle_unknown="ignore", sparse_output=False), CAT), ("passthrough", NUM)),
        RandomForestRegressor(500, min_samples_leaf=3, random_state=0, n_jobs=-1))
    modele.fit(df.loc[app, CAT + NUM], df.loc[app, "rendement"])

    mu, sd = dispersion(modele, df.loc[cal, CAT + NUM])
    scores = np.abs(df.loc[cal, "rendement"].to_numpy() - mu) / sd
    q = quantile_conforme(scores, df.loc[cal, "substrat"].to_numpy(), a.alpha, np.random.default_rng(1))

    mu, sd = dispersion(modele, df.loc[tst, CAT + NUM])
    y = df.loc[tst, "rendement"].to_numpy()
    bas, haut = np.clip(mu - q * sd, 0, 100), np.clip(mu + q * sd, 0, 100)
    dedans = pd.Series((y >= bas) & (y <= haut)).groupby(df.loc[tst, "substrat"].to_numpy()).mean()
    print(f"q={q:.2f}  EAM={np.abs(y - mu).mean():.1f}  largeur moyenne={np.mean(haut - bas):.1f}")
    print(f"couverture moyenne par substrat={dedans.mean():.3f} (visée {1 - a.alpha:.2f}), substrats={len(dedans)}")


if __name__ == "__main__":
    main()
# author: author8
