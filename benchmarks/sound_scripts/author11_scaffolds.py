from collections import defaultdict

import numpy as np
import pandas as pd
from rdkit import Chem
from rdkit.Chem import AllChem, Descriptors
from rdkit.Chem.Scaffolds import MurckoScaffold
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, WhiteKernel
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.preprocessing import QuantileTransformer

raw = pd.read_csv("solubility.csv")
raw["mol"] = raw.smiles.map(Chem.MolFromSmiles)
raw = raw[raw.mol.notna()]
raw["key"] = raw.mol.map(Chem.MolToInchiKey)
raw = raw.drop_duplicates("key").reset_index(drop=True)

families = defaultdict(list)
for i, m in enumerate(raw.mol):
    families[MurckoScaffold.MurckoScaffoldSmiles(mol=m)].append(i)

# big families train, rare ones are for choosing and for the end, alternately
train, val, test = [], [], []
for n, members in enumerate(sorted(families.values(), key=lambda f: (-len(f), f[0]))):
    if len(train) < 0.7 * len(raw):
        train += members
    else:
        (val if n % 2 else test).extend(members)


def fingerprint(m):
    return np.array(AllChem.GetMorganFingerprintAsBitVect(m, 2, 1024), dtype=np.float32)


def props(m):
    return [f(m) for f in (Descriptors.MolWt, Descriptors.MolLogP, Descriptors.TPSA, Descriptors.NumRotatableBonds)]


bits = np.stack([fingerprint(m) for m in raw.mol])
desc = np.array([props(m) for m in raw.mol])
y = raw.logS.to_numpy()

qt = QuantileTransformer(n_quantiles=200, output_distribution="normal").fit(desc[train])
views = {"bits": bits, "desc": qt.transform(desc), "both": np.c_[bits, qt.transform(desc)]}
models = {
    "forest": lambda: RandomForestRegressor(500, n_jobs=-1, random_state=0),
    "gp": lambda: GaussianProcessRegressor(RBF(5.0) + WhiteKernel(0.5), normalize_y=True),
}

val_mae = {}
for v, X in views.items():
    for name, new in models.items():
        val_mae[v, name] = mean_absolute_error(y[val], new().fit(X[train], y[train]).predict(X[val]))
print(pd.Series(val_mae).unstack().round(3))

v, name = min(val_mae, key=val_mae.get)
m = models[name]().fit(views[v][train + val], y[train + val])
print(v, name, "MAE on new scaffolds", mean_absolute_error(y[test], m.predict(views[v][test])))
# author: author11
