from pathlib import Path
import json
import click
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_pinball_loss
from sklearn.model_selection import RepeatedKFold

# Tree height from drone images; one sampled tree per plot, plots drawn at random over the country
NUM = ["crown_area", "p50", "p75", "p95", "ndvi", "slope"]
CAT = ["species", "stand_type"]


@click.command()
@click.argument("csv", type=click.Path(exists=True, path_type=Path))
@click.option("--quantiles", default="0.1,0.5,0.9")
@click.option("--repeats", default=3, show_default=True)
@click.option("--report", type=click.Path(path_type=Path), default=Path("pinball.json"))
def cli(csv, quantiles, repeats, report):
    trees = pd.read_csv(csv).drop_duplicates(subset=["tree_tag"])
    for c in CAT:
        trees[c] = trees[c].astype("category")
    X, y = trees[NUM + CAT], trees["height_m"]
    losses = {}
    for q in (float(s) for s in quantiles.split(",")):
        per_fold = []
        for tr, va in RepeatedKFold(n_splits=5, n_repeats=repeats, random_state=8).split(X):
            m = HistGradientBoostingRegressor(
                loss="quantile", quantile=q, max_iter=2000, learning_rate=0.05,
                early_stopping=True, validation_fraction=0.15, n_iter_no_change=25,
                categorical_features="from_dtype", random_state=8,
            )
            m.fit(X.iloc[tr], y.iloc[tr])
            per_fold.append(mean_pinball_loss(y.iloc[va], m.predict(X.iloc[va]), alpha=q))
        losses[q] = {"mean": float(np.mean(per_fold)), "sd": float(np.std(per_fold))}
        click.echo(f"q={q:.2f}  pinball {losses[q]['mean']:.4f} ± {losses[q]['sd']:.4f}")
    report.write_text(json.dumps(losses, indent=1))


if __name__ == "__main__":
    cli()
# author: outsider
