"""Patterns of text: case, blanks, accents and encodings, other names for the same levels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.parity.cells import Both
from ml_engineer_tools.parity.date_formats import date_format_patterns

if TYPE_CHECKING:
    from ml_engineer_tools.parity.patterns import Pattern, PatternName

ONE_TO_ONE = 0.98
"""Share of the rows of a level that have to have the same other name."""

MOST_LEVELS = 1000

CODE = re.compile(r"0*([0-9]+?)(?:\.0+)?")
"""Digits as a number writes them, or with zeros before them."""


def text_patterns(both: Both, left: np.ndarray) -> Iterator[Pattern]:
    """Yield patterns of text, the simplest first."""
    from ml_engineer_tools.parity.patterns import Pattern

    places = np.flatnonzero(left & ~both.missing[0] & ~both.missing[1])
    if not len(places):
        return
    alike: tuple[tuple[PatternName, Callable[[str], str]], ...] = (
        ("whitespace", _without_blanks),
        ("leading_zeros", _without_zeros),
        ("letter_case", lambda text: _without_blanks(text).casefold()),
        ("accents_or_encoding", _plain),
        ("number_format", _as_number),
    )
    for name, simplify in alike:
        rows = np.zeros(len(left), dtype=bool)
        for place in places:
            if simplify(both.training[place]) == simplify(both.serving[place]):
                rows[place] = True
        yield Pattern(name, rows & left)
    yield from date_format_patterns(both, left & ~both.missing[0] & ~both.missing[1])
    yield from _relabelled(both, left)


def _relabelled(both: Both, left: np.ndarray) -> Iterator[Pattern]:
    """Levels that go by other names in serving, one for one, in all of their rows."""
    from ml_engineer_tools.parity.patterns import Pattern

    known = ~both.missing[0] & ~both.missing[1]
    pairs: dict[str, dict[str, int]] = {}
    for a, b in zip(both.training[known], both.serving[known], strict=True):
        named = pairs.setdefault(str(a), {})
        named[str(b)] = named.get(str(b), 0) + 1
    if len(pairs) > MOST_LEVELS:
        return
    names = {}
    for level, named in pairs.items():
        other, count = max(named.items(), key=lambda pair: (pair[1], pair[0]))
        held = sum(named.values())
        if other != level and held >= 2 and count >= ONE_TO_ONE * held:
            names[level] = other
    rows = np.array(
        [
            a is not None and b is not None and names.get(str(a)) == b
            for a, b in zip(both.training, both.serving, strict=True)
        ],
        dtype=bool,
    )
    yield Pattern("relabelled", rows & left, float(len(names)), "levels")


def _without_blanks(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def _without_zeros(text: str) -> str:
    """Return a code without the zeros that a number drops, nor those that it adds; other text."""
    code = CODE.fullmatch(text.strip())
    return code[1] if code else text


def _plain(text: str) -> str:
    """Return text without accents, case and blanks, its encoding mended where it was mistaken."""
    for wrong in ("latin-1", "cp1252"):
        try:
            text = text.encode(wrong).decode("utf-8")
            break
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    decomposed = unicodedata.normalize("NFKD", text)
    kept = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _without_blanks(kept.replace("\ufffd", "").replace("?", "")).casefold()


def _as_number(text: str) -> str:
    """Return a number without its grouping and with a decimal point; other text as it is."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "")
    if "," in plain and "." in plain:
        plain = plain.replace(".", "").replace(",", ".") if plain.rfind(",") > plain.rfind(".") \
            else plain.replace(",", "")  # fmt: skip
    elif plain.count(",") == 1:
        plain = plain.replace(",", ".")
    try:
        return repr(float(plain.lstrip("+")))
    except ValueError:
        return text
