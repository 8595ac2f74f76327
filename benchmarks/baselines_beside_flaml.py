"""The best baseline beside FLAML with a budget, learnt and judged on the same rows.

FLAML runs in an environment of its own (`--flaml-python`), which needs flaml[automl]. Tables are
read from `--data`, a directory with the public tables named in `TABLES`; none is in the repository.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ml_engineer_tools.baselines.inner_split import inner_split
from ml_engineer_tools.baselines.splitting import Split
from ml_engineer_tools.modelling.features import prepare, usable_features
from ml_engineer_tools.modelling.influence import influences
from ml_engineer_tools.modelling.models import MODELS, fit_model
from ml_engineer_tools.modelling.task import encode_target, infer_task

WORKER = """
import json, sys
import pandas as pd
from flaml import AutoML
folder, budget, task, metric = sys.argv[1], float(sys.argv[2]), sys.argv[3], sys.argv[4]
train, test = (pd.read_pickle(f"{folder}/{name}.pkl") for name in ("train", "test"))
y = train.pop("__y")
automl = AutoML()
automl.fit(train, y, task=task, metric=metric, time_budget=budget, seed=0, verbose=0, n_jobs=2,
           split_type=sys.argv[5])
found = automl.predict_proba(test)[:, 1] if task == "classification" else automl.predict(test)
json.dump([float(v) for v in found], open(f"{folder}/found.json", "w"))
print(automl.best_estimator)
"""


@dataclass(frozen=True, slots=True)
class Bench:
    """One table.

    Attributes:
        file: its name.
        target: what is predicted.
        leave_out: columns that tell the outcome, or are no features.
        ordered: whether the file is in order of time, so that the last part judges.
        header: whether the file has one.
    """

    file: str
    target: str
    leave_out: tuple[str, ...] = ()
    ordered: bool = False
    header: bool = True


TABLES = (
    Bench("bank_marketing.csv", "deposit", ("duration",), ordered=True),
    Bench("elec2.csv", "class", (), ordered=True),
    Bench("adult_income.csv", "income >50K"),
    Bench("german_credit.csv", "20", (), header=False),
    Bench("bike_sharing_daily.csv", "cnt", ("casual", "registered", "instant", "dteday"),
          ordered=True),
)  # fmt: skip


def main() -> None:
    """Print both scores for each table, and whether the baseline is within reach."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--flaml-python", help="with flaml[automl]; without it only our side")
    parser.add_argument("--budget", type=float, default=60, help="seconds for FLAML")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    for bench in TABLES:
        if options.only in bench.file:
            _print(bench, options)


def _print(bench: Bench, options: argparse.Namespace) -> None:
    frame = pd.read_csv(options.data / bench.file, header=0 if bench.header else None)
    frame.columns = frame.columns.map(str)
    target = frame[bench.target]
    task = infer_task(target)
    y = encode_target(task, target)
    names, _ = usable_features(frame, (bench.target, *bench.leave_out))
    order = np.arange(len(frame))
    if not bench.ordered:
        order = np.random.default_rng(0).permutation(order)
    cut = int(0.7 * len(order))
    train, test = order[:cut], order[cut:]
    features = prepare(frame, names)
    # As in the report: the size of trees is chosen by later rows where rows have an order.
    split = Split(
        "time" if bench.ordered else "random", "", "", (), times=order if bench.ordered else None
    )
    inner = inner_split(split, train, seed=0)
    metric = "roc_auc" if task.kind == "binary" else "mae"
    reached: dict[str, float] = {}
    for model in MODELS:
        fitted = fit_model(model, task, features, y, train, inner=inner)
        reached[model] = influences(task, y[test], fitted.predict(features.matrix[test]))[
            metric
        ].value
    sign = 1 if metric == "roc_auc" else -1
    best = max(reached, key=lambda model: sign * reached[model])
    if options.flaml_python is None:
        print(f"{bench.file:<24} {metric:<8} {_scores(reached)}", flush=True)
        return
    other, estimator = _flaml(frame[names], y, train, test, task.kind, bench, options)
    if task.kind == "binary":
        found = influences(task, y[test], np.column_stack([1 - other, other]))[metric].value
        gap = found - reached[best]
        within = gap <= 0.01
    else:
        found = float(np.abs(other - y[test]).mean())
        gap = (reached[best] - found) / found
        within = gap <= 0.02
    print(f"{bench.file:<24} {metric:<8} {_scores(reached)}; flaml ({estimator}) {found:.4g}; "
          f"gap {gap:+.3f} {'within' if within else 'not within'}", flush=True)  # fmt: skip


def _scores(reached: dict[str, float]) -> str:
    return ", ".join(f"{model} {value:.4g}" for model, value in reached.items())


def _flaml(
    x: pd.DataFrame, y: np.ndarray, train: np.ndarray, test: np.ndarray, kind: str,
    bench: Bench, options: argparse.Namespace,
) -> tuple[np.ndarray, str]:  # fmt: skip
    text = x.copy()
    for name in text.columns:
        if not pd.api.types.is_numeric_dtype(text[name].dtype):
            text[name] = pd.Categorical(text[name].astype(object).map(str, na_action="ignore"))
    with tempfile.TemporaryDirectory() as folder:
        text.iloc[train].assign(__y=y[train]).to_pickle(f"{folder}/train.pkl")
        text.iloc[test].to_pickle(f"{folder}/test.pkl")
        asked = ("classification", "roc_auc") if kind == "binary" else ("regression", "mae")
        by = "time" if bench.ordered else "stratified" if kind == "binary" else "uniform"
        done = subprocess.run(
            [options.flaml_python, "-c", WORKER, folder, str(options.budget), *asked, by],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        found = json.loads(Path(f"{folder}/found.json").read_text())
    return np.array(found), done.stdout.strip().splitlines()[-1]


if __name__ == "__main__":
    main()
