from collections import defaultdict

import numpy as np
import pandas as pd
from rdkit import Chem
from rdkit.Chem import Descriptors, rdFingerprintGenerator
from rdkit.Chem.Scaffolds.MurckoScaffold import MurckoScaffoldSmiles
from scipy.stats import spearmanr
from sklearn.ensemble import RandomForestRegressor
from sklearn.feature_selection import VarianceThreshold
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.pipeline import Pipeline

gen = rdFingerprintGenerator.GetMorganGenerator(radius=2, fpSize=2048)
DESC = [Descriptors.MolLogP, Descriptors.TPSA, Descriptors.MolWt, Descriptors.NumHDonors,
        Descriptors.NumHAcceptors, Descriptors.NumRotatableBonds, Descriptors.RingCount]


def featurise(mols):
    fp = np.stack([gen.GetCountFingerprintAsNumPy(m) for m in mols]).astype(np.float32)
    ds = np.array([[f(m) for f in DESC] for m in mols], dtype=np.float32)
    return np.hstack([ds, fp])


def scaffold_parts(mols, frac=(0.75, 0.1)):
    """Biggest scaffolds go to training, rare chemotypes end in the last part."""
    groups = defaultdict(list)
    for i, m in enumerate(mols):
        groups[MurckoScaffoldSmiles(mol=m)].append(i)
    n = len(mols)
    a, b, c = [], [], []
    for members in sorted(groups.values(), key=lambda g: (-len(g), g[0])):
        if len(a) + len(members) <= frac[0] * n:
            a += members
        elif len(b) + len(members) <= frac[1] * n:
            b += members
        else:
            c += members
    return np.array(a), np.array(b), np.array(c)


tab = pd.read_csv("logS_curated.csv")
tab["mol"] = [Chem.MolFromSmiles(s) for s in tab.smiles]
tab = tab[tab.mol.notna()]
tab["key"] = [Chem.MolToInchiKey(m)[:14] for m in tab.mol]
tab = tab.groupby("key", as_index=False).agg(mol=("mol", "first"), logS=("logS", "mean"))

X, y = featurise(tab.mol), tab.logS.to_numpy()
i_fit, i_val, i_new = scaffold_parts(tab.mol.tolist())


def forest(leaf, mf):
    return Pipeline([
        ("drop", VarianceThreshold(1e-3)),
        ("rf", RandomForestRegressor(500, min_samples_leaf=leaf, max_features=mf, n_jobs=-1, random_state=0)),
    ])


trials = {}
for leaf in (1, 3, 5):
    for mf in (0.1, 0.33, "sqrt"):
        p = forest(leaf, mf).fit(X[i_fit], y[i_fit]).predict(X[i_val])
        trials[leaf, mf] = mean_absolute_error(y[i_val], p)
best = min(trials, key=trials.get)
print("selected", best, "val MAE", round(trials[best], 3))

both = np.r_[i_fit, i_val]
final = forest(*best).fit(X[both], y[both])
p = final.predict(X[i_new])
print(f"new scaffolds: n={len(i_new)} MAE={mean_absolute_error(y[i_new], p):.3f} "
      f"R2={r2_score(y[i_new], p):.3f} rho={spearmanr(y[i_new], p)[0]:.3f}")
print(f"mean predictor MAE={np.abs(y[i_new] - y[both].mean()).mean():.3f}")
# author: author3
