"""Counts hits, misses, false alarms, and findings that vanish in disguise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.leakage_worlds.checking import Checked, Found
from benchmarks.leakage_worlds.families import ORDER, right_kind, right_side
from benchmarks.leakage_worlds.manifest import Label

LOUD = ("high", "medium")


@dataclass(frozen=True)
class Count:
    """Hits among worlds, with the 95 % Wilson interval of their share."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        """Hits over worlds; NaN without worlds."""
        return self.hits / self.of if self.of else float("nan")

    def interval(self) -> tuple[float, float]:
        """Wilson's interval, 95 % (Wilson 1927, JASA 22)."""
        from scipy.stats import binomtest

        if not self.of:
            return float("nan"), float("nan")
        ends = binomtest(self.hits, self.of).proportion_ci(method="wilson")
        return float(ends.low), float(ends.high)


def is_hit(found: Found, label: Label) -> bool:
    """Strictly: high or medium, and it names a leaking column or is the right kind of check."""
    return found.severity in LOUD and _on_target(found, label)


def is_near_hit(found: Found, label: Label) -> bool:
    """Leniently: as above at any severity but info, or high or medium on the right side."""
    if found.severity in LOUD and right_side(found.check, label):
        return True
    return found.severity != "info" and _on_target(found, label)


def _on_target(found: Found, label: Label) -> bool:
    return bool(set(found.columns) & set(label.columns)) or right_kind(found.check, label)


def recall(checked: Iterable[Checked], *, lenient: bool = False) -> Count:
    """Share of worlds with a hit."""
    test = is_near_hit if lenient else is_hit
    hits = [any(test(f, c.label) for f in c.found) for c in checked]
    return Count(sum(hits), len(hits))


def alarms(checked: Iterable[Checked], *severities: str) -> Count:
    """Share of worlds with a finding of one of these severities."""
    rung = [any(f.severity in severities for f in c.found) for c in checked]
    return Count(sum(rung), len(rung))


def wrongly_accused(checked: Checked) -> tuple[Found, ...]:
    """High findings that name columns, none of which leaks, in a world with leaking columns."""
    leaking = set(checked.label.columns)
    return tuple(
        f
        for f in checked.found
        if f.severity == "high" and f.columns and leaking and not leaking & set(f.columns)
    )


def changed(checked: Checked) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    """High and medium findings that vanish in disguise, and those that appear.

    A finding is the same when its check and its columns are. Findings on the order of rows are
    left out where rows were shuffled.
    """
    if checked.disguised is None:
        return (), ()
    before, after = _keys(checked.found, checked.label), _keys(checked.disguised, checked.label)
    gone = tuple(f for key, f in before.items() if key not in after)
    new = tuple(f for key, f in after.items() if key not in before)
    return gone, new


def _keys(found: Iterable[Found], label: Label) -> dict[tuple[str, frozenset[str]], Found]:
    return {
        (f.check, frozenset(f.columns)): f
        for f in found
        if f.severity in LOUD and (label.order_matters or not _is_on_order(f))
    }


def _is_on_order(found: Found) -> bool:
    return any(part in found.check for part in ORDER) or "file order" in found.statement
