"""Clean controls whose columns look suspicious: each is known when the prediction is made."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from benchmarks.leakage_worlds.case import FRESH_ROWS, Case, Leak, world
from benchmarks.leakage_worlds.domains import Domain
from benchmarks.leakage_worlds.process import Floats, Process, Rows, days
from benchmarks.leakage_worlds.world import World


def _with(case: Case, columns: Leak, *, process: Process | None = None, **more: Any) -> World:
    """A clean world with further honest columns, made alike for old rows and fresh ones."""
    source = process or case.process
    rows = source.draw(case.rng(1), case.rows)
    fresh = source.draw(case.rng(2), FRESH_ROWS)
    told = rows.with_columns(**columns(rows, case.rng(3)))
    later = fresh.with_columns(**columns(fresh, case.rng(4)))
    return world(case, "clean", told, told, later, **more)


def _process(case: Case, **more: Any) -> Process:
    domain: Domain = case.process.domain
    return Process(domain, case.task, len(case.process.columns), case.seed + 17, **more)


def _nothing(_: Rows, __: np.random.Generator) -> dict[str, Any]:
    return {}


def plain(case: Case) -> World:
    """Nothing about it is odd."""
    return _with(case, _nothing)


def pure_noise(case: Case) -> World:
    """Nothing in it predicts anything."""
    return _with(case, _nothing, process=_process(case, signal=0.0))


def near_perfect(case: Case) -> World:
    """An honest problem that many weak features together solve nearly perfectly."""
    return _with(case, _nothing, process=_process(case, signal=0.985))


def strong_feature(case: Case) -> World:
    """One honest feature that alone says much, as a bureau score does."""

    def columns(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        known = rows.score + 0.25 * rng.normal(size=len(rows))
        return {"prior_score": np.round(600 + 60 * known)}

    return _with(case, columns, process=_process(case, signal=0.75))


def two_strong_features(case: Case) -> World:
    """Two honest features that between them say most of what can be said."""

    def columns(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        noise = rng.normal(size=len(rows))
        return {
            "lab_a": np.round(rows.score + noise, 3),
            "lab_b": np.round(rows.score - noise, 3),
        }

    return _with(case, columns, process=_process(case, signal=0.7))


def strong_category(case: Case) -> World:
    """A category of a few levels that honestly says much."""

    def columns(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        grade = np.searchsorted(
            [-1.2, -0.4, 0.4, 1.2], rows.score + 0.3 * rng.normal(size=len(rows))
        )
        return {"grade": [f"{'ABCDE'[k]}" for k in grade]}

    return _with(case, columns, process=_process(case, signal=0.75))


def dates(case: Case) -> World:
    """Date of birth, start of the contract, time of the row: none is later than the row's time."""

    def columns(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        known = rng.integers(0, 600, len(rows))
        start = (
            known - rng.gamma(2.0, 200.0, len(rows)).astype(int) + 40 * np.minimum(rows.score, 0)
        )
        born = known - rng.normal(16_000, 3_000, len(rows)).astype(int)
        return {
            "birth": days(born),
            "start": days(np.floor(start)),
            case.process.domain.time: days(known),
        }

    return _with(case, columns, time=case.process.domain.time)


def planned_dates(case: Case) -> World:
    """A date after the row's time that was fixed beforehand: the end of a term, alike for all."""

    def columns(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        known = rng.integers(0, 600, len(rows))
        term = rng.choice([90, 180, 365, 730], len(rows))
        return {"term_end": days(known + term), case.process.domain.time: days(known)}

    return _with(case, columns, time=case.process.domain.time)


def arithmetic_among_features(case: Case) -> World:
    """A total and its parts, a ratio and its terms: identities, but not of the target."""

    def columns(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        first, second = rng.gamma(3.0, 40.0, (2, len(rows))) * np.exp(0.2 * rows.score)
        first, second = np.round(first, 2), np.round(second, 2)
        return {
            "cost_goods": first,
            "cost_freight": second,
            "cost_total": np.round(first + second, 2),
            "freight_share": np.round(second / (first + second), 4),
        }

    return _with(case, columns)


def redundant_columns(case: Case) -> World:
    """The same honest quantity in two units, and as a band."""

    def columns(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        celsius = np.round(20 + 5 * (rows.score + rng.normal(size=len(rows))), 1)
        return {
            "temp_c": celsius,
            "temp_f": np.round(celsius * 9 / 5 + 32, 2),
            "temp_band": pd.cut(pd.Series(celsius), [-99, 15, 20, 25, 99]).cat.codes,
        }

    return _with(case, columns)


def telling_gaps(case: Case) -> World:
    """A value that is missing somewhat more often in some outcomes, for an honest reason."""

    def columns(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        chance = 0.08 + 0.12 / (1 + np.exp(-rows.score))
        return {
            "employer_years": pd.Series(np.round(rng.gamma(2, 4, len(rows)), 1)).mask(
                rng.random(len(rows)) < chance
            )
        }

    return _with(case, columns)


def gaps_at_random(case: Case) -> World:
    """Columns that are mostly empty, whatever the outcome."""

    def columns(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        return {
            f"optional_{k}": pd.Series(rng.normal(size=len(rows))).mask(
                rng.random(len(rows)) < 0.5 + 0.2 * k
            )
            for k in range(3)
        }

    return _with(case, columns)


def running_number(case: Case) -> World:
    """An identifier that counts the rows up and says nothing."""

    def columns(rows: Rows, _: np.random.Generator) -> dict[str, Any]:
        return {"id": np.arange(len(rows)) + 50_001}

    return _with(case, columns)


def random_codes(case: Case) -> World:
    """Unique codes of random letters: each level has one row, so any rule on them is luck."""

    def columns(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        codes = rng.integers(16**7, 16**8, len(rows))
        return {"token": [f"{c:x}" for c in codes]}

    return _with(case, columns)


def many_levels(case: Case) -> World:
    """Categories of hundreds of levels, a handful of rows each."""

    def columns(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        return {
            "zip": [f"{k:05d}" for k in rng.integers(0, max(len(rows) // 4, 2), len(rows))],
            "street": [f"s{k}" for k in rng.geometric(0.02, len(rows))],
        }

    return _with(case, columns)


def historical_encoding(case: Case) -> World:
    """A rate by category that was counted in an earlier period."""
    effects = np.random.default_rng([case.seed, 5]).normal(size=60)

    def columns(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        near = np.argsort(np.abs(effects[None, :] - rows.score[:, None]), axis=1)
        key = near[np.arange(len(rows)), rng.integers(0, 25, len(rows))]
        return {"area": [f"A{k}" for k in key], "area_rate": np.round(0.3 + 0.05 * effects[key], 4)}

    return _with(case, columns)


def fold_wise_encoding(case: Case) -> World:
    """A rate by category, each row's taken from other folds than its own."""

    def columns(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        key = np.clip(np.round(20 + 6 * (rows.score + rng.normal(size=len(rows)))), 0, 40)
        value = case.process.value(rows)
        fold = rng.integers(0, 5, len(rows))
        rate = np.zeros(len(rows))
        for k in range(5):
            other = pd.Series(value[fold != k]).groupby(key[fold != k])
            mean = (other.sum() + 0.0) / (other.count() + 10.0)
            rate[fold == k] = pd.Series(key[fold == k]).map(mean).fillna(0.0)
        return {"shop": [f"S{k:.0f}" for k in key], "shop_rate": np.round(rate, 4)}

    return _with(case, columns)


def imbalanced(case: Case) -> World:
    """Two in a hundred rows are positive."""
    return _with(case, _nothing, process=_process(case, signal=0.6, positive=0.02))


def coarse_features(case: Case) -> World:
    """A few answers on short scales: many rows are alike, and that is legitimate."""
    rows, fresh = (
        case.process.draw(case.rng(1), case.rows),
        case.process.draw(case.rng(2), FRESH_ROWS),
    )
    return world(case, "clean", _coarse(rows), _coarse(rows), _coarse(fresh))


def coarse_with_test(case: Case) -> World:
    """Few answers on short scales, split at random: rows of the test are alike by chance."""
    rows, fresh = (
        case.process.draw(case.rng(1), case.rows),
        case.process.draw(case.rng(2), FRESH_ROWS),
    )
    test = case.process.draw(case.rng(3), max(case.rows // 2, 1_000))
    shown = _coarse(rows)
    return world(case, "clean", shown, shown, _coarse(fresh), test=_coarse(test), naive="test")


def special_values(case: Case) -> World:
    """A number with -1 and 999 for what is unknown, whatever the outcome."""

    def columns(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        days_since = np.round(rng.gamma(2.0, 30.0, len(rows)))
        unknown = rng.random(len(rows))
        return {
            "days_since": np.where(unknown < 0.3, -1, np.where(unknown > 0.97, 999, days_since))
        }

    return _with(case, columns)


def steep_feature(case: Case) -> World:
    """An honest threshold effect: hardly any positives below a limit, many above it."""

    def columns(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        load = rows.score + 0.4 * rng.normal(size=len(rows))
        return {"load": np.round(np.exp(load), 3)}

    return _with(case, columns, process=_process(case, signal=0.8))


def telling_names(case: Case) -> World:
    """Columns whose names sound like the outcome and say nothing about it."""

    def columns(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        return {
            f"{case.process.target}_flag_prev_year": rng.integers(0, 2, len(rows)),
            "label_batch": rng.integers(0, 9, len(rows)),
            "outcome_code": [f"o{k}" for k in rng.integers(0, 5, len(rows))],
        }

    return _with(case, columns)


def wide_noise(case: Case) -> World:
    """Few rows and many columns of noise: some fit the target by luck."""
    rows = case.process.draw(case.rng(1), 400)
    fresh = case.process.draw(case.rng(2), FRESH_ROWS)

    def wide(these: Rows, rng: np.random.Generator) -> Rows:
        noise: Floats = rng.normal(size=(80, len(these)))
        return these.with_columns(**{f"gene_{k:02d}": noise[k].round(3) for k in range(80)})

    told, later = wide(rows, case.rng(3)), wide(fresh, case.rng(4))
    return world(case, "clean", told, told, later)


def small_table(case: Case) -> World:
    """Two hundred rows."""
    rows = case.process.draw(case.rng(1), 200)
    return world(case, "clean", rows, rows, case.process.draw(case.rng(2), FRESH_ROWS))


def _coarse(rows: Rows) -> Rows:
    frame = pd.DataFrame(
        {
            f"answer_{k}": np.clip(np.round(2 + rows.score * (k == 0) + level), 0, 4).astype(int)
            for k, level in enumerate(_levels(rows))
        }
    )
    return Rows(frame, rows.outcome, rows.label, rows.score)


def _levels(rows: Rows) -> list[Floats]:
    numbers = rows.frame.select_dtypes("number")
    kept = [numbers[c].rank(pct=True).fillna(0.5).to_numpy() * 4 - 2 for c in numbers.columns[:4]]
    return [np.asarray(level, dtype=np.float64) for level in kept]
