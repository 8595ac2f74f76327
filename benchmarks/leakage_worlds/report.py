"""Prints what a run has shown."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from benchmarks.leakage_worlds.checking import Checked
from benchmarks.leakage_worlds.scoring import (
    Count,
    alarms,
    changed,
    recall,
    wrongly_accused,
)

GOALS = {"blatant": 0.95, "subtle": 0.80}
ALARM_GOAL = 1 / 20


def print_report(checked: Sequence[Checked]) -> None:
    """Print recall by type and strength, false alarms, what vanished in disguise, and times."""
    ran = [c for c in checked if c.error is None]
    leaks = [c for c in ran if c.label.kind != "clean"]
    clean = [c for c in ran if c.label.kind == "clean"]
    if leaks:
        _print_recall(leaks)
    if clean:
        _print_alarms([c for c in clean if c.label.type != "bundled"], "clean worlds", ALARM_GOAL)
        _print_alarms([c for c in clean if c.label.type == "bundled"], "bundled tables", 0.0)
    _print_accused(leaks)
    _print_disguise([c for c in ran if c.disguised is not None])
    for c in checked:
        if c.error:
            print(f"FAILED {c.label.name}: {c.error}")
    if ran:
        times = sorted(c.seconds for c in ran)
        print(
            f"\nseconds a check: median {statistics.median(times):.1f}, "
            f"most {times[-1]:.1f} ({max(ran, key=lambda c: c.seconds).label.name})"
        )


def _print_recall(leaks: Sequence[Checked]) -> None:
    print(
        f"\n{'type of leak':26s} {'blatant':>12s} {'subtle':>12s} {'lenient':>12s} {'harmless':>9s}"
    )
    for type_ in dict.fromkeys(c.label.type for c in leaks):
        these = [c for c in leaks if c.label.type == type_]
        told = {s: [c for c in these if c.label.strength == s] for s in (*GOALS, "harmless")}
        both = told["blatant"] + told["subtle"]
        cells = [_cell(recall(told[s])) for s in GOALS]
        cells += [_cell(recall(both, lenient=True))]
        print(
            f"{type_:26s} {cells[0]:>12s} {cells[1]:>12s} {cells[2]:>12s} "
            f"{_cell(recall(told['harmless'])):>9s}"
        )
    print()
    for strength, goal in GOALS.items():
        these = [c for c in leaks if c.label.strength == strength]
        for lenient in (False, True):
            count = recall(these, lenient=lenient)
            low, high = count.interval()
            print(
                f"recall, {strength}, {'lenient' if lenient else 'strict'}: "
                f"{count.share:.3f} ({count.hits} of {count.of}; 95 % {low:.2f} to {high:.2f})"
                + ("" if lenient else f"   goal {goal}")
            )
    print("\nmissed (strictly):")
    for c in leaks:
        if c.label.strength in GOALS and not recall([c]).hits:
            said = ", ".join(f"{f.check}/{f.severity}" for f in c.found) or "nothing"
            amount = "" if c.label.inflation is None else f" {c.label.inflation:.3f}"
            print(f"  {c.label.name} {c.label.strength}{amount}: said {said}")


def _print_alarms(clean: Sequence[Checked], what: str, goal: float) -> None:
    if not clean:
        return
    for severity in ("high", "medium"):
        count = alarms(clean, severity)
        low, high = count.interval()
        told = f"   goal at most {goal:.2f}" if severity == "high" else ""
        print(
            f"\n{what} with a {severity} finding: {count.hits} of {count.of} "
            f"({count.share:.3f}; 95 % {low:.2f} to {high:.2f}){told}"
        )
        for c in clean:
            for f in c.found:
                if f.severity == severity:
                    print(f"  {c.label.name}: {f.check} {', '.join(f.columns)[:70]}")


def _print_accused(leaks: Sequence[Checked]) -> None:
    accused = [(c, wrongly_accused(c)) for c in leaks]
    count = sum(bool(found) for _, found in accused)
    print(f"\nleaking worlds in which a high finding names only honest columns: {count}")
    for c, found in accused:
        for f in found:
            print(f"  {c.label.name}: {f.check} {', '.join(f.columns)[:70]}")


def _print_disguise(ran: Sequence[Checked]) -> None:
    if not ran:
        return
    pairs = [(c, changed(c)) for c in ran]
    gone = sum(len(g) for _, (g, _) in pairs)
    new = sum(len(n) for _, (_, n) in pairs)
    print(f"\nrenamed and shuffled, {len(ran)} worlds: {gone} findings vanish, {new} appear")
    for c, (vanished, appeared) in pairs:
        for sign, found in (("-", vanished), ("+", appeared)):
            for f in found:
                print(
                    f"  {sign} {c.label.name}: {f.check}/{f.severity} {', '.join(f.columns)[:60]}"
                )


def _cell(count: Count) -> str:
    return f"{count.hits}/{count.of}" if count.of else "."
