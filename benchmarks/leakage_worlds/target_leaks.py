"""Columns that know the target: written after the outcome, copied, encoded, missing, late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from benchmarks.leakage_worlds.case import FRESH_ROWS, Case, column_world, world
from benchmarks.leakage_worlds.process import Floats, Rows, days
from benchmarks.leakage_worlds.world import World

AFTERWARDS = ("reminders_sent", "case_minutes", "balance_end", "visits", "score_final", "stage")


def post_outcome(case: Case) -> World:
    """A feature that was measured after the outcome, more or less noisy."""
    noise = 0.35 * 10 ** (1 - case.knob)
    form = case.pick("number", "count", "category", "zero_inflated")

    def leak(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        value = case.process.value(rows) + noise * rng.normal(size=len(rows))
        value = value / np.sqrt(1 + noise**2)
        shapes: dict[str, Callable[[], Any]] = {
            "number": lambda: np.round(20 * np.exp(0.7 * value), 2),
            "count": lambda: np.floor(np.exp(0.8 * value + 1)),
            "category": lambda: [f"s{k}" for k in np.searchsorted([-1, 0, 0.8, 1.6], value)],
            "zero_inflated": lambda: np.where(value < 0.3, 0, np.round(value * 40, 1)),
        }
        column = pd.Series(shapes[form]())
        if case.number % 2:
            column = column.mask(rng.random(len(column)) < 0.2)
        return {case.pick(*AFTERWARDS): column}

    return column_world(case, leak)


def encoded_copy(case: Case) -> World:
    """The label under other names: codes, several codes a class, permuted numbers, bins."""
    wrong = 0.45 * (1 - case.knob) ** 1.5
    form = case.pick("codes", "many_codes", "numbers", "prefix")

    def leak(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        classes = _coarse(case, rows)
        levels = int(classes.max()) + 1
        flipped = rng.random(len(rows)) < wrong
        classes = np.where(flipped, rng.integers(0, levels, len(rows)), classes)
        secret = np.random.default_rng([case.seed, case.number]).permutation(levels * 4)
        if form == "codes":
            return {"batch": [f"K{secret[k]}" for k in classes]}
        if form == "many_codes":
            return {"route": [f"r{secret[4 * k + j]}" for k, j in _paired(classes, 4, rng)]}
        if form == "numbers":
            return {"type_no": secret[classes] + 100}
        tails = rng.integers(0, 50, len(rows))
        return {
            "reference": [f"{secret[k]:02d}-{t:02d}" for k, t in zip(classes, tails, strict=True)]
        }

    return column_world(case, leak)


def target_encoding(case: Case) -> World:
    """The mean of the target by a category, with the row's own label in it."""
    per_level = max(2, round(2 + 40 * (1 - case.knob) ** 2))
    shrink = case.pick(0.0, 1.0, 5.0)
    keep = case.number % 2 == 0

    def keys(rows: Rows, rng: np.random.Generator) -> Any:
        return rng.integers(0, max(len(rows) // per_level, 2), len(rows))

    def leak(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        key, value = keys(rows, rng), _positive(case, rows)
        columns: dict[str, Any] = {"rate": np.round(_means(key, value, shrink, own=True), 4)}
        return {"rate": columns["rate"], "postcode": [f"P{k}" for k in key]} if keep else columns

    def honest(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        key, value = keys(rows, rng), _positive(case, rows)
        return {"rate": np.round(_means(key, value, shrink + 2.0, own=False), 4)}

    made = column_world(case, leak, honest=honest)
    return _only(made, "rate")


def missingness(case: Case) -> World:
    """A harmless value that is recorded, or not, depending on the outcome."""
    slope = 0.3 + 6 * case.knob**2

    def leak(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        chance = 1 / (1 + np.exp(-slope * (case.process.value(rows) - 0.3)))
        gone = rng.random(len(rows)) < (chance if case.number % 2 else 1 - chance)
        honest = pd.Series(np.round(rng.gamma(3, 20, len(rows)), 1))
        if case.pick(True, True, False):
            return {"follow_up_value": honest.mask(gone)}
        text = pd.Series([f"c{k}" for k in rng.integers(0, 6, len(rows))], dtype=object)
        return {"follow_up_code": text.mask(gone)}

    return column_world(case, leak)


def id_order(case: Case) -> World:
    """An identifier that was handed out class by class."""

    def leak(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        noise = 4 * (1 - case.knob) ** 1.2
        key = case.process.value(rows) + noise * rng.normal(size=len(rows)) + 1e-3
        place = np.argsort(np.argsort(key, kind="stable"), kind="stable")
        return {"record_no": 100_000 + place * 3 + rng.integers(0, 3, len(rows))}

    return column_world(case, leak)


def row_order(case: Case) -> World:
    """A file whose rows lie class by class; no column says so."""
    rows = case.process.draw(case.rng(1), case.rows)
    fresh = case.process.draw(case.rng(2), max(FRESH_ROWS, case.rows))
    noise = 4 * (1 - case.knob) ** 1.2
    key = case.process.value(rows) + noise * case.rng(3).normal(size=len(rows))
    rows = rows.take(np.argsort(key, kind="stable"))
    return world(case, "target", rows, rows, fresh, position=True, order_matters=True)


def late_timestamp(case: Case) -> World:
    """A time of an event that, for some outcomes, lies after the time of the label."""
    late = 0.1 + 0.9 * case.knob
    role = case.process.domain.time

    def stamps(rows: Rows, rng: np.random.Generator) -> tuple[Floats, Floats]:
        known = rng.uniform(0, 500, len(rows))
        return known, known - rng.gamma(2.0, 20.0, len(rows))

    def leak(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        known, before = stamps(rows, rng)
        hit = case.process.value(rows) > 0.2
        after = known + rng.gamma(2.0, 5.0, len(rows)) + 0.5
        event = np.where(hit & (rng.random(len(rows)) < late), after, before)
        return {"last_event_at": days(event), role: days(known)}

    def honest(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        known, before = stamps(rows, rng)
        return {"last_event_at": days(before), role: days(known)}

    made = column_world(case, leak, honest=honest, time=role if case.number % 4 else None)
    return _only(made, "last_event_at")


def small_part(case: Case) -> World:
    """A feature that is honest in most rows and gives the label away in a small part of them."""
    share = 0.04 + 0.26 * case.knob
    form = case.pick("segment", "range", "codes")

    def leak(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        value = case.process.value(rows)
        known = rng.random(len(rows)) < share
        usual = np.round(rng.normal(50, 12, len(rows)), 2)
        told = np.round(50 + 12 * value / max(np.abs(value).max(), 1e-9) * 2, 2)
        if form == "segment":
            segment = np.where(
                known, "site_7", [f"site_{k}" for k in rng.integers(0, 7, len(rows))]
            )
            return {"reading": np.where(known, told, usual), "site": segment}
        if form == "range":
            return {"reading": np.where(known, told + 200, usual)}
        coarse = _coarse(case, rows)
        return {"reading": np.where(known, -1.0 - coarse, usual)}

    return _only(column_world(case, leak), "reading")


def _coarse(case: Case, rows: Rows) -> Any:
    """Classes of the label; bins of it when it is an amount."""
    if case.task != "regression":
        return case.process.classes(rows.label)
    edges = np.quantile(rows.label, [0.15, 0.35, 0.55, 0.75, 0.9])
    return np.searchsorted(edges, rows.label)


def _positive(case: Case, rows: Rows) -> Floats:
    """What a target encoding averages: the first class against the rest, or the amount."""
    if case.task == "regression":
        return rows.label.to_numpy(dtype=np.float64)
    return (case.process.classes(rows.label) > 0).astype(np.float64)


def _paired(classes: Any, codes: int, rng: np.random.Generator) -> Any:
    return zip(classes, rng.integers(0, codes, len(classes)), strict=True)


def _means(key: Any, value: Floats, shrink: float, *, own: bool) -> Floats:
    """Mean of the value by key, shrunk to the mean of all, with or without the row itself."""
    frame = pd.DataFrame({"key": key, "value": value})
    total = frame.groupby("key")["value"].transform("sum").to_numpy()
    count = frame.groupby("key")["value"].transform("count").to_numpy().astype(np.float64)
    if not own:
        total, count = total - value, count - 1
    prior = float(value.mean())
    weight = np.maximum(count + shrink, 1e-9)
    return np.where(count + shrink > 0, (total + shrink * prior) / weight, prior)


def _only(made: World, *columns: str) -> World:
    """The same world with only these columns called leaking."""
    return replace(made, columns=columns)
