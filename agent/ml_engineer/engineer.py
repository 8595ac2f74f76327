"""The front door: an `Engineer` answers questions about data, and remembers what it measured."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import aclosing
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ml_engineer.answer import Answer
from ml_engineer.conversation import (
    Attached,
    Audience,
    ContextMessage,
    SessionFacts,
    UserMessage,
)
from ml_engineer.events import AnswerAccepted, Event
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.gates import DEFAULT_GATES, Gate
from ml_engineer.limits import Limits, priced
from ml_engineer.loop import Turn, enter_results
from ml_engineer.models import open_model
from ml_engineer.models.base import ChatModel
from ml_engineer.models.retry import RetryPolicy
from ml_engineer.named_files import tables_named
from ml_engineer.releasing import Releasing
from ml_engineer.session import EgressLog, Journal, Session
from ml_engineer.tables_order import order_told
from ml_engineer.toolbox.evidence_toolbox import EvidenceToolbox
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_prompts import ToolLine, audience_prompt, build_system_prompt
from ml_engineer_tools.errors import BadInput, ToolError
from ml_engineer_tools.store import AnswerRecord, CardRecord, LookRequestRecord, PlanRecord


class Engineer:
    """A senior ML engineer that measures before it speaks.

    Args:
        model: `playbook` (rules, the default), `anthropic:<id>`, `openai:<id>`,
            `chat:<url>#<id>`, or a `ChatModel`.
        workspace: directory to work in; evidence is kept below its `.ml-engineer/`.
        limits: of each turn.
        gates: that judge each answer; the defaults are what the product promises.
        retry: how a model that failed is asked again.
        second_opinion: whether a language model is asked once more to check each answer by the
            clauses; one extra request a turn.

    Raises:
        ModelError: the model can't be used: no key, an unknown name.
        BadInput: a limit on cost is given, and the price of the model is not known; or a second
            opinion is wanted of the playbook, which has none.
    """

    def __init__(
        self,
        model: str | ChatModel = "playbook",
        *,
        workspace: str | Path | None = None,
        limits: Limits | None = None,
        gates: Sequence[Gate] = DEFAULT_GATES,
        retry: RetryPolicy | None = None,
        second_opinion: bool = False,
    ) -> None:
        self.workspace = Workspace(workspace)
        self.toolbox = EvidenceToolbox(self.workspace)
        self.model = open_model(model) if isinstance(model, str) else model
        self._limits = priced(limits or Limits(), self.model.name)
        self._retry = retry
        self._second_opinion = second_opinion
        if second_opinion and self.model.name == "playbook":
            raise BadInput(
                "A second opinion needs a language model, and the playbook is rules; name one "
                "with --model."
            )
        self._gates = gates
        self._journal: Journal | None = None
        self._session: Session | None = None
        self._ledger = Ledger()
        self._warming: asyncio.Task[None] | None = None

    async def ask(
        self,
        question: str,
        *,
        data: Any = None,
        test: Any = None,
        target: str | None = None,
        time: str | None = None,
        group: str | None = None,
        audience: Audience | None = None,
    ) -> Answer:
        """Answer a question; within one engineer, questions are turns of one conversation.

        Args:
            question: in plain words.
            data: path of a table, or a pandas, Polars or Arrow table; kept for later questions.
            test: a second one: a test set, or a current period.
            target: the column to be predicted.
            time: when a row was known.
            group: the entity that a row belongs to.
            audience: for whom the answer is; inferred from the question where it isn't given.

        Raises:
            BadInput: a table or a role is not usable; nothing has been written then.
        """
        await self.attach(
            data=data, test=test, target=target, time=time, group=group, audience=audience
        )
        async for event in self.stream(question):
            if isinstance(event, AnswerAccepted):
                return event.answer
        raise RuntimeError("a turn ended without an answer")

    async def stream(self, question: str | None = None) -> AsyncGenerator[Event]:
        """Answer a question as a stream of events; the last one carries the answer.

        Without a question the interrupted turn of a resumed session goes on.
        """
        session = self.session
        if question is not None:
            # Bytes that a terminal could not decode arrive as lone surrogates.
            text = question.encode("utf-8", "replace").decode()
            await self._attach_named(text)
            session.append(UserMessage(text=text))
        turn = Turn(
            session,
            self.model,
            self.toolbox,
            self._gates,
            self._limits,
            self._ledger,
            self._retry,
            second_opinion=self._second_opinion,
        )
        async with aclosing(turn.run()) as events:
            async for event in events:
                yield event

    async def attach(
        self,
        *,
        data: Any = None,
        test: Any = None,
        target: str | None = None,
        time: str | None = None,
        group: str | None = None,
        audience: Audience | None = None,
        forget: Collection[Attached] = (),
        in_a_message: bool = False,
    ) -> SessionFacts:
        """Check tables and roles, and tell the session of them; what isn't given stays.

        A role stays with another table only if that has the column, and a second table only if it
        has most of the columns: what belonged to the old table must not stand in the way.

        Args:
            data: path of a table, or a pandas, Polars or Arrow table.
            test: a second one.
            target: the column to be predicted.
            time: when a row was known.
            group: the entity that a row belongs to.
            audience: for whom answers are.
            forget: roles, or the second table, that are set and shall be no longer.
            in_a_message: whether a message merely names the tables: then the second one is the
                newer one only if names or dates say so.

        Raises:
            BadInput: a table or a role is not usable; nothing has been written then.
        """
        known = self._session.segment.facts if self._session else SessionFacts()
        given = {"target": target, "time": time, "group": group, "audience": audience}
        changes: dict[str, Any] = {role: value for role, value in given.items() if value}
        if data is not None:
            changes["data"] = self.workspace.grant(self._path_of(data))
        if test is not None:
            changes["test"] = self.workspace.grant(self._path_of(test))
        dropped: dict[str, Any] = dict.fromkeys(forget)
        if known.data is not None and changes.get("data", known.data) != known.data:
            dropped |= await self._left_behind(known, changes)
        facts = known.model_copy(update=dropped | changes)
        if facts.data is None and (facts.target or facts.test):
            raise BadInput("A target or a test table needs a table too; name one first.")
        if facts.data is not None and (changes or dropped):
            facts = await self._inspected(facts, known, in_a_message=in_a_message)
        if facts != known:
            # The grants first: facts that name a file nobody granted could not be resumed.
            for name, path in self.workspace.granted.items():
                self.session.grant(name, str(path))
            named = facts.audience if facts.audience != known.audience else None
            guidance = audience_prompt(named) if named else ""
            self.session.append(ContextMessage(facts=facts, guidance=guidance))
        return facts

    async def _left_behind(self, known: SessionFacts, changes: dict[str, Any]) -> dict[str, None]:
        """Return what of the table before has no place in the one that comes for it."""
        table = await self.toolbox.inspect(self.workspace.resolve(changes["data"]))
        roles = {"target": known.target, "time": known.time, "group": known.group}
        left = [role for role, name in roles.items() if name and name not in table.columns]
        shared = set(table.columns) & set(known.test_columns)
        if known.test is not None and 2 * len(shared) <= len(table.columns):
            left.append("test")
        return dict.fromkeys(left)

    async def _attach_named(self, text: str) -> None:
        """Attach tables below the working directory that a person names in a message.

        What can't be read is left alone: a tool, or the model, says what is wrong with it.
        """
        facts = self.session.segment.facts
        for name in tables_named(text):
            role = "data" if facts.data is None else "test"
            if getattr(facts, role) is not None or name in (facts.data, facts.test):
                continue
            if not self.workspace.is_inside(name) or not (self.workspace.root / name).is_file():
                continue
            try:
                facts = await (
                    self.attach(data=name, in_a_message=True)
                    if role == "data"
                    else self.attach(test=name, in_a_message=True)
                )
            except ToolError:
                continue

    async def _inspected(
        self, facts: SessionFacts, known: SessionFacts, *, in_a_message: bool
    ) -> SessionFacts:
        if facts.data is None:
            return facts
        table = await self.toolbox.inspect(
            self.workspace.resolve(facts.data),
            target=facts.target,
            time=facts.time,
            group=facts.group,
        )
        if facts.test is None:
            alone = {"columns": table.columns, "test_columns": (), "order": None}
            return facts.model_copy(update=alone)
        second = await self.toolbox.inspect(self.workspace.resolve(facts.test))
        facts = facts.model_copy(update={"columns": table.columns, "test_columns": second.columns})
        dates = (table.dates, second.dates)
        order = order_told(facts, known, dates, in_a_message=in_a_message)
        return facts.model_copy(update={"order": order})

    def _path_of(self, data: Any) -> str:
        if isinstance(data, str | os.PathLike):
            return os.fspath(data)
        from ml_engineer_tools.tables.frames import write_frame

        return str(write_frame(data, self.workspace.folder / "tables"))

    @property
    def session(self) -> Session:
        """The conversation, begun when it is first needed."""
        if self._session is None:
            tools = self.toolbox.specs
            lines = [ToolLine(tool.name, tool.description) for tool in tools]
            system = build_system_prompt(lines)
            self._open(Session.start(self.journal, self.model.name, system, tools))
        assert self._session is not None  # noqa: S101  for the type checker: just opened
        return self._session

    @property
    def session_id(self) -> str | None:
        """The conversation's id, None before it has begun."""
        return self._session.id if self._session is not None else None

    @property
    def journal(self) -> Journal:
        """The journal of the workspace, opened when first needed."""
        if self._journal is None:
            self._journal = Journal(self.workspace.root)
        return self._journal

    def undo(self) -> str | None:
        """Take the newest question and its answer back; what was measured for it stays.

        The conversation goes on in a new segment, and the model no longer sees the turn.

        Returns:
            The question, None if there is none to take back.
        """
        if self._session is None:
            return None
        question = self._session.take_back()
        if question is not None:
            self._ledger = Ledger()
            enter_results(self._session, self.toolbox, self._ledger)
        return question

    def resume(self, session: str | None = None) -> Session:
        """Go on with a session, the newest if none is named.

        Raises:
            JournalError: there is none.
        """
        if session is None:
            session = self.journal.newest()
        resumed = Session.resume(self.journal, session)
        for grant in resumed.grants:
            self.workspace.restore(grant.name, grant.path)
        self._open(resumed)
        enter_results(resumed, self.toolbox, self._ledger)
        return resumed

    def _open(self, session: Session) -> None:
        self._session = session
        watch = getattr(self.model, "watch_egress", None)
        if watch is not None:
            log = EgressLog(self.journal.connection, session.id)
            watch(lambda body: log.record(self.model.name, body))

    def attest(
        self, draft: str, *, by: str
    ) -> CardRecord | AnswerRecord | PlanRecord | LookRequestRecord:
        """Accept a draft on behalf of a person: never call this for a model.

        Args:
            draft: id of a data card (`card:...`), of an answer to a finding (`answer:...`), of
                a monitoring plan (`monitors:...`) or of a request for a look (`look:...`), which
                is accepted here and spent by `releasing.spend_look`.
            by: the person who stands for it.

        Raises:
            BadInput: there is no such draft, or nobody is named.
        """
        store = self.toolbox.store
        if draft.startswith("answer:"):
            return store.accept_answer(draft, by)
        if draft.startswith("monitors:"):
            return store.accept_monitoring_plan(draft, by)
        if draft.startswith("look:"):
            return store.accept_look_request(draft, by)
        return store.accept_card(draft, by)

    @property
    def releasing(self) -> Releasing:
        """The way to a release: card, answers, reference, monitors, and the gate."""
        return Releasing(self.toolbox)

    def warm(self) -> None:
        """Start a worker in the background, so that the first measurement doesn't wait for it."""
        if self._warming is None:
            self._warming = asyncio.create_task(self.toolbox.pool.warm())

    async def close(self) -> None:
        """End the workers, and close the model and the files."""
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.gather(self._warming, return_exceptions=True)
        await self.toolbox.close()
        await self.model.close()
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()


async def consult(
    question: str,
    session: str | None = None,
    *,
    model: str = "playbook",
    data: Any = None,
    test: Any = None,
    target: str | None = None,
    time: str | None = None,
    group: str | None = None,
    audience: Audience | None = None,
    workspace: str | Path | None = None,
) -> Answer:
    """Answer one question: the whole product as one typed function, for other agents.

    Args:
        question: in plain words.
        session: id from an earlier `Answer`, to go on with that conversation.
        model: `playbook`, `anthropic:<id>`, `openai:<id>` or `chat:<url>#<id>`.
        data: path of a table, or a frame.
        test: a second one.
        target: the column to be predicted.
        time: when a row was known.
        group: the entity that a row belongs to.
        audience: for whom the answer is.
        workspace: directory to work in.

    Raises:
        BadInput: a table or a role is not usable.
        ModelError: the model can't be used.
    """
    async with Engineer(model, workspace=workspace) as engineer:
        if session is not None:
            engineer.resume(session)
        return await engineer.ask(
            question,
            data=data,
            test=test,
            target=target,
            time=time,
            group=group,
            audience=audience,
        )
