"""A session: a segment of conversation that writes itself down, and comes back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from ml_engineer.answer import Answer
from ml_engineer.conversation import (
    AssistantMessage,
    AssistantPart,
    ContextMessage,
    GateMessage,
    Message,
    Reasoning,
    RecallMessage,
    Segment,
    ToolCall,
    ToolMessage,
    ToolResult,
    ToolSpec,
    UserMessage,
)
from ml_engineer.session.journal import Entry, Journal, JournalError
from ml_engineer.session.secrets import Scrubber
from ml_engineer_prompts import content_hash
from ml_engineer_tools.evidence import Contract

MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)

NOT_RUN = "It was interrupted and has no result; call it again if it is still needed."
"""The result of a call that the conversation went on without."""


class SegmentHead(Contract):
    """What a segment begins with and never changes.

    One after the first also carries its first messages, so that both are written or neither is.
    `takes_back`: it leaves out the newest question and its answer, as the person asked.
    `prompts_sha256`: names the persona and the templates that the session runs under.
    """

    system: str
    tools: tuple[ToolSpec, ...]
    messages: tuple[Message, ...] = ()
    takes_back: bool = False
    prompts_sha256: str = ""


class Grant(Contract):
    """A file that a person named: the name a model uses, and where it lies."""

    name: str
    path: str


@dataclass
class Exchange:
    """A question, and its answer once there is one; whether the person took both back."""

    question: str
    answer: Answer | None = None
    taken_back: bool = False


class Session:
    """A conversation with its journal.

    Every change is written before it is made, so that the state after a crash is that of the
    last entry. Results of tool calls are written one by one as they come; the message that
    carries them to the model is put together in the order of the calls.
    """

    def __init__(self, journal: Journal, id: str, segment: Segment) -> None:  # noqa: A002
        self.journal = journal
        self.id = id
        self.segment = segment
        self.scrub = Scrubber()
        self.earlier: list[Segment] = []
        """Segments before this one: too long for the model, or of a turn taken back."""
        self._ids = _IdsTaken()
        self._results: dict[str, ToolResult] = {}
        self.grants: list[Grant] = []
        self.asked: list[Exchange] = []
        """All that was asked, and answered, oldest first."""
        self.prompts_sha256 = ""
        """Content hash of the prompts that the session was begun under."""
        self.unanswered = False
        """Whether a person's message still waits for its answer."""

    @classmethod
    def start(
        cls, journal: Journal, model: str, system: str, tools: tuple[ToolSpec, ...]
    ) -> Session:
        """Begin a session with an empty segment."""
        head = SegmentHead(system=system, tools=tools, prompts_sha256=content_hash())
        id_ = journal.start(Scrubber()(model), head.model_dump_json())
        session = cls(journal, id_, Segment(system, tools))
        session.prompts_sha256 = head.prompts_sha256
        return session

    @classmethod
    def resume(cls, journal: Journal, id: str) -> Session:  # noqa: A002
        """Bring a session back from its journal.

        Raises:
            JournalError: there is no such session, it holds nothing, or an entry does not read.
        """
        session: Session | None = None
        for entry in journal.entries(id):
            try:
                if entry.kind == "segment":
                    head = SegmentHead.model_validate_json(entry.body)
                    if session is None:
                        session = cls(journal, id, Segment(head.system, head.tools, head.messages))
                        session.prompts_sha256 = head.prompts_sha256
                    else:
                        session._turn_over(head)
                elif session is None:
                    break
                else:
                    session._take_up(entry)
            except ValidationError:
                raise JournalError(
                    f"Entry {entry.number} of session {id} does not read; start another session."
                ) from None
        if session is None:
            raise JournalError(f"Session {id} holds nothing to resume.")
        return session

    def append(self, message: Message) -> None:
        """Write a message down, then add it to the conversation.

        Calls that are still without a result get one that says so: a provider takes no
        conversation in which a call is not answered.
        """
        for call in self.pending:
            self.record_result(
                ToolResult(call_id=call.id, name=call.name, content=NOT_RUN, is_error=True)
            )
        if isinstance(message, AssistantMessage):
            message = self._ids.told_apart(message)
        elif isinstance(message, UserMessage):
            self.scrub.refresh()
        message = scrubbed(message, self.scrub)
        self.journal.append(self.id, "message", message.model_dump_json())
        self._add(message)

    def begin_anew(self, messages: tuple[Message, ...], *, takes_back: bool = False) -> None:
        """Go on in a new segment that begins with these messages; the old one is kept as it was."""
        head = SegmentHead(
            system=self.segment.system,
            tools=self.segment.tools,
            messages=messages,
            takes_back=takes_back,
            prompts_sha256=self.prompts_sha256,
        )
        self.journal.append(self.id, "segment", head.model_dump_json())
        self._turn_over(head)

    def take_back(self) -> str | None:
        """Go on in a new segment without the newest question and what came after it.

        The session's facts stay as they are. Returns the question, None if there is none here.
        """
        messages = list(self.segment)
        places = [k for k, message in enumerate(messages) if isinstance(message, UserMessage)]
        if not places:
            return None
        kept, taken = messages[: places[-1]], messages[places[-1] :]
        if any(isinstance(message, ContextMessage) for message in taken):
            kept.append(self.segment.context)
        self.begin_anew(tuple(kept), takes_back=True)
        question = taken[0]
        return question.text if isinstance(question, UserMessage) else None

    def record_result(self, result: ToolResult) -> ToolResult:
        """Write one call's result down; the last of a reply's results completes its message.

        Returns:
            The result as it is kept: without secrets.
        """
        result = result.model_copy(update={"content": self.scrub(result.content)})
        self.journal.append(self.id, "result", result.model_dump_json())
        self._collect(result)
        return result

    def grant(self, name: str, path: str) -> None:
        """Write down which file a person named."""
        grant = Grant(name=name, path=path)
        if grant not in self.grants:
            self.journal.append(self.id, "grant", grant.model_dump_json())
            self.grants.append(grant)

    def accept(self, answer: Answer) -> None:
        """Write down the answer of a turn."""
        answer = Answer.model_validate_json(self.scrub(answer.model_dump_json()))
        self.journal.append(self.id, "accepted", answer.model_dump_json())
        self._close_turn(answer)

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """What was asked, and answered, oldest first; without what was taken back."""
        return tuple(one for one in self.asked if not one.taken_back)

    @property
    def accepted(self) -> tuple[Answer, ...]:
        """The answers so far, oldest first; without what was taken back."""
        return tuple(one.answer for one in self.exchanges if one.answer is not None)

    @property
    def pending(self) -> tuple[ToolCall, ...]:
        """Calls of the newest reply that have no result yet, in the model's order."""
        last = self.segment.last
        if not isinstance(last, AssistantMessage):
            return ()
        return tuple(call for call in last.calls if call.id not in self._results)

    def results(self) -> Iterator[ToolResult]:
        """Yield every result that the segment holds, also one whose siblings are still missing."""
        for message in self.segment:
            if isinstance(message, ToolMessage | RecallMessage):
                yield from message.results
        yield from self._results.values()

    def _take_up(self, entry: Entry) -> None:
        """Make the change that an entry of the journal tells of."""
        match entry.kind:
            case "message":
                self._add(MESSAGE.validate_json(entry.body))
            case "result":
                self._collect(ToolResult.model_validate_json(entry.body))
            case "grant":
                self.grants.append(Grant.model_validate_json(entry.body))
            case _:
                self._close_turn(Answer.model_validate_json(entry.body))

    def _turn_over(self, head: SegmentHead) -> None:
        self.earlier.append(self.segment)
        self.segment = Segment(head.system, head.tools, head.messages, takes_back=head.takes_back)
        self._results.clear()
        if head.takes_back:
            self.unanswered = False
            if self.exchanges:
                self.exchanges[-1].taken_back = True

    def _add(self, message: Message) -> None:
        if isinstance(message, AssistantMessage):
            self._ids.take(message)
        self.segment.append(message)
        if isinstance(message, UserMessage):
            self.unanswered = True
            self.asked.append(Exchange(message.text))

    def _close_turn(self, answer: Answer) -> None:
        if self.asked and self.asked[-1].answer is None:
            self.asked[-1].answer = answer
        else:
            self.asked.append(Exchange("", answer))
        self.unanswered = False

    def _collect(self, result: ToolResult) -> None:
        self._results[result.call_id] = result
        last = self.segment.last
        if isinstance(last, AssistantMessage) and not self.pending:
            results = tuple(self._results.pop(call.id) for call in last.calls)
            self.segment.append(ToolMessage(results=results))


def scrubbed(message: Message, scrub: Scrubber) -> Message:
    """Return a message without secrets.

    Facts name columns and files, which must stay as they are; a provider's reasoning is opaque
    and goes back as it came; results were scrubbed one by one.
    """
    match message:
        case UserMessage() | GateMessage():
            clean = scrub(message.text)
            return message if clean == message.text else message.model_copy(update={"text": clean})
        case AssistantMessage():
            parts = tuple(_scrubbed_part(part, scrub) for part in message.parts)
            return (
                message if parts == message.parts else message.model_copy(update={"parts": parts})
            )
        case _:
            return message


def _scrubbed_part(part: AssistantPart, scrub: Scrubber) -> AssistantPart:
    """Return a part without secrets; one that held some no longer is what its provider sent."""
    if isinstance(part, Reasoning):
        return part
    text = part.model_dump_json()
    clean = scrub(text)
    if clean == text:
        return part
    fresh = type(part).model_validate_json(clean)
    return fresh.model_copy(update={"origin": None}) if hasattr(fresh, "origin") else fresh


class _IdsTaken:
    """The ids of a session's calls: results and effects are matched by them, so none comes twice.

    Some local servers number the calls of each reply anew.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, message: AssistantMessage) -> None:
        self._taken.update(call.id for call in message.calls)

    def told_apart(self, message: AssistantMessage) -> AssistantMessage:
        """Return a reply in which no call has an id that another one has."""
        parts: list[AssistantPart] = []
        taken = set(self._taken)
        for part in message.parts:
            if isinstance(part, ToolCall):
                id_, number = part.id, 1
                while not id_ or id_ in taken:
                    number += 1
                    id_ = f"{part.id or 'call'}_{number}"
                taken.add(id_)
                parts.append(part.model_copy(update={"id": id_}))
            else:
                parts.append(part)
        return message.model_copy(update={"parts": tuple(parts)})
