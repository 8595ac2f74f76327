"""Units that one quantity is written in: times, sizes of memory, power, mass and length, money."""

from __future__ import annotations

_FAMILIES: tuple[dict[str, float], ...] = (
    {"ns": 1e-9, "µs": 1e-6, "us": 1e-6, "microseconds": 1e-6, "ms": 1e-3, "milliseconds": 1e-3,
     "s": 1.0, "sec": 1.0, "second": 1.0, "seconds": 1.0, "min": 60.0, "minute": 60.0,
     "minutes": 60.0, "h": 3600.0, "hr": 3600.0, "hrs": 3600.0, "hour": 3600.0, "hours": 3600.0,
     "day": 86_400.0, "days": 86_400.0, "week": 604_800.0, "weeks": 604_800.0},
    {"kB": 1e3, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12},
    {"KiB": 2.0**10, "MiB": 2.0**20, "GiB": 2.0**30},
    {"W": 1.0, "kW": 1e3, "MW": 1e6, "GW": 1e9},
    {"Wh": 1.0, "kWh": 1e3, "MWh": 1e6, "GWh": 1e9},
    {"µg": 1e-9, "mg": 1e-6, "g": 1e-3, "kg": 1.0, "t": 1e3, "tonnes": 1e3},
    {"ml": 1e-3, "cl": 1e-2, "l": 1.0, "L": 1.0, "litre": 1.0, "litres": 1.0, "liters": 1.0},
    {"mm": 1e-3, "cm": 1e-2, "m": 1.0, "km": 1e3},
    {"cent": 0.01, "cents": 0.01, "ct": 0.01, "EUR": 1.0, "€": 1.0, "euro": 1.0, "euros": 1.0,
     "USD": 1.0, "$": 1.0, "dollar": 1.0, "dollars": 1.0, "GBP": 1.0, "£": 1.0, "pence": 0.01,
     "p": 0.01, "CHF": 1.0, "Rappen": 0.01},
)  # fmt: skip
"""Each with its size in the family's own unit; what has two sizes in use (months) is left out."""

_OF: dict[str, tuple[int, float]] = {
    unit: (place, size)
    for place, family in enumerate(_FAMILIES)
    for unit, size in reversed(family.items())
}


def rescaled(written: str | None, measured: str | None) -> float | None:
    """Return by what a number in one unit is multiplied to be in another; None if it can't be.

    Args:
        written: the unit beside a number in a text.
        measured: the unit of a figure; `EUR/h` is one of euros, by the hour.
    """
    if not written or not measured:
        return None
    one = _OF.get(written)
    other = _OF.get(measured) or _OF.get(measured.partition("/")[0].strip())
    if one is None or other is None or one[0] != other[0]:
        return None
    return one[1] / other[1]


def scales_of(written: str | None) -> frozenset[float]:
    """Return by what a number beside this unit may have to be multiplied to be a figure's."""
    if (one := _OF.get(written or "")) is None:
        return frozenset()
    return frozenset(one[1] / size for size in _FAMILIES[one[0]].values()) - {1.0}
