import json
from collections import defaultdict
import click
import numpy as np
import pandas as pd
import xgboost as xgb
from rdkit import Chem
from rdkit.Chem import AllChem
from rdkit.Chem.Scaffolds import MurckoScaffold


def fingerprint(mol):
    a = np.zeros(2048, dtype=np.int8)
    a[list(AllChem.GetMorganFingerprintAsBitVect(mol, 2, nBits=2048).GetOnBits())] = 1
    return a


def scaffold_bins(mols, sizes):
    """Big scaffolds first into the biggest bin with room left, DeepChem style."""
    sets = defaultdict(list)
    for i, m in enumerate(mols):
        core = MurckoScaffold.MurckoScaffoldSmiles(mol=m) or Chem.MolToSmiles(m, isomericSmiles=False)
        sets[core].append(i)
    bins = [[] for _ in sizes]
    for members in sorted(sets.values(), key=lambda s: (-len(s), s[0])):
        room = [s - len(b) for s, b in zip(sizes, bins)]
        bins[int(np.argmax(room))].extend(members)
    return [np.array(b) for b in bins]


@click.command()
@click.argument("table")
@click.option("--out", default="herg_report.json")
def main(table, out):
    df = pd.read_csv(table)
    df["mol"] = df["smiles"].map(Chem.MolFromSmiles)
    df = df[df["mol"].notna()]
    df["key"] = df["mol"].map(Chem.MolToInchiKey).str[:14]
    df["blocker"] = df.groupby("key")["blocker"].transform("max")   # any blocking salt form counts
    df = df.drop_duplicates("key").reset_index(drop=True)
    X = np.stack([fingerprint(m) for m in df["mol"]])
    y = df["blocker"].to_numpy()
    n = len(df)
    tr, va, te = scaffold_bins(df["mol"], [int(.8 * n), int(.1 * n), n - int(.8 * n) - int(.1 * n)])
    mats = {k: xgb.DMatrix(X[i], y[i]) for k, i in dict(tr=tr, va=va, te=te).items()}
    trials = []
    for depth in (4, 6, 9):
        for col in (.2, .5):
            booster = xgb.train(
                dict(objective="binary:logistic", max_depth=depth, colsample_bytree=col, eta=.05,
                     eval_metric="auc", scale_pos_weight=(y[tr] == 0).sum() / (y[tr] == 1).sum()),
                mats["tr"], 1500, [(mats["va"], "va")], early_stopping_rounds=60, verbose_eval=False)
            trials.append((booster.best_score, depth, col, booster))
    score, depth, col, booster = max(trials, key=lambda t: t[0])
    p = booster.predict(mats["te"], iteration_range=(0, booster.best_iteration + 1))
    rank = pd.Series(p).rank().to_numpy()
    pos = y[te] == 1
    auc = (rank[pos].sum() - pos.sum() * (pos.sum() + 1) / 2) / (pos.sum() * (~pos).sum())
    top = np.argsort(-p)[: max(1, len(p) // 20)]
    report = dict(depth=depth, colsample=col, valid_auc=float(score), test_auc=float(auc),
                  enrichment_5pct=float(pos[top].mean() / pos.mean()), sizes=[len(tr), len(va), len(te)])
    json.dump(report, open(out, "w"), indent=2)
    click.echo(json.dumps(report))


if __name__ == "__main__":
    main()
# author: author8
