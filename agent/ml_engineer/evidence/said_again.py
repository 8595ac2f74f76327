"""Said again: a number that an answer begins with, and computes only further on.

"About 72 a day. Step by step: … 312 × 0.23 ≈ 72": the first is what the last comes to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ml_engineer.evidence.grounded import Grounded

FEWEST_DIGITS = 2
"""A number of fewer digits is likelier another one."""


def said_again(found: Sequence[Grounded]) -> list[Grounded]:
    """Return verdicts, those on numbers without a citation taken from where they are computed."""
    computed = {
        (one.token.text, one.token.is_percent): one
        for one in found
        if one.handles and one.verdict in ("derived", "uncited") and _is_computed(one)
    }
    return [
        replace(one, verdict="uncited", handles=again.handles, why=again.why, cited=False)
        if one.verdict == "unsupported"
        and not (one.cited or one.handles or one.reached)
        and len(re.sub(r"\D", "", one.token.text)) >= FEWEST_DIGITS
        and (again := computed.get((one.token.text, one.token.is_percent))) is not None
        else one
        for one in found
    ]


def _is_computed(one: Grounded) -> bool:
    return one.verdict == "derived" or one.why.startswith(("It may be", "Computed"))
