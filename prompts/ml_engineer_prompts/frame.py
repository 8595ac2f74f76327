"""The frame of a model (Q1): what is noted of it, and the one question that is asked next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["NOTED", "QUESTIONS", "framed_answer"]

QUESTIONS: Mapping[str, str] = {
    "decision": "Which decision does the prediction change, who takes it, and how often?",
    "practice": "What happens today without a model?",
    "costs": "What does a wrong decision cost, and what does a right one bring?",
}
"""What a frame needs, in the order in which it is asked."""

NOTED: Mapping[str, str] = {
    "decision": "the decision",
    "practice": "today's practice",
    "costs": "what a wrong decision costs and a right one brings",
}
"""What was told, by the same names."""

LAST = "Which table holds past cases, and which column tells how they ended?"
"""What is asked when the frame is complete."""

AHEAD = (
    "That is the frame. Score today's practice and the plainest rule on past cases first: that is "
    "the bar, and it may do."
)


def framed_answer(newly: Sequence[str], missing: Sequence[str]) -> str:
    """Return what is said to somebody who tells a part of the frame, as Markdown.

    Args:
        newly: what the message told.
        missing: what nobody has told yet.
    """
    named = [NOTED[part] for part in newly]
    noted = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    question = QUESTIONS[missing[0]] if missing else LAST
    ahead = AHEAD if not missing else "One thing is still missing."
    return f"**Noted: {noted}.** {ahead}\n\n{question}\n\nStands on: S1, S2; Q1, P2"
