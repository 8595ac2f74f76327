"""Runs in deepchecks' own environment: both default suites on the worlds of a folder.

Writes a JSON line for each world: the conditions that failed, and whether one of them is about the
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
    "target": ("Feature Label Correlation", "Identifier Label Correlation"),
    "split": (
        "Samples Mix", "Index Train", "Date Train",
        "Feature Label Correlation Change", "Data Duplicates", "Conflicting Labels",
        "Multivariate Drift", "Feature Drift", "New Category",
    ),
}  # fmt: skip
"""Parts of the names of checks that would be about a leak of this kind; generously."""


def read(path: Path) -> Any:
    """Read a table."""
    import pandas as pd

    return pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)


def about_the_leak(label: dict[str, Any], failed: list[tuple[str, str]]) -> bool:
    """Whether a failed condition is about the leak; of a column's leak it must name the column."""
    parts = LEAK_CHECKS.get(label["kind"], ())
    named = label.get("columns", []) if label["kind"] == "target" else [""]
    return any(p in name and c in told for name, told in failed for p in parts for c in named)


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
    """Add a line to deepchecks.jsonl for each world."""
    warnings.filterwarnings("ignore")
    folder = Path(sys.argv[1])
    for row in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(row)
        try:
            failed = failed_conditions(label, folder)
        except Exception as error:  # a crash of the peer is told, not hidden
            failed = [("crashed", repr(error)[:120])]
        caught = about_the_leak(label, failed)
        told = {key: label[key] for key in ("name", "kind", "type")}
        names = sorted({name for name, _ in failed})
        line = json.dumps(
            {
                **told,
                "strength": label.get("strength"),
                "caught": caught,
                "failed": ", ".join(names),
            }
        )
        with (folder / "deepchecks.jsonl").open("a", encoding="utf-8") as results:
            results.write(line + "\n")  # fmt: skip


if __name__ == "__main__":
    main()
