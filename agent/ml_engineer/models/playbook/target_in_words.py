"""The column behind an outcome told in words: "who survives" is `survived`, where nothing else is.

It is taken only where one column alone fits, and the answer says that it was taken and from what.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["column_behind"]

SHORTEST_STEM = 4
ENDINGS = frozenset(
    ("", "s", "es", "e", "d", "ed", "r", "er", "ers", "or", "ors", "ing", "ion", "al", "y", "ies")
)
"""What may follow a common stem: survive-s, survive-d; default-ed; churn-er. Not count-ry."""

GENERIC = frozenset(
    ("is", "has", "was", "will", "did", "flag", "label", "target", "y", "outcome", "status",
     "class", "bool", "ind", "indicator", "value")
)  # fmt: skip
"""Words of a column's name that don't change what it holds: `is_churned`, `default_flag`."""

ASKING = frozenset(
    ("who", "which", "what", "whether", "how", "many", "much", "when", "the", "will")
)
"""Words of a question, that name a column by chance alone."""


def column_behind(words: str, columns: Sequence[str]) -> str | None:
    """Return the one column whose name says what the words say; None if none or several do.

    Every word of the name has to be among the words, in whatever form: of `demand_forecast` not
    all is said by "demand".

    Args:
        words: the outcome as a person put it.
        columns: of the attached table.
    """
    said = [word for word in re.findall(r"[^\W\d_]{3,}", words.lower()) if word not in ASKING]
    fitting = [name for name in columns if _says(name, said)]
    if len(fitting) == 1:
        return fitting[0]
    whole = [name for name in fitting if len(_parts(name)) > 1]
    return whole[0] if len(whole) == 1 else None


def _says(name: str, said: Sequence[str]) -> bool:
    parts = _parts(name)
    return bool(parts) and all(any(_alike(part, word) for word in said) for part in parts)


def _parts(name: str) -> list[str]:
    """Return the words of a name; a single letter is a unit beside others: `income >50K`."""
    apart = re.sub(r"(?<=[a-z\d])(?=[A-Z])", "_", name).lower()
    parts = [part for part in re.findall(r"[^\W\d_]+", apart) if part not in GENERIC]
    return [part for part in parts if len(part) > 1] or parts


def _alike(one: str, other: str) -> bool:
    common = 0
    while common < min(len(one), len(other)) and one[common] == other[common]:
        common += 1
    if one == other:
        return True
    return any(
        one[stem:] in ENDINGS and other[stem:] in ENDINGS
        for stem in range(SHORTEST_STEM, common + 1)
    )
