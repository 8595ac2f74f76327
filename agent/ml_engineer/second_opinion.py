"""A second opinion: one extra call in which the session's model checks its answer by the clauses.

Off by default. What it says is shown beneath the answer and kept as a typed verdict; it sends
nothing back and lets nothing pass that the gates stopped.
"""

from __future__ import annotations

import json
import re
from contextlib import aclosing
from dataclasses import dataclass

from pydantic import Field, ValidationError

from ml_engineer.answer import Answer, Cost, Objection, SecondOpinion
from ml_engineer.conversation import Segment, UserMessage
from ml_engineer.gates import Draft
from ml_engineer.limits import Meter
from ml_engineer.models.base import ChatModel, Completed, ModelError
from ml_engineer.models.retry import Patience, stream_with_retry
from ml_engineer.usage import Usage
from ml_engineer_tools.evidence import Contract

MOST_OBJECTIONS = 5
LONGEST_REPLY = 20_000
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)


class Reply(Contract):
    """What the model is asked to write."""

    objections: tuple[Objection, ...] = Field(max_length=MOST_OBJECTIONS)


@dataclass(frozen=True, slots=True)
class Checker:
    """Who gives the second opinion, and what it may take.

    Attributes:
        model: that is asked; the session's own.
        patience: of the turn, for a model that fails.
        meter: of the turn; the call is counted in it.
    """

    model: ChatModel
    patience: Patience
    meter: Meter


async def with_second_opinion(answer: Answer, draft: Draft, checker: Checker) -> Answer:
    """Return the answer with what the model says of it when it is asked to check it.

    A model that fails, or says something else than was asked for, costs no answer: the opinion
    then says that there is none.
    """
    opinion = await ask(draft, checker)
    text = f"{answer.text.rstrip()}\n\n---\n{told(opinion)}"
    return answer.model_copy(
        update={
            "text": text,
            "second_opinion": opinion,
            "usage": checker.meter.usage,
            "cost": checker.meter.cost,
        }
    )


async def ask(draft: Draft, checker: Checker) -> SecondOpinion:
    """Make the one call; a limit of the turn that is reached leaves it out."""
    if checker.meter.reached():
        return SecondOpinion(missing="a limit of the turn was reached")
    from ml_engineer_prompts import build_second_opinion_prompt

    segment = Segment(build_second_opinion_prompt())
    segment.append(UserMessage(text=_material(draft)))
    before = checker.meter.cost
    try:
        replies = stream_with_retry(checker.model, segment, checker.patience)
        async with aclosing(replies) as parts:
            async for part in parts:
                if isinstance(part, Completed):
                    usage = part.reply.usage
                    checker.meter.add(usage)
                    reply = _read(part.reply.message.text, draft.text)
                    missing = None if reply is not None else "the model gave no verdict that fits"
                    return SecondOpinion(
                        objections=reply or (),
                        missing=missing,
                        usage=usage,
                        cost=_spent(checker.meter, before),
                    )
    except ModelError as error:
        return SecondOpinion(missing=str(error))
    return SecondOpinion(missing="the model did not finish its reply", usage=Usage())


def told(opinion: SecondOpinion) -> str:
    """Return an opinion as the words beneath an answer, with its tokens and its cost."""
    usage, cost = opinion.usage, opinion.cost
    price = "price not known" if cost is None else f"{cost.amount:.4f} {cost.currency}"
    spent = f"{usage.input_tokens} tokens read, {usage.output_tokens} written; {price}"
    if opinion.missing is not None:
        return f"Second opinion: none ({opinion.missing.rstrip('.')})."
    if not opinion.objections:
        return f"Second opinion of the same model: no objection ({spent})."
    lines = [f'- {one.clause}, "{one.quote}": {one.reason}' for one in opinion.objections]
    return "\n".join((f"Second opinion of the same model ({spent}):", *lines))


def _material(draft: Draft) -> str:
    asked = draft.user_texts[-1] if draft.user_texts else ""
    state = {"done": sorted(draft.done), "table_attached": draft.facts.data is not None}
    return json.dumps({"asked": asked, "session": state, "answer": draft.text}, ensure_ascii=False)


def _read(text: str, answer: str) -> tuple[Objection, ...] | None:
    """Return the objections that quote the answer and name a clause; None if it is no verdict."""
    found = _OBJECT.search(text[:LONGEST_REPLY])
    if found is None:
        return None
    try:
        reply = Reply.model_validate_json(found[0])
    except ValidationError:
        return None
    words = " ".join(answer.split())
    from ml_engineer_prompts import CLAUSE_IDS

    return tuple(
        one
        for one in reply.objections
        if one.clause in CLAUSE_IDS and " ".join(one.quote.split()) in words
    )


def _spent(meter: Meter, before: Cost | None) -> Cost | None:
    after = meter.cost
    if before is None or after is None:
        return None
    return after.model_copy(update={"amount": round(after.amount - before.amount, 6)})
