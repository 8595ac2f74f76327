"""What a message says that a column is, gives the column its role; nothing else does."""

from __future__ import annotations

import pytest

from ml_engineer.models.playbook.intents import Intent
from ml_engineer.models.playbook.slots import read_slots


@pytest.mark.parametrize(
    ("text", "slot", "column"),
    [
        # "NAME is the NOUN"
        ("rink is the ice hall, frozen_at the date", "time", "frozen_at"),
        ("boat is the vessel, sailed is the departure date. Random folds?", "group", "boat"),
        ("boat is the vessel, sailed is the departure date. Random folds?", "time", "sailed"),
        ("kennel_ref is the dog, weighed the day it was put on the scale", "group", "kennel_ref"),
        ("patron is the individual, please note", "group", "patron"),
        ("tap_ts is the moment of the tap, is the queue length known by then?", "time", "tap_ts"),
        ("scouted is the time stamp, ranger is the person", "time", "scouted"),
        ("scouted is the time stamp, ranger is the person", "group", "ranger"),
        # "the NOUN is in NAME"
        ("the hour sits in pressed_h and the press in press_sn", "time", "pressed_h"),
        ("Turbine is wt_serial, by the way", "group", "wt_serial"),
        ("Subject is vp_id, sessions in held_on", "time", "held_on"),
        ("and the day is in played_dt", "time", "played_dt"),
        ("Horses are told apart by chip_code", "group", "chip_code"),
        # beside the noun
        ("several rows of each greenhouse (glass_no) are mixed", "group", "glass_no"),
        ("Leave one out over the 9 dioceses (diocese), or newest season out (season)?", "group",
         "diocese"),
        ("they use the score at check-in (ci_ts), which columns are later?", "time", "ci_ts"),
        ("Does the oven (oven column) average do as well?", "group", "oven"),
        ("drift of humidity per barn (bn_code) since we insulated", "group", "bn_code"),
        # outcomes
        ("ring_no is the bird, and it's fledged_ok we're after", "target", "fledged_ok"),
        ("truth is in leak_seen", "target", "leak_seen"),
        ("the target col is bolt_loose", "target", "bolt_loose"),
        ("Target would be soaked (yes/no). Is the file usable?", "target", "soaked"),
        ("soggy_crust is what we predict, two ovens", "target", "soggy_crust"),
        ("The column at issue is evicted", "target", "evicted"),
        ("an LSTM halves the MAE on tide_cm, they say", "target", "tide_cm"),
        ("would WAPE on rented_bikes get worse?", "target", "rented_bikes"),
        ("we want wait_min when the guest pulls a ticket", "target", "wait_min"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("intent", ["provide_information", "feature_availability"])
def test_a_column_has_the_role_that_is_said(
    text: str, slot: str, column: str, intent: Intent
) -> None:
    assert getattr(read_slots(text, intent), slot) == column


@pytest.mark.parametrize(
    ("text", "time", "group"),
    [
        ("orders.csv: bakery, baked_on, sold_out", "baked_on", "bakery"),
        ("cols press_nr, shift_start, scrap", "shift_start", "press_nr"),
        ("the telemetry has crane_id, load_t, polled_at.", "polled_at", "crane_id"),
        ("there's a log with vessel, imo and utc, everybody likes it", "utc", "imo"),
        ("counts.csv, wrist_hash, t_local (no clock change), steps", "t_local", "wrist_hash"),
        ("laundry.csv: ward, week, stained_pct", "week", "ward"),
    ],
)
def test_columns_in_a_list_tell_by_their_names(text: str, time: str, group: str) -> None:
    found = read_slots(text, "need_model")
    assert (found.time, found.group) == (time, group)


@pytest.mark.parametrize(
    "text",
    [
        "accuracy is the problem",
        "Retraining is the plan, and the plan is the boss",
        "money is the question, time is the enemy",
        "Rain is the reason (probably)",
        "It is the customer who pays. Marketing is the hard part.",
        "We saw three cases (two in May), one driver (drunk) and a customer (angry)",
        "discharge_code, refund_reason and error_code are known later, right?",
        "The model is the same, the data is in the cloud",
    ],
)
@pytest.mark.parametrize("intent", ["provide_information", "leakage_question"])
def test_what_is_no_column_gets_no_role(text: str, intent: Intent) -> None:
    found = read_slots(text, intent)
    assert (found.target, found.group) == (None, None)
    assert found.time in (None, "in May")
