"""The conversation: provider-neutral messages, appended and never changed within a segment.

Providers cache by prefix and bind reasoning blocks to it, so nothing that was sent is ever edited.
Undo and compaction open a new segment; session facts and the audience are appended messages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue

from ml_engineer.usage import Usage
from ml_engineer_tools.evidence import Contract


class Origin(Contract):
    """A part as its provider sent it, opaque to us; sent back unchanged to the same provider."""

    provider: str
    item: dict[str, JsonValue]


class Text(Contract):
    """Words of the model."""

    type: Literal["text"] = "text"
    text: str
    origin: Origin | None = None


class Reasoning(Contract):
    """A provider's reasoning block, opaque to us; sent back byte for byte to the same provider."""

    type: Literal["reasoning"] = "reasoning"
    provider: str
    block: dict[str, JsonValue]


class ToolCall(Contract):
    """The model asks for a tool. `arguments` is the JSON object as the model wrote it.

    Attributes:
        defect: why the call can't be read, and how to write it; such a call is never run, the
            sentence is its error result.
    """

    type: Literal["tool_call"] = "tool_call"
    id: str
    name: str
    arguments: dict[str, JsonValue]
    defect: str | None = None
    origin: Origin | None = None


AssistantPart = Annotated[Text | Reasoning | ToolCall, Field(discriminator="type")]


StopReason = Literal[
    "answered", "calls_tools", "cut_by_length", "refused", "paused", "context_full"
]
"""Why a reply ended. `paused`: the provider asks to be sent the same conversation again."""


class UserMessage(Contract):
    """What a person wrote, word for word."""

    role: Literal["user"] = "user"
    text: str


class ContextMessage(Contract):
    """Facts of the session that the runtime tells the model: tables attached, roles, audience.

    `guidance`: how to write for the audience, told once when it is named.
    """

    role: Literal["context"] = "context"
    facts: SessionFacts
    guidance: str = ""


class TablesOrder(Contract):
    """Which of two tables is the newer one, and what says so.

    Attributes:
        newer: the table that came later.
        by: a flag, which says what each table is; the names of the files; or dates in both.
        column: the dates that say so; None if others do.
    """

    newer: Literal["data", "test"]
    by: Literal["flag", "names", "dates"]
    column: str | None = None


class SessionFacts(Contract):
    """What the runtime knows and a person granted.

    Attributes:
        data: path of the table that is talked about; None when no table is attached.
        test: path of a second table (test set, or current period).
        target: the column to be predicted.
        time: when a row was known.
        group: the entity that a row belongs to.
        audience: for whom the answer is written; None where nobody has said.
        columns: column names of `data`, so that a name in a message can be recognised.
        test_columns: column names of `test`.
        order: which of the two tables is the newer one; None where nothing tells.
    """

    data: str | None = None
    test: str | None = None
    target: str | None = None
    time: str | None = None
    group: str | None = None
    audience: Audience | None = None
    columns: tuple[str, ...] = ()
    test_columns: tuple[str, ...] = ()
    order: TablesOrder | None = None


Attached = Literal["target", "time", "group", "test"]
"""What is attached beside the table, and may be taken away again."""

Audience = Literal["data_scientist", "product_manager", "software_engineer", "leadership"]


class AssistantMessage(Contract):
    """One reply of the model, in its order of parts."""

    role: Literal["assistant"] = "assistant"
    parts: tuple[AssistantPart, ...]
    stop: StopReason = "answered"
    detail: str | None = None
    """What the provider said of the stop: the category of a refusal, for instance."""
    usage: Usage = Usage()
    """What the reply took; kept with it, so that a resumed turn still knows what it has used."""
    failed: tuple[Usage, ...] = ()
    """What each attempt took that was made before it and gave no reply."""

    @property
    def text(self) -> str:
        """The words of the reply, without reasoning and calls."""
        return "\n\n".join(part.text for part in self.parts if isinstance(part, Text)).strip()

    @property
    def calls(self) -> tuple[ToolCall, ...]:
        """The tool calls of the reply, in the model's order."""
        return tuple(part for part in self.parts if isinstance(part, ToolCall))


class ToolResult(Contract):
    """What came back from one call: a JSON text, or an error that says what to do."""

    call_id: str
    name: str
    content: str
    is_error: bool = False


class ToolMessage(Contract):
    """The results of one reply's calls, in the model's order."""

    role: Literal["tool"] = "tool"
    results: tuple[ToolResult, ...]


class GateMessage(Contract):
    """What the gates ask the model to mend. Its numbers count for nothing."""

    role: Literal["gate"] = "gate"
    text: str


class RecallMessage(Contract):
    """What a segment knows of those before it, which had grown longer than the model reads.

    Attributes:
        results: each evidence of the session as a short view; more is read by its handle.
        asked: what the person had written before, shortened, oldest first.
        answered: the newest answer before, shortened.
        spent: what each request of the turn that goes on here had used.
        calls: how many tools it had called.
    """

    role: Literal["recall"] = "recall"
    results: tuple[ToolResult, ...] = ()
    asked: tuple[str, ...] = ()
    answered: str = ""
    spent: tuple[Usage, ...] = ()
    calls: int = 0


Message = Annotated[
    UserMessage | ContextMessage | AssistantMessage | ToolMessage | GateMessage | RecallMessage,
    Field(discriminator="role"),
]

ContextMessage.model_rebuild()


class ToolSpec(Contract):
    """A tool as a model is told of it: the schema is that of its pydantic request."""

    name: str
    description: str
    input_schema: dict[str, Any]


class Segment:
    """An append-only stretch of conversation: one system prompt, one tool list, many messages."""

    def __init__(
        self,
        system: str,
        tools: tuple[ToolSpec, ...] = (),
        messages: tuple[Message, ...] = (),
        *,
        takes_back: bool = False,
    ) -> None:
        self.system = system
        self.tools = tools
        self._messages: list[Message] = list(messages)
        self.begun_with = len(messages)
        """How many of its messages another segment had before."""
        self.takes_back = takes_back
        """Whether it was begun to leave out the newest question and its answer."""

    def append(self, message: Message) -> None:
        """Add a message at the end; the only way in which a segment changes."""
        self._messages.append(message)

    def __iter__(self) -> Iterator[Message]:
        return iter(self._messages)

    def __len__(self) -> int:
        return len(self._messages)

    def __getitem__(self, index: int) -> Message:
        return self._messages[index]

    @property
    def last(self) -> Message | None:
        """The newest message, None at the start."""
        return self._messages[-1] if self._messages else None

    @property
    def facts(self) -> SessionFacts:
        """The newest facts of the session."""
        for message in reversed(self._messages):
            if isinstance(message, ContextMessage):
                return message.facts
        return SessionFacts()

    @property
    def context(self) -> ContextMessage:
        """The newest facts, and how to write for the audience they name: a new segment's first."""
        told = [message for message in self._messages if isinstance(message, ContextMessage)]
        guidance = next((message.guidance for message in reversed(told) if message.guidance), "")
        return ContextMessage(facts=self.facts, guidance=guidance)

    def since_user(self) -> list[Message]:
        """What came after a person's newest message, oldest first."""
        newest = 0
        for index in range(len(self._messages) - 1, -1, -1):
            if isinstance(self._messages[index], UserMessage):
                newest = index + 1
                break
        return self._messages[newest:]

    @property
    def question(self) -> UserMessage | None:
        """The newest message of a person, None if there is none."""
        for message in reversed(self._messages):
            if isinstance(message, UserMessage):
                return message
        return None

    def user_texts(self) -> list[str]:
        """Everything a person wrote, as far as this segment knows."""
        texts: list[str] = []
        for message in self._messages:
            if isinstance(message, UserMessage):
                texts.append(message.text)
            elif isinstance(message, RecallMessage):
                texts.extend(message.asked)
        return texts

    @property
    def turns(self) -> int:
        """How many questions of a person this segment holds."""
        return sum(isinstance(message, UserMessage) for message in self._messages)

    @property
    def recalled(self) -> RecallMessage | None:
        """What this segment knows of those before it, None where none had grown too long."""
        for message in self._messages[:2]:
            if isinstance(message, RecallMessage):
                return message
        return None

    @property
    def goes_on_from(self) -> RecallMessage | None:
        """What the newest question was begun anew with, None where it was asked in here."""
        begun = self._messages[: self.begun_with]
        asked_before = any(isinstance(message, UserMessage) for message in begun)
        return self.recalled if asked_before and self.turns == 1 else None
