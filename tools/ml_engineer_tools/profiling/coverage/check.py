"""The coverage of time, recorded: periods, gaps, detached dates, jumps and seasons of volume."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import EXACT, Exactness, Figure, format_value
from ml_engineer_tools.profiling.coverage.calendar import SECONDS, ordinals, written
from ml_engineer_tools.profiling.coverage.far_dates import other_dates, report_detached
from ml_engineer_tools.profiling.coverage.gaps import find_gaps
from ml_engineer_tools.profiling.coverage.target_by_period import check_target_by_period
from ml_engineer_tools.profiling.coverage.timeline import Timeline, draw_timeline
from ml_engineer_tools.profiling.coverage.volume import (
    FEWEST_CYCLES,
    JUMP,
    SEASON,
    find_jump,
    hour_spread,
    season_spread,
)
from ml_engineer_tools.profiling.coverage.writing import check_writing
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.instants import Form, form_of, to_instants
from ml_engineer_tools.profiling.role_proposals.times import DATED, is_sorted, propose_times
from ml_engineer_tools.tables.names import agreeing, quoted

if TYPE_CHECKING:
    import pandas as pd

GAP_SHARE = 0.1
"""Share of the time covered that gaps take from which they are more than a detail: a convention."""

OWN = "a convention of this tool"


@dataclass(frozen=True, slots=True, eq=False)
class Time:
    """The column whose coverage is told.

    Attributes:
        name: the column.
        form: how it writes time.
        instants: its known values in the sample, in file order.
        given: whether it was named, not proposed.
    """

    name: str
    form: Form
    instants: pd.Series
    given: bool

    @property
    def called(self) -> str:
        """How statements call it."""
        return quoted(self.name) + ("" if self.given else " (proposed as the time, not given)")


def check_coverage(inputs: Inputs) -> None:
    """Record which time the rows cover, by the time given or the best one proposed."""
    time = _time(inputs)
    if time is None or time.instants.empty:
        report_detached(inputs, {}, other_dates(inputs, None))
        return
    check_writing(inputs, time.name, time.called)
    if time.instants.nunique() == 1 and inputs.summaries[time.name].constant:
        _report_constant(inputs, time)
        return
    _report_order(inputs, time)
    if time.form == "other text":
        return
    timeline = draw_timeline(
        inputs.engine, inputs.table.expression, time.name, time.form, time.instants
    )
    if timeline is None:
        return
    recorder = inputs.recorder
    recorder.figure("time_granularity", SECONDS[timeline.finest], unit="seconds", column=time.name,
                    exactness=_sampled(inputs))  # fmt: skip
    every, rows = timeline.by_period()
    for ordinal, n in zip(every, rows, strict=True):
        recorder.figure("period_rows", int(n), unit="rows", column=time.name,
                        window=written(int(ordinal), timeline.period))  # fmt: skip
    report_detached(inputs, {time.name: (timeline.detached, EXACT)}, other_dates(inputs, time.name))
    _report_gaps(inputs, time, timeline)
    _report_jump(inputs, time, timeline)
    _report_seasons(inputs, time, timeline)
    check_target_by_period(inputs, time.name, time.form, timeline, time.called)


def _time(inputs: Inputs) -> Time | None:
    given = inputs.roles.time
    name = given
    if name is None:
        best = next(iter(propose_times(inputs)), None)
        if best is None or best.confidence == "low":
            return None
        name = best.columns[0]
    values = inputs.sample[name]
    form = form_of(inputs.table.column(name), values)
    if form is None or (given is None and form not in DATED):
        return None
    return Time(name, form, to_instants(values, form).dropna(), given is not None)


def _sampled(inputs: Inputs) -> Exactness:
    n = len(inputs.sample)
    return EXACT if n >= inputs.table.rows else Exactness(kind="sampled", n=n)


def _report_constant(inputs: Inputs, time: Time) -> None:
    distinct = inputs.recorder.figure("distinct_instants", 1, column=time.name, n=inputs.table.rows)
    inputs.recorder.finding(
        "time_constant",
        "medium",
        f"All rows have the same time in {time.called}: it puts no row before another.",
        columns=[time.name],
        clauses=["S3"],
        figures=[distinct],
        confidence="high",
        question="Is it when the table was exported? Which column says when a row happened?",
    )


def _report_order(inputs: Inputs, time: Time) -> None:
    values = time.instants.astype("int64").to_numpy()
    if len(values) < 2:
        return
    steps = np.diff(values)
    back = inputs.recorder.figure(
        "steps_back_in_time_share", float((steps < 0).mean()), column=time.name, n=len(steps),
        exactness=_sampled(inputs),
    )  # fmt: skip
    if time.given and back.value and not is_sorted(values):
        inputs.recorder.finding(
            "time_not_in_file_order",
            "info",
            f"The file is not sorted by {time.called}: {float(back.value):.1%} of the steps go "
            "back in time, so a split in file order is no split in time.",
            columns=[time.name],
            clauses=["S3"],
            figures=[back],
            confidence="high",
            question="In which order was the file written?",
            harmless_if="splits are made by the time column, not by the place in the file",
        )


def _report_gaps(inputs: Inputs, time: Time, timeline: Timeline) -> None:
    steps = ordinals(timeline.starts, timeline.step)
    gaps = find_gaps(steps)
    recorder = inputs.recorder
    count = recorder.figure("time_gaps", len(gaps), column=time.name, n=inputs.table.rows)
    if not gaps:
        return
    unit = f"{timeline.step}s"
    lengths = [
        recorder.figure(
            "gap_length", gap.missing, unit=unit, column=time.name,
            window=f"{written(gap.before, timeline.step)}/{written(gap.after, timeline.step)}",
        )
        for gap in gaps[:5]
    ]  # fmt: skip
    share = recorder.figure(
        "gap_share", sum(gap.missing for gap in gaps) / float(steps[-1] - steps[0] + 1),
        column=time.name,
    )  # fmt: skip
    limit = recorder.convention("gap_share_threshold", GAP_SHARE, source=OWN)
    longest = gaps[0].missing
    length = f"{longest:,} {timeline.step}{agreeing(longest, '', 's')}"
    told = (
        f"a stretch of {length} without a row, longer than its usual rhythm explains"
        if len(gaps) == 1
        else f"{count} stretches without a row, longer than its usual rhythm explains, up to "
        f"{length} long"
    )
    recorder.finding(
        "time_gaps",
        "medium" if float(share.value) >= GAP_SHARE else "low",
        f"{time.called} has {told}: {float(share.value):.1%} of the time covered.",
        columns=[time.name],
        clauses=["P3", "P1", "H5"],
        figures=[count, *lengths, share, limit],
        confidence="medium",
        question="Did nothing happen then, or were the rows lost or not recorded?",
        harmless_if="nothing happened, and the same would be so in production",
    )


def _report_jump(inputs: Inputs, time: Time, timeline: Timeline) -> None:
    starts, rows = timeline.evenly()
    # The first stretch may be cut off.
    jump = find_jump(rows[1:])
    if jump is None:
        return
    recorder = inputs.recorder
    ratio = recorder.figure(
        "volume_jump_ratio", jump.ratio, column=time.name,
        window=written(int(starts[1 + jump.at]), timeline.step),
    )  # fmt: skip
    limit = recorder.convention("volume_jump_threshold", JUMP, source=OWN)
    recorder.finding(
        "volume_break",
        "medium",
        f"At one point the number of rows along {time.called} changes to another level and stays "
        f"there: {format_value(ratio.value)} times as many as before.",
        columns=[time.name],
        clauses=["P1", "P3", "P5"],
        figures=[ratio, limit],
        confidence="medium",
        question="What changed then: the business, a source of rows, or what is recorded?",
        harmless_if="only the number of rows changed, not which cases they are",
    )


def _report_seasons(inputs: Inputs, time: Time, timeline: Timeline) -> None:
    found: list[tuple[str, Figure]] = []
    for words, spread in _seasons(timeline, time.instants):
        figure = inputs.recorder.figure(
            f"{words.replace(' ', '_')}_volume_spread", spread, column=time.name
        )
        found.append((words, figure))
    if not found:
        return
    limit = inputs.recorder.convention("volume_spread_threshold", SEASON, source=OWN)
    told = " and ".join(
        f"the busiest {words} has {float(figure.value):.0%} of the average more rows than the "
        "quietest"
        for words, figure in found
    )
    inputs.recorder.finding(
        "volume_seasonality",
        "info",
        f"The number of rows along {time.called} has seasons: {told}.",
        columns=[time.name],
        clauses=["S8", "P5"],
        figures=[*(figure for _, figure in found), limit],
        confidence="high",
        question="Does a check in production compare like with like, a Monday with a Monday?",
    )


def _seasons(timeline: Timeline, instants: pd.Series) -> list[tuple[str, float]]:
    """Return the cycles that the rows have seasons in, with how far the seasons are apart."""
    import pandas as pd

    series = pd.Series(timeline.rows.astype(float), index=pd.DatetimeIndex(timeline.starts))
    found: list[tuple[str, float]] = []
    days = (series.index[-1] - series.index[0]).days
    if SECONDS[timeline.finest] < SECONDS["day"] and days >= FEWEST_CYCLES:
        spread = hour_spread(instants)
        found += [("hour of the day", spread)] if spread else []
    if SECONDS[timeline.step] <= SECONDS["day"] and days >= 7 * FEWEST_CYCLES:
        daily = series.resample("D").sum().iloc[1:-1]
        index = pd.DatetimeIndex(daily.index)
        weeks = index.to_period("W").asi8
        spread = season_spread(daily.to_numpy(), index.day_of_week.to_numpy(), np.asarray(weeks))
        found += [("day of the week", spread)] if spread else []
    if timeline.step != "year" and days >= 3 * 365:
        monthly = series.resample("MS").sum().iloc[1:-1]
        index = pd.DatetimeIndex(monthly.index)
        spread = season_spread(monthly.to_numpy(), index.month.to_numpy(), index.year.to_numpy())
        found += [("month of the year", spread)] if spread else []
    return found
