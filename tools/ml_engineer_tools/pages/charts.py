"""Charts as data: what is drawn, in per cent of the drawing's width and height.

The template turns them into HTML bars and inline SVG. No script, no font, no picture is loaded.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from ml_engineer_tools.evidence import Figure, format_value


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled bar; `start` and `width` in per cent; `low` and `high` mark an interval."""

    label: str
    width: float
    text: str
    start: float = 0.0
    low: float | None = None
    high: float | None = None
    tone: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A labelled value with its interval, places in per cent."""

    label: str
    place: float
    text: str
    low: float | None = None
    high: float | None = None
    tone: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Dots:
    """Points over one axis; `mark` is a place that means nothing was learnt (chance, zero)."""

    points: tuple[Point, ...]
    left: str
    right: str
    mark: float | None = None
    mark_text: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Upright bars side by side, heights in per cent, with an optional line over them."""

    heights: tuple[float, ...]
    titles: tuple[str, ...]
    left: str
    right: str
    top: str
    line: tuple[tuple[float, float], ...] = ()
    line_text: str = ""
    tones: tuple[str, ...] = field(default=())

    @property
    def step(self) -> float:
        """Width of a bar with its gap, in per cent."""
        return 100 / max(len(self.heights), 1)

    @property
    def points(self) -> str:
        """The line as an SVG polyline's points."""
        return " ".join(f"{x:.2f},{100 - y:.2f}" for x, y in self.line)


def bars(labelled: Sequence[tuple[str, float, str]], *, most: float | None = None) -> list[Bar]:
    """Return bars from 0 for pairs of label, value and text; the largest is the full width."""
    largest = most if most is not None else max((value for _, value, _ in labelled), default=0.0)
    scale = 100 / largest if largest > 0 else 0.0
    return [
        Bar(label, min(100.0, max(0.0, value * scale)), text) for label, value, text in labelled
    ]


def dots(
    figures: Sequence[tuple[str, Figure]],
    *,
    mark: float | None = None,
    mark_text: str = "",
    tones: Sequence[str] = (),
) -> Dots | None:
    """Return values with their intervals over one axis; None without any number."""
    numbers = [(label, figure) for label, figure in figures if not isinstance(figure.value, str)]
    if not numbers:
        return None
    ends = [float(figure.value) for _, figure in numbers]
    ends += [end for _, figure in numbers for end in (figure.interval or ())]
    ends += [mark] if mark is not None else []
    low, high = min(ends), max(ends)
    margin = 0.04 * (high - low) or max(abs(high), 1.0) * 0.04
    low, high = low - margin, high + margin

    def place(value: float) -> float:
        return 100 * (value - low) / (high - low)

    points = []
    for k, (label, figure) in enumerate(numbers):
        interval = figure.interval
        points.append(
            Point(
                label,
                place(float(figure.value)),
                shown(figure),
                place(interval[0]) if interval else None,
                place(interval[1]) if interval else None,
                tones[k] if k < len(tones) else "",
                figure.handle,
            )
        )
    return Dots(
        tuple(points),
        format_value(low),
        format_value(high),
        None if mark is None else place(mark),
        mark_text,
    )


def columns(
    counted: Sequence[tuple[str, float]],
    *,
    line: Sequence[float | None] = (),
    line_text: str = "",
    left: str | None = None,
    right: str | None = None,
) -> Columns | None:
    """Return upright bars for pairs of label and count; None without any.

    Args:
        counted: in the order in which they are drawn.
        line: for each bar a number to be drawn over it, or None.
        line_text: what the line is.
        left: label of the first bar, if not its own.
        right: label of the last bar, if not its own.
    """
    if not counted:
        return None
    largest = max(value for _, value in counted) or 1.0
    step = 100 / len(counted)
    known = [(k, value) for k, value in enumerate(line) if value is not None]
    top = max((value for _, value in known), default=0.0)
    low = min(0.0, *(value for _, value in known)) if known else 0.0
    scale = 92 / (top - low) if top > low else 0.0
    return Columns(
        heights=tuple(100 * value / largest for _, value in counted),
        titles=tuple(f"{label}: {_plain(value)}" for label, value in counted),
        left=counted[0][0] if left is None else left,
        right=counted[-1][0] if right is None else right,
        top=_plain(largest),
        line=tuple(((k + 0.5) * step, (value - low) * scale) for k, value in known),
        line_text=f"line: {line_text}, up to {format_value(top)}" if known else "",
    )


def _plain(value: float) -> str:
    return format_value(int(value) if float(value).is_integer() else value)


def shown(figure: Figure) -> str:
    """Return a value with its interval as a page writes it."""
    if isinstance(figure.value, str):
        return figure.value
    unit = f" {figure.unit}" if figure.unit else ""
    if figure.interval is None:
        return f"{figure}{unit}"
    low, high = (format_value(end) for end in figure.interval)
    return f"{figure}{unit} ({low} to {high})"


def per_cent(share: float) -> str:
    """Return a share in words: `12.3 %`; tiny ones don't look like none."""
    if share and share < 0.001:
        return "< 0.1 %"
    return f"{100 * share:.1f} %" if math.isfinite(share) else ""
