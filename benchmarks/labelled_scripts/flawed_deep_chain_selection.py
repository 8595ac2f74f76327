from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

log = logging.getLogger("tumour")


def read(folder: Path) -> tuple[pd.DataFrame, pd.Series]:
    expression = pd.read_csv(folder / "expression.tsv", sep="\t", index_col=0).T
    clinical = pd.read_csv(folder / "clinical.tsv", sep="\t", index_col=0)
    return expression, clinical.loc[expression.index, "relapse"]


def p_values(a: pd.DataFrame, b: pd.DataFrame) -> np.ndarray:
    return stats.ttest_ind(a, b, equal_var=False).pvalue  # leak: selection_before_split


def rank(frame: pd.DataFrame, label: pd.Series) -> pd.Series:
    return pd.Series(p_values(frame[label == 1], frame[label == 0]), index=frame.columns)


def top(frame: pd.DataFrame, label: pd.Series, n: int) -> list[str]:
    return rank(frame, label).nsmallest(n).index.tolist()


def prepare(folder: Path, n: int) -> tuple[np.ndarray, np.ndarray]:
    frame, label = read(folder)
    chosen = top(frame, label, n)
    log.info("kept %s", chosen[:5])
    return frame[chosen].to_numpy(), label.to_numpy()


def evaluate(x: np.ndarray, y: np.ndarray) -> list[float]:
    found = []
    for fit, ask in StratifiedKFold(5, shuffle=True, random_state=0).split(x, y):
        model = LogisticRegression(C=0.1, max_iter=500).fit(x[fit], y[fit])
        found.append(roc_auc_score(y[ask], model.predict_proba(x[ask])[:, 1]))
    return found


def run(folder: str = "data/tumour", n: int = 50) -> None:
    x, y = prepare(Path(folder), n)
    aucs = evaluate(x, y)
    log.info("AUC %.3f", np.mean(aucs))
    print(np.mean(aucs))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    run()
# author: maintainer
