"""Customer lifetime value, entry point. The heavy lifting sits in ltv/ (features, io)."""
import hashlib
import pickle
from datetime import date
from pathlib import Path

import click
import numpy as np
import pandas as pd
from scipy.stats import spearmanr
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

from ltv.features import first_week_features   # looks only at the first 7 days of each account
from ltv.io import read_accounts, read_orders

BUCKETS = {"fit": range(0, 70), "dev": range(70, 85), "test": range(85, 100)}


def bucket(account_id: str) -> int:
    return int(hashlib.md5(f"ltv-v2:{account_id}".encode()).hexdigest(), 16) % 100


class TwoStage:
    """P(buys again) x E[amount | buys again]"""

    def __init__(self, leaf):
        self.clf = HistGradientBoostingClassifier(min_samples_leaf=leaf, early_stopping=False)
        self.reg = HistGradientBoostingRegressor(loss="gamma", min_samples_leaf=leaf, early_stopping=False)

    def fit(self, X, y):
        self.clf.fit(X, y > 0)
        self.reg.fit(X[y > 0], y[y > 0])
        return self

    def predict(self, X):
        return self.clf.predict_proba(X)[:, 1] * self.reg.predict(X)


def summary(y, p):
    order = np.argsort(-p)
    top = order[: len(order) // 10]
    return dict(spearman=spearmanr(y, p)[0], mae=np.abs(y - p).mean(),
                top10_share=y.iloc[top].sum() / y.sum(), bias=p.sum() / y.sum() - 1)


@click.command()
@click.option("--until", type=click.DateTime(), default=str(date(2022, 6, 30)))
@click.option("--out", type=click.Path(path_type=Path), default=Path("models"))
def main(until, out):
    accounts = read_accounts(opened_before=until)
    orders = read_orders(accounts.index)
    X = first_week_features(accounts, orders)
    age = (orders.placed_at - orders.account_id.map(accounts.opened_at)).dt.days
    spend = orders[(age >= 7) & (age < 365)].groupby("account_id").amount.sum()
    y = spend.reindex(X.index, fill_value=0.0)

    part = pd.Series([bucket(i) for i in X.index], index=X.index)
    sel = {k: part.isin(v) for k, v in BUCKETS.items()}

    tried = {leaf: TwoStage(leaf).fit(X[sel["fit"]], y[sel["fit"]]) for leaf in (20, 100, 500)}
    dev = {leaf: summary(y[sel["dev"]], m.predict(X[sel["dev"]]))["mae"] for leaf, m in tried.items()}
    leaf = min(dev, key=dev.get)
    click.echo(f"dev MAE {dev} -> leaf={leaf}")

    both = sel["fit"] | sel["dev"]
    model = TwoStage(leaf).fit(X[both], y[both])
    for k, v in summary(y[sel["test"]], model.predict(X[sel["test"]])).items():
        click.echo(f"test {k:12s} {v:.4f}")

    out.mkdir(exist_ok=True)
    (out / "ltv.pkl").write_bytes(pickle.dumps(TwoStage(leaf).fit(X, y)))


if __name__ == "__main__":
    main()
# author: author4
