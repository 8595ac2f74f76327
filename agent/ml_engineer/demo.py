"""The demo world: two small synthetic tables with planted faults, the same bytes for a seed.

What is planted: `exit_call_minutes` is written down after the customer has left (a target leak);
the test month holds customers that are in the training months too; in the test month the logins
are counted differently and a new region appears (drift); and nobody wrote a data card.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ml_engineer_tools.errors import BadInput

if TYPE_CHECKING:
    import numpy as np

CUSTOMERS = 1_500
MONTHS = 9
FIRST_MONTH = date(2025, 1, 1)
HEADER = (
    "customer_id", "snapshot_date", "plan", "region", "tenure_months", "monthly_fee",
    "logins_30d", "tickets_30d", "failed_payments_90d", "marketing_opt_in",
    "exit_call_minutes", "churned",
)  # fmt: skip
PLANS = ("basic", "plus", "pro")
FEES = (9.0, 19.0, 39.0)
REGIONS = ("north", "south", "east", "west")


def write_demo(directory: Path, *, seed: int = 7) -> tuple[Path, Path]:
    """Write `train.csv` (the first months) and `test.csv` (the last) and return their paths.

    Raises:
        BadInput: the directory can't be written.
    """
    import numpy as np

    rng = np.random.default_rng(seed)
    plan = rng.choice(len(PLANS), CUSTOMERS, p=(0.5, 0.35, 0.15))
    region = rng.choice(len(REGIONS), CUSTOMERS)
    joined = rng.integers(0, 48, CUSTOMERS)
    habit = rng.gamma(4.0, 3.0, CUSTOMERS)
    gone = np.zeros(CUSTOMERS, dtype=bool)
    rows: list[tuple[object, ...]] = []
    test_rows: list[tuple[object, ...]] = []
    for month in range(MONTHS):
        last = month == MONTHS - 1
        for customer in np.flatnonzero(~gone):
            row, left = _snapshot(rng, month, int(customer), plan, region, joined, habit, last=last)
            (test_rows if last else rows).append(row)
            gone[customer] = left and rng.random() < 0.5
    train, test = directory / "train.csv", directory / "test.csv"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        _write(train, rows)
        _write(test, test_rows)
    except OSError as error:
        raise BadInput(f"{directory} can't be written ({error.strerror}); name another.") from None
    return train, test


def _snapshot(
    rng: np.random.Generator,
    month: int,
    customer: int,
    plan: np.ndarray,
    region: np.ndarray,
    joined: np.ndarray,
    habit: np.ndarray,
    *,
    last: bool,
) -> tuple[tuple[object, ...], bool]:
    day = FIRST_MONTH + timedelta(days=30 * month + int(rng.integers(0, 28)))
    tenure = int(joined[customer]) + month
    logins = int(rng.poisson(habit[customer]))
    tickets = int(rng.poisson(0.6))
    failed = int(rng.binomial(3, 0.08))
    opted_in = bool(rng.random() < 0.4)
    risk = -2.0 - 0.11 * (logins - 12) + 0.45 * tickets + 0.9 * failed - 0.02 * tenure
    left = bool(rng.random() < 1 / (1 + 2.718281828 ** -(risk + 0.3 * (plan[customer] == 0))))
    talked = rng.random() < (0.75 if left else 0.04)
    exit_call = round(float(rng.gamma(3.0, 2.5)), 1) if talked else 0.0
    place = REGIONS[region[customer]]
    if last:
        logins = logins // 2
        place = "overseas" if rng.random() < 0.12 else place
    fee = FEES[plan[customer]] if rng.random() > 0.03 else ""
    row = (
        f"C{customer:05d}", day.isoformat(), PLANS[plan[customer]], place, tenure, fee, logins,
        tickets, failed, str(opted_in).lower(), exit_call, int(left),
    )  # fmt: skip
    return row, left


def _write(path: Path, rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)
