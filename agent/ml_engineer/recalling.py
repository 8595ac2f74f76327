"""A conversation that no longer fits its model goes on in a new segment, from its evidence.

Nothing is summarised by a model: the new segment holds the session's facts, each evidence as a
short view with its handles, what was asked and answered before in short, and the open question.
"""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer.conversation import (
    AssistantMessage,
    Message,
    RecallMessage,
    ToolResult,
)
from ml_engineer.evidence.compaction import compact_view
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.view import render, to_provider
from ml_engineer.limits import Meter
from ml_engineer.session import Session
from ml_engineer_tools.evidence import Evidence

TOKENS = 6_000
"""Of all evidence together in a recall, as `compact_view` counts them."""

MOST_TOKENS, FEWEST_TOKENS = 800, 150
"""Of one evidence."""

QUESTIONS, QUESTION_LENGTH, ANSWER_LENGTH = 20, 500, 2_000
"""How many earlier questions are told again; characters of each, and of the newest answer."""


def shortened(session: Session, ledger: Ledger, meter: Meter) -> tuple[Message, ...] | None:
    """Return the messages that a new segment begins with; None if that would gain nothing.

    It gains nothing where the turn has begun anew already, or where there is nothing but the
    question that is open.
    """
    segment = session.segment
    question = segment.question
    gained = any(
        isinstance(message, AssistantMessage) and message.stop != "context_full"
        for message in segment
    )
    begun_anew = segment.goes_on_from is not None
    nothing_else = segment.turns == 1 and segment.recalled is None and not gained
    if question is None or begun_anew or nothing_else:
        return None
    answered = session.accepted[-1].text if session.accepted else ""
    recall = RecallMessage(
        results=_views(ledger.evidence),
        asked=tuple(_cut(text, QUESTION_LENGTH) for text in segment.user_texts()[:-1])[-QUESTIONS:],
        answered=_cut(answered, ANSWER_LENGTH),
        spent=tuple(meter.each),
        calls=meter.calls,
    )
    return (segment.context, recall, question)


def shortened_note(session: Session) -> str:
    """Return what an answer says where its turn had to begin anew; "" where it had not."""
    recalled = session.segment.goes_on_from
    if recalled is None:
        return ""
    names = ", ".join(result.call_id for result in recalled.results)
    kept = f" from its evidence ({names})" if names else ""
    return (
        "The conversation had grown longer than the model reads and was begun anew"
        f"{kept}; its earlier words are kept: `ml-engineer sessions show {session.id}`."
    )


def _views(evidence: Sequence[Evidence]) -> tuple[ToolResult, ...]:
    """The newest evidence in short views; what does not fit is still read by its alias."""
    told = evidence[-(TOKENS // FEWEST_TOKENS) :]
    budget = min(MOST_TOKENS, TOKENS // max(len(told), 1))
    return tuple(
        ToolResult(
            call_id=one.alias or one.id,
            name=one.measurement.tool,
            content=render(compact_view(to_provider(one), budget)),
        )
        for one in told
    )


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
