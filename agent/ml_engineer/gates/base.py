"""Gates: they judge a drafted answer together, and send one message that says what to mend.

A gate is a pure function of the draft. It rejects; it never forces a tool call. What still fails
after the allowed revisions is delivered with visible marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ml_engineer.answer import Mark
from ml_engineer.conversation import SessionFacts
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.names import one_line
from ml_engineer.gates.state import Done, measured

MOST_ITEMS = 12
"""So many points are listed in one message to the model; the rest is counted."""

MOST_PLACES = 6
"""So many places are quoted for one point."""


LONGEST_ANSWER = 40_000
"""Characters of an answer that is judged; a longer one goes back to be shortened."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer as a model wrote it, with everything that it is judged by.

    Attributes:
        text: the answer.
        facts: what the session knows: tables, roles, column names.
        ledger: what has been measured and shown.
        user_texts: what people wrote, word for word; a gate's own messages don't belong here.
        decided: what people accepted and `plan_release` granted.
    """

    text: str
    facts: SessionFacts = field(default_factory=SessionFacts)
    ledger: Ledger = field(default_factory=Ledger)
    user_texts: tuple[str, ...] = ()
    decided: frozenset[Done] = frozenset()

    @property
    def done(self) -> frozenset[Done]:
        """What has been measured, accepted or granted."""
        return measured(self.ledger) | self.decided


@dataclass(frozen=True, slots=True)
class Revise:
    """Something that has to be mended before the answer can be accepted.

    Attributes:
        gate: who says so.
        clause: the clause of the persona it rests on.
        reason: what is wrong, in one sentence.
        mend: what to do about it, in one sentence.
        quote: the words concerned.
        context: a few words around them, by which a model finds them.
        span: where they stand in the draft.
        mark: the short note put beside them if they are delivered all the same.
    """

    gate: str
    clause: str
    reason: str
    mend: str
    quote: str | None = None
    context: str | None = None
    span: tuple[int, int] | None = None
    mark: str = "not checked"


@dataclass(frozen=True, slots=True)
class MarkIt:
    """Something that is delivered as it is, with a mark."""

    gate: str
    clause: str
    reason: str
    quote: str | None = None
    span: tuple[int, int] | None = None
    mark: str = "not checked"


Verdict = Revise | MarkIt


class Gate(Protocol):
    """Judges one thing about a draft."""

    @property
    def name(self) -> str:
        """By which verdicts and marks call it."""

    @property
    def clause(self) -> str:
        """The clause of the persona that it enforces."""

    def judge(self, draft: Draft) -> Sequence[Verdict]:
        """Return what is wrong with the draft; nothing is a pass."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What all gates together say of a draft, in the order of the gates."""

    verdicts: tuple[Verdict, ...] = ()

    @property
    def revisions(self) -> tuple[Revise, ...]:
        """What has to be mended."""
        return tuple(verdict for verdict in self.verdicts if isinstance(verdict, Revise))

    @property
    def passes(self) -> bool:
        """Whether the answer can be accepted (marks don't keep it from that)."""
        return not self.revisions

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is wrong, each reason once."""
        return tuple(dict.fromkeys(verdict.reason for verdict in self.revisions))

    def message(self) -> str:
        """Return the one message that asks the model to mend its answer; "" if it passes."""
        if self.passes:
            return ""
        points: dict[tuple[str, str, str], list[str]] = {}
        for verdict in self.revisions:
            places = points.setdefault((verdict.reason, verdict.mend, verdict.clause), [])
            if (place := _place(verdict)) and place not in places:
                places.append(place)
        lines = [
            f"{number}. {_listed(places)}{reason} {mend} ({clause})"
            for number, ((reason, mend, clause), places) in enumerate(points.items(), start=1)
        ]
        if len(lines) > MOST_ITEMS:
            lines[MOST_ITEMS:] = [f"... and {len(lines) - MOST_ITEMS} more points."]
        return "\n".join(
            (
                "This answer was not accepted. Mend these points and give the whole answer again:",
                *lines,
            )
        )


def judge_all(gates: Iterable[Gate], draft: Draft) -> Judgement:
    """Let all gates judge a draft. They cover English; another language is marked, not judged."""
    from ml_engineer.gates.language import is_english
    from ml_engineer_prompts import is_prepared

    if len(draft.text) > LONGEST_ANSWER:
        reason = f"The answer is longer than {LONGEST_ANSWER:,} characters; it was not checked."
        return Judgement((Revise("length", "B0", reason, "Give a shorter one."),))
    if not is_english(draft.text):
        if is_prepared(draft.text.rpartition("\n\nStands on:")[0]):
            return Judgement()
        reason = "The checks cover English; this answer was not checked."
        return Judgement((MarkIt("language", "B0", reason),))
    return Judgement(tuple(verdict for gate in gates for verdict in gate.judge(draft)))


def mark_text(text: str, verdicts: Iterable[Verdict]) -> tuple[str, tuple[Mark, ...]]:
    """Put a visible mark beside everything that failed, and say at the end what the marks mean.

    Args:
        text: the draft that was judged.
        verdicts: what the gates said of it.

    Returns:
        The text with `⟨...⟩` behind each place and a closing paragraph, and the marks as data.
    """
    listed = list(verdicts)
    places = {verdict.span[1]: verdict.mark for verdict in listed if verdict.span is not None}
    marked = text
    for end in sorted(places, reverse=True):
        marked = f"{marked[:end]} ⟨{places[end]}⟩{marked[end:]}"
    if not listed:
        return text, ()
    told = [f"- {_told(verdict)}" for verdict in listed]
    told = list(dict.fromkeys(told))
    closing = "\n".join(("Checks that this answer did not pass:", *told))
    marks = tuple(
        Mark(gate=verdict.gate, clause=verdict.clause, reason=verdict.reason, quote=verdict.quote)
        for verdict in listed
    )
    return f"{marked.rstrip()}\n\n---\n{closing}", marks


def _place(verdict: Revise) -> str:
    if verdict.quote is None:
        return ""
    where = f' in "{verdict.context}"' if verdict.context else ""
    return f'"{one_line(verdict.quote)}"{where}'


def _listed(places: Sequence[str]) -> str:
    shown = [*places[:MOST_PLACES]]
    if len(places) > MOST_PLACES:
        shown.append(f"and {len(places) - MOST_PLACES} more")
    return f"{', '.join(shown)}: " if shown else ""


def _told(verdict: Verdict) -> str:
    quoted = f'"{one_line(verdict.quote)}": ' if verdict.quote else ""
    return f"{quoted}{verdict.reason} ⟨{verdict.mark}⟩"
