"""The trades that worlds are set in: names and shapes of columns, as such tables have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Task = Literal["binary", "multiclass", "regression"]
TASKS: tuple[Task, ...] = ("binary", "multiclass", "regression")

Shape = Literal["normal", "lognormal", "count", "share", "whole", "zero_inflated", "coarse"]


@dataclass(frozen=True)
class Domain:
    """A trade: what a row is, and what such a table holds.

    Attributes:
        name: of the trade.
        entity: the column that names whom a row is about.
        time: the column that says when a row was known.
        targets: the column to be predicted, by task.
        numbers: names and shapes of numeric columns.
        categories: names of categorical columns and their numbers of levels.
        dates: honest dates: they lie before the row's time.
    """

    name: str
    entity: str
    time: str
    targets: dict[Task, str]
    numbers: tuple[tuple[str, Shape], ...]
    categories: tuple[tuple[str, int], ...]
    dates: tuple[str, ...]


CHURN = Domain(
    "churn",
    "customer_id",
    "snapshot_date",
    {"binary": "churned", "multiclass": "next_plan", "regression": "spend_next_quarter"},
    (
        ("tenure_months", "whole"), ("monthly_fee", "coarse"), ("calls_to_support", "count"),
        ("data_used_gb", "lognormal"), ("discount", "zero_inflated"), ("satisfaction", "coarse"),
        ("age", "whole"), ("share_off_net", "share"), ("logins_30d", "count"),
    ),
    (("plan", 5), ("region", 12), ("channel", 4), ("device", 40)),
    ("contract_start", "date_of_birth"),
)  # fmt: skip

CREDIT = Domain(
    "credit",
    "applicant",
    "application_date",
    {"binary": "default", "multiclass": "risk_class", "regression": "loss_given_default"},
    (
        ("income", "lognormal"), ("debt_ratio", "share"), ("open_lines", "count"),
        ("score_bureau", "whole"), ("amount", "coarse"), ("term_months", "coarse"),
        ("late_payments", "count"), ("savings", "zero_inflated"), ("age", "whole"),
        ("utilisation", "share"),
    ),
    (("purpose", 7), ("housing", 3), ("employer_sector", 15), ("branch", 60)),
    ("employed_since", "first_account"),
)  # fmt: skip

DEMAND = Domain(
    "demand",
    "store",
    "day",
    {"binary": "sold_out", "multiclass": "demand_band", "regression": "units_sold"},
    (
        ("price", "coarse"), ("promotion_depth", "zero_inflated"), ("temperature", "normal"),
        ("competitor_price", "lognormal"), ("stock", "count"), ("footfall", "count"),
        ("shelf_share", "share"), ("days_to_holiday", "whole"),
    ),
    (("category", 9), ("store_format", 3), ("weather", 5), ("supplier", 80)),
    ("listed_since",),
)  # fmt: skip

SENSORS = Domain(
    "sensors",
    "machine",
    "measured_at",
    {"binary": "failed", "multiclass": "fault_mode", "regression": "remaining_hours"},
    (
        ("vibration", "lognormal"), ("temperature_c", "normal"), ("pressure", "normal"),
        ("rpm", "whole"), ("current", "normal"), ("oil_level", "share"), ("cycles", "count"),
        ("noise_db", "normal"), ("humidity", "share"),
    ),
    (("line", 4), ("model", 8), ("shift", 3), ("operator", 50)),
    ("installed_on",),
)  # fmt: skip

MEDICAL = Domain(
    "medical",
    "patient",
    "admitted_on",
    {"binary": "readmitted", "multiclass": "discharge_to", "regression": "length_of_stay"},
    (
        ("age", "whole"), ("bmi", "normal"), ("systolic", "whole"), ("creatinine", "lognormal"),
        ("prior_visits", "count"), ("medications", "count"), ("glucose", "lognormal"),
        ("albumin", "normal"), ("pain", "coarse"),
    ),
    (("sex", 2), ("ward", 9), ("insurance", 4), ("diagnosis", 70)),
    ("date_of_birth",),
)  # fmt: skip

ADS = Domain(
    "ads",
    "user",
    "shown_at",
    {"binary": "clicked", "multiclass": "action", "regression": "seconds_on_page"},
    (
        ("bid", "lognormal"), ("position", "coarse"), ("impressions_24h", "count"),
        ("scroll_depth", "share"), ("hour", "whole"), ("past_clicks", "zero_inflated"),
        ("page_length", "whole"), ("viewability", "share"),
    ),
    (("device", 3), ("country", 25), ("publisher", 120), ("format", 5)),
    ("first_seen",),
)  # fmt: skip

DOMAINS = (CHURN, CREDIT, DEMAND, SENSORS, MEDICAL, ADS)
