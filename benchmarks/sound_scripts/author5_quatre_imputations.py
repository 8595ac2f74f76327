"""Comparaison de quatre façons de compléter les analyses sanguines manquantes.

Un patient = une ligne (premier passage), enquête de mars 2023 dans un seul hôpital. Le modèle est fixé d'avance dans le protocole ; on rapporte les quatre.
"""
import numpy as np
import pandas as pd
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.compose import ColumnTransformer
from sklearn.impute import IterativeImputer, KNNImputer, MissingIndicator, SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, cross_validate
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

tab = pd.read_csv("urgences_premier_passage.csv", sep=";", decimal=",")
assert tab["ipp"].is_unique
bio = [c for c in tab if c.startswith("bio_")]
clin = ["age", "fc", "pas", "temp"]
qual = ["sexe", "mode_arrivee"]
y = (tab["devenir"] == "reanimation").astype(int)

facons = {
    "médiane": SimpleImputer(strategy="median"),
    "médiane + indicateur": FeatureUnion([("v", SimpleImputer(strategy="median")),
                                          ("m", MissingIndicator(features="all"))]),
    "voisins": Pipeline([("c", StandardScaler()), ("k", KNNImputer(n_neighbors=15))]),
    "en chaîne": IterativeImputer(max_iter=15, sample_posterior=False, random_state=0),
}
plis = RepeatedStratifiedKFold(n_splits=5, n_repeats=6, random_state=2023)
mesures = {"auc": "roc_auc", "ap": "average_precision", "brier": "neg_brier_score", "ll": "neg_log_loss"}

brut = {}
for nom, imp in facons.items():
    prep = ColumnTransformer([
        ("bio", Pipeline([("i", imp), ("s", StandardScaler())]), bio),
        ("clin", Pipeline([("i", SimpleImputer()), ("s", StandardScaler())]), clin),
        ("qual", OneHotEncoder(handle_unknown="ignore"), qual),
    ])
    chaine = Pipeline([("prep", prep), ("lr", LogisticRegression(C=0.1, max_iter=3000))])
    r = cross_validate(chaine, tab[bio + clin + qual], y, cv=plis, scoring=mesures, n_jobs=6)
    brut[nom] = {m: np.abs(r[f"test_{m}"]) for m in mesures}

res = pd.DataFrame({n: {m: f"{v.mean():.3f} ± {v.reshape(6, 5).mean(1).std():.3f}" for m, v in d.items()}
                    for n, d in brut.items()}).T
print(res)
ref = brut["médiane"]["auc"]
for n, d in brut.items():
    print(f"{n:<22} écart d'AUC à la médiane {np.mean(d['auc'] - ref):+.4f}")
# author: author5
