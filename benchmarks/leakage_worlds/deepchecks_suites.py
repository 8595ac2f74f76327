"""Runs in deepchecks' own environment: both default suites on the worlds of a folder.

Prints a JSON line for each world: the conditions that failed, and whether one of them is about the
leak. It imports nothing of this project.
"""

from __future__ import annotations

import importlib
import json
import sys
import warnings
from pathlib import Path
from typing import Any

LEAK_CHECKS = {
    "target": ("Feature Label Correlation", "Identifier Label Correlation", "Index Train Test"),
    "split": (
        "Train Test Samples Mix", "Index Train Test Leakage", "Date Train Test Leakage",
        "Feature Label Correlation Change", "Data Duplicates", "Conflicting Labels",
        "Multivariate Drift", "Feature Drift", "New Category",
    ),
}  # fmt: skip
"""Parts of the names of checks that would be about a leak of this kind; generously."""


def read(path: Path) -> Any:
    """Read a table."""
    import pandas as pd

    return pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)


def failed_conditions(label: dict[str, Any], folder: Path) -> list[tuple[str, str]]:
    """Return the checks whose condition failed, and what they say."""
    tabular = importlib.import_module("deepchecks.tabular")
    suites = importlib.import_module("deepchecks.tabular.suites")
    train = read(folder / label["train"])
    test = read(folder / label["test"]) if label.get("test") else None
    if test is None:
        held = train.sample(frac=0.3, random_state=0).index
        train, test = train.drop(index=held), train.loc[held]
    kind = "regression" if label["name"].split("-")[1] == "regression" else "multiclass"
    roles = {
        "label": label["target"],
        "label_type": kind if train[label["target"]].nunique() > 2 else "binary",
        "datetime_name": label.get("time"),
        "index_name": label.get("group"),
    }
    categories = [
        c for c in train.columns
        if train[c].dtype == object and c not in (label["target"], roles["datetime_name"])
        and c != roles["index_name"]
    ]  # fmt: skip
    a, b = (tabular.Dataset(t, cat_features=categories, **roles) for t in (train, test))
    failed = []
    for suite, tables in (
        (suites.data_integrity(), (a,)),
        (suites.train_test_validation(), (a, b)),
    ):
        result = suite.run(*tables)
        for one in result.get_not_passed_checks():
            failed += [
                (one.get_header(), condition.details[:160])
                for condition in one.conditions_results
                if condition.category.value == "FAIL"
            ]
    return failed


def main() -> None:
    """Print a line for each world."""
    warnings.filterwarnings("ignore")
    folder = Path(sys.argv[1])
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        try:
            failed = failed_conditions(label, folder)
        except Exception as error:  # a crash of the peer is told, not hidden
            failed = [("crashed", repr(error)[:120])]
        parts = LEAK_CHECKS.get(label["kind"], ())
        caught = any(part in name for name, _ in failed for part in parts)
        told = {key: label[key] for key in ("name", "kind", "type")}
        names = sorted({name for name, _ in failed})
        print(json.dumps({**told, "strength": label.get("strength"), "caught": caught,
                          "failed": ", ".join(names)}), flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
