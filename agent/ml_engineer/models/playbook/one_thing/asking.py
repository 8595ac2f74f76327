"""What a question for one thing is, as its theme recognised it, and what a theme has to offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ml_engineer.conversation import SessionFacts
    from ml_engineer.evidence.view import EvidenceView
    from ml_engineer.models.playbook.memory import Heard
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["NOTHING_TO_MEASURE", "AskedOne", "Stages", "Theme"]

Stages = tuple[tuple[str, ...], ...]
NOTHING_TO_MEASURE: Stages = ()


@dataclass(frozen=True, slots=True)
class AskedOne:
    """One thing that a message asks for.

    Attributes:
        theme: the name of the theme that recognised it, and answers it.
        column: the column that it is about; None if it is about none.
        other: a second column: the outcome, where groups are told by the first.
        what: what of it is asked, in the theme's own words.
    """

    theme: str
    column: str | None = None
    other: str | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """One kind of question: how it is recognised, what it measures, how it is answered.

    Attributes:
        asked: returns what a message asks of this kind; None if it asks for else.
        told: returns the answer, from all that the conversation has shown; "" if it has none.
        stages: the tools that it is told from.
        arguments: what a tool is given beyond the roles, by tool.
        reads: figures to read that a short view had no room for.
    """

    asked: Callable[[Heard, SessionFacts, Sequence[EvidenceView]], AskedOne | None]
    told: Callable[[Situation, AskedOne], str]
    stages: Callable[[Situation, AskedOne], Stages] = lambda situation, asked: NOTHING_TO_MEASURE
    arguments: Callable[[AskedOne], Mapping[str, Mapping[str, Any]]] = lambda asked: {}
    reads: Callable[[Situation, AskedOne], list[dict[str, Any]]] = lambda situation, asked: []
