import hashlib
import joblib
import lightgbm as lgb
import numpy as np
import pandas as pd
from rdkit import Chem
from rdkit.Chem import AllChem, Descriptors
from rdkit.Chem.Scaffolds import MurckoScaffold
from scipy.stats import spearmanr
from sklearn.metrics import r2_score

df = pd.read_csv("herg_pic50.csv").dropna(subset=["smiles", "pic50"])
df["mol"] = df.smiles.map(Chem.MolFromSmiles)
df = df[df.mol.notna()]
df["key"] = df.mol.map(Chem.MolToInchiKey)
df = df.groupby("key", as_index=False).agg(mol=("mol", "first"), pic50=("pic50", "median"))
df["scaffold"] = df.mol.map(lambda m: MurckoScaffold.MurckoScaffoldSmiles(mol=m))
# acyclic molecules have no scaffold: each stands alone
df.loc[df.scaffold == "", "scaffold"] = df.key


def side(s):
    h = int(hashlib.md5(s.encode()).hexdigest(), 16) % 10
    return "test" if h < 2 else "valid" if h == 2 else "train"


df["side"] = df.scaffold.map(side)


def fingerprint(m):
    fp = AllChem.GetMorganFingerprintAsBitVect(m, 2, 2048)
    extra = [Descriptors.MolLogP(m), Descriptors.TPSA(m), Descriptors.MolWt(m), Descriptors.NumHAcceptors(m)]
    return np.r_[np.frombuffer(fp.ToBitString().encode(), "u1") - 48, extra]


X = np.vstack(df.mol.map(fingerprint))
y = df.pic50.to_numpy()
tr, va, te = (np.flatnonzero(df.side == s) for s in ("train", "valid", "test"))
print(len(tr), len(va), len(te))

params = dict(n_estimators=4000, learning_rate=0.02, num_leaves=48, colsample_bytree=0.3,
              subsample=0.8, subsample_freq=1, min_child_samples=10, verbosity=-1)
m = lgb.LGBMRegressor(**params)
m.fit(X[tr], y[tr], eval_set=[(X[va], y[va])], callbacks=[lgb.early_stopping(150, verbose=False)])
p = m.predict(X[te])
print(f"new scaffolds: R2 {r2_score(y[te], p):.3f}  rho {spearmanr(y[te], p)[0]:.3f}  "
      f"RMSE {np.sqrt(np.mean((p - y[te]) ** 2)):.3f}  ({m.best_iteration_} trees)")

# the model that is shipped: same number of trees, every compound
ship = lgb.LGBMRegressor(**{**params, "n_estimators": m.best_iteration_}).fit(X, y)
joblib.dump(ship, "herg_lgbm.joblib")
# author: author2
