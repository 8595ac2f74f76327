"""Results of the tools on the synthetic demo: figures among which a random number may hit.

The six tools that measure and `calculate` yield figures; `record_data_card` and `plan_release`
yield what a person attested and a decision, and no figures.
"""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

from ml_engineer.evidence.ledger import Ledger
from ml_engineer_evals.worlds import WORLDS, Tables
from ml_engineer_tools.evidence import Evidence

FIRST_ALIAS = 901
"""Aliases are counted from here, so that they don't meet those of a corpus."""


def tool_results() -> list[Evidence]:
    """Run every tool that yields figures on the demo's tables; they are called E901, E902, ..."""
    from ml_engineer_tools import (
        check_leakage,
        check_parity,
        evaluate_predictions,
        measure_drift,
        profile,
        train_baselines,
    )

    with TemporaryDirectory() as folder:
        tables = WORLDS["demo"].write(Path(folder))
        train, test, target, time = tables.data, tables.test, tables.target, tables.time
        scored = _scored(tables)
        found = [
            profile(train, target=target, time=time, group=tables.group),
            check_leakage(train, target=target, test=test, time=time, group=tables.group),
            train_baselines(train, target=target, time=time, group=tables.group),
            measure_drift(train, test, target=target, time=time, group=tables.group),
            evaluate_predictions(scored, target=target, score="p", time=time, group=tables.group),
            check_parity(train, scored, key=[tables.group, time], target=target),
        ]
        found.append(_calculated(found[0], Path(folder)))
    return [
        evidence.model_copy(update={"alias": f"E{place}"})
        for place, evidence in enumerate(found, start=FIRST_ALIAS)
    ]


def add_results(ledger: Ledger, results: list[Evidence]) -> None:
    """Add results of tools to a ledger; every figure of them counts as shown."""
    for evidence in results:
        ledger.add(evidence)
        ledger.mark_handles(f"{evidence.alias}.{f.handle}" for f in evidence.measurement.figures)


def _scored(tables: Tables) -> Path:
    """Write the training table with a score, a plain rule of two of its columns."""
    path = tables.data.with_name("scored.csv")
    with tables.data.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        failed, logins = float(row["failed_payments_90d"] or 0), float(row["logins_30d"] or 0)
        row["p"] = f"{min(0.95, 0.05 + 0.2 * failed + 0.3 / (1 + logins)):.4f}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _calculated(evidence: Evidence, folder: Path) -> Evidence:
    from ml_engineer_tools.derivation.request import CalculateRequest
    from ml_engineer_tools.derivation.tool import calculate
    from ml_engineer_tools.store import Store

    numbers = [f for f in evidence.measurement.figures if isinstance(f.value, int) and f.value > 1]
    first = numbers[0]
    second = next(f for f in numbers[1:] if f.unit == first.unit)
    with Store.open(folder) as store:
        kept = store.commit(evidence, request_key="profile")
        operands = (kept.cite(second.handle), kept.cite(first.handle))
        return calculate(CalculateRequest(operation="ratio", operands=operands), store)
