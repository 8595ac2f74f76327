"""The transcript of a case: what was said, which tools were called, and what was answered."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from ml_engineer.answer import Answer
from ml_engineer.events import Event
from ml_engineer_tools.evidence import Contract


class CallRecord(Contract):
    """One tool call with what came back.

    Attributes:
        step: which of the model's replies in this turn made the call, from 0; calls of the same
            step ran side by side.
        tool: its name.
        arguments: as the model wrote them.
        result: what the model was shown; empty if the turn ended before it came.
        is_error: whether the result is an error.
    """

    step: int
    tool: str
    arguments: dict[str, JsonValue]
    result: str = ""
    is_error: bool = False


class TurnRecord(Contract):
    """One turn.

    Attributes:
        said: what the person wrote.
        answer: what was accepted.
        calls: in the order in which the model made them.
        events: of the turn, without the pieces of drafts and the progress of tools.
    """

    said: str
    answer: Answer
    calls: tuple[CallRecord, ...] = ()
    events: tuple[Event, ...] = ()


class Transcript(Contract):
    """The turns of one case, oldest first. A grader judges the last of them."""

    turns: tuple[TurnRecord, ...]

    @property
    def last(self) -> TurnRecord:
        """The turn that is judged.

        Raises:
            IndexError: no turn was taken.
        """
        return self.turns[-1]

    @property
    def text(self) -> str:
        """The text of the answer that is judged."""
        return self.last.answer.text

    def up_to(self, turn: int) -> Transcript:
        """Return the transcript as it stood after a turn, counted from 1."""
        return Transcript(turns=self.turns[:turn])

    def calls(self) -> Iterator[tuple[int, CallRecord]]:
        """Yield every call with its place in time: calls that ran side by side share one."""
        place = 0
        for turn in self.turns:
            for call in turn.calls:
                yield place + call.step, call
            place += max((call.step for call in turn.calls), default=-1) + 1

    def said_by_the_person(self) -> str:
        """Return everything that the person wrote so far."""
        return "\n".join(turn.said for turn in self.turns)
