"""30-day readmission. First admission of each patient only, so a row is a patient."""
from typing import Callable, Protocol

import click
import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

NUM = ["age", "los_days", "n_drugs_at_discharge", "hb_last", "sodium_last", "n_ed_visits_prev_year"]
CAT = ["ward", "admission_type", "discharged_to"]


class Estimator(Protocol):
    def fit(self, X, y): ...
    def predict_proba(self, X) -> np.ndarray: ...


CANDIDATES: dict[str, Callable[[], Estimator]] = {}


def candidate(name: str):
    def deco(fn):
        CANDIDATES[name] = fn
        return fn
    return deco


def _prep():
    return make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), NUM),
        (OneHotEncoder(handle_unknown="ignore", min_frequency=20), CAT),
        sparse_threshold=0,
    )


@candidate("logit")
def _logit():
    return make_pipeline(_prep(), LogisticRegression(C=0.3, max_iter=2000))


@candidate("forest")
def _forest():
    return make_pipeline(_prep(), RandomForestClassifier(500, min_samples_leaf=25, n_jobs=-1, random_state=0))


@candidate("hgb")
def _hgb():
    return make_pipeline(_prep(), HistGradientBoostingClassifier(max_iter=150, learning_rate=0.05, early_stopping=False))


@click.command()
@click.argument("csv")
def main(csv):
    stays = pd.read_csv(csv, parse_dates=["admitted", "discharged"])
    first = stays.sort_values("admitted").drop_duplicates("patient_id", keep="first")
    year = first.discharged.dt.year
    fit_, pick, last = (first[year <= 2018], first[year == 2019], first[year == 2020])

    ranking = {}
    for name, make in CANDIDATES.items():
        model = make().fit(fit_[NUM + CAT], fit_.readmit30)
        ranking[name] = roc_auc_score(pick.readmit30, model.predict_proba(pick[NUM + CAT])[:, 1])
        click.echo(f"2019  {name:8s} {ranking[name]:.4f}")
    winner = max(ranking, key=ranking.get)

    both = pd.concat([fit_, pick])
    model = clone(CANDIDATES[winner]()).fit(both[NUM + CAT], both.readmit30)
    p = model.predict_proba(last[NUM + CAT])[:, 1]
    click.echo(f"2020  {winner}: auc {roc_auc_score(last.readmit30, p):.4f}  brier {brier_score_loss(last.readmit30, p):.4f}")


if __name__ == "__main__":
    main()
# author: author9
