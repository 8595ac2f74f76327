"""How instants are written: with or without a time zone, and with which."""

from __future__ import annotations

from ml_engineer_tools.profiling.inputs import Inputs

OFFSET = r"\d(Z|[+-]\d{2}(?::?\d{2})?)$"
"""A time of day followed by Z or by hours east of Greenwich (ISO 8601)."""

CLOCK = r"\d{2}:\d{2}"

SOME = 0.01
"""Share of values from which a way of writing counts: a convention."""


def check_writing(inputs: Inputs, column: str, called: str) -> None:
    """Record a column of text in which some instants have a time zone and some have none."""
    if inputs.summaries[column].column.kind != "text":
        return
    known = inputs.sample[column].dropna().astype(str).str.strip()
    clocked = known[known.str.contains(CLOCK)]
    if clocked.empty:
        return
    offsets = clocked.str.extract(OFFSET, expand=False)
    share = float(offsets.notna().mean())
    shares = offsets.dropna().value_counts(normalize=True)
    zones = int((shares >= SOME).sum())
    recorder = inputs.recorder
    with_zone = recorder.figure("time_zone_share", share, column=column, n=len(clocked))
    count = recorder.figure("time_zone_offsets", zones, column=column, n=len(clocked))
    mixed = SOME <= share <= 1 - SOME
    if not mixed and zones < 2:
        return
    recorder.finding(
        "time_zone_mix",
        "medium" if mixed else "low",
        f"{share:.1%} of the times in {called} have a time zone and the others have none: they "
        "can't be put in one order."
        if mixed
        else f"{called} is written with {count} different offsets from Greenwich: days and hours "
        "of the local clock are not those of one clock.",
        columns=[column],
        clauses=["S3", "P3", "S4"],
        figures=[with_zone, count],
        confidence="high",
        question="In which time zone are those without one?" if mixed
        else "Is it summer time, or several places?",
        harmless_if="all of them are converted to one clock before they are compared",
    )  # fmt: skip
