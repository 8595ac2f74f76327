"""A question about a file that is not attached: nothing of it was measured, and that is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ml_engineer.models.playbook.one_thing.asking import AskedOne, Theme

if TYPE_CHECKING:
    from ml_engineer.conversation import SessionFacts
    from ml_engineer.evidence.view import EvidenceView
    from ml_engineer.models.playbook.memory import Heard
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["THEME", "absent_file"]

FILE = re.compile(
    r"(?<![\w/.\\-])(?P<path>(?:[\w.~-]*[/\\])*[\w.-]*\w\.(?:csv|tsv|parquet|jsonl|ndjson|arrow"
    r"|feather|xlsx?)(?:\.gz)?)(?!\w|\.\w)",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"\?|^\W*(?:(?:and|so|ok(?:ay)?|now|please|can you|could you|would you|hi|hey|then)\W+)*(?:is"
    r"|are|does|do|has|have|how|what|whats|which|who|why|when|can|could|show|check|profile|look"
    r"|review|tell|describe|summari[sz]e|analy[sz]e|compare|find|list|count|give|audit|inspect)\b",
    re.IGNORECASE,
)
TELLS = re.compile(
    r"\b(?:save|write|export|create|put|store|send|call(?:ed)? it|name it|output)\b", re.IGNORECASE
)
"""A file that is to be made need not be there."""

LONGEST_ASKED = 24


def absent_file(text: str, attached: Sequence[str | None]) -> str | None:
    """Return the table that a question is about and that is not attached; None if there is none.

    Args:
        text: the message.
        attached: paths of the attached tables.
    """
    if len(text.split()) > LONGEST_ASKED or not ASKS.search(text) or TELLS.search(text):
        return None
    there = {_base(path) for path in attached if path}
    named = [found["path"] for found in FILE.finditer(text)]
    return next((path for path in named if _base(path) not in there), None)


def _base(path: str) -> str:
    return re.split(r"[/\\]", path)[-1].casefold()


def _asked(heard: Heard, facts: SessionFacts, shown: Sequence[EvidenceView]) -> AskedOne | None:
    path = absent_file(heard.text, (facts.data, facts.test))
    return None if path is None else AskedOne("absent_file", what=path)


def _told(past: Situation, asked: AskedOne) -> str:
    name = _code(asked.what)
    attached = [_code(path) for path in (past.facts.data, past.facts.test) if path]
    lead = f"**I can't say anything of {name}: it is not attached, so nothing of it was measured.**"
    if attached:
        of = (
            f"What was measured in this conversation is of {' and '.join(attached)} alone, and "
            f"tells nothing of {name}."
        )
    else:
        of = "No table is attached so far."
    return (
        f"{lead} {of}\n\nIf the file lies here under that name, attach it: `/data {asked.what}` in "
        f"the chat, `--data {asked.what}` for one question, `--test` if it is a second table "
        "beside the first. Then ask the same again.\n\nStands on: S3; H5"
    )


def _code(path: str) -> str:
    return f"`{' '.join(path.replace('`', '').split())[:80]}`"


THEME = Theme(asked=_asked, told=_told)
