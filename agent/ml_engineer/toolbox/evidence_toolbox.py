"""The toolbox of the product: measuring tools in worker processes, ledger tools on the store."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from ml_engineer.conversation import ToolCall, ToolResult, ToolSpec
from ml_engineer.evidence.compaction import compact_view
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.view import EvidenceView, render, to_provider
from ml_engineer.toolbox.base import Outcome, Progress, failed
from ml_engineer.toolbox.deciding import decided
from ml_engineer.toolbox.defects import kind_and_place
from ml_engineer.toolbox.ledger_tools import LEDGER_TOOLS, LedgerTool
from ml_engineer.toolbox.nulls import without_nulls
from ml_engineer.toolbox.protocol import Inspect, Inspected, Measure, Measured
from ml_engineer.toolbox.queue import Place, Queue
from ml_engineer.toolbox.specs import FOR_PEOPLE, how_to_mend, spec_of
from ml_engineer.toolbox.workers import WorkerLimits, WorkerPool
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_tools.catalogue import MEASURING_TOOLS, MeasuringTool
from ml_engineer_tools.errors import BadInput, Refused, ToolError
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.inspection import TableFacts
from ml_engineer_tools.leakage.process.script import check_script
from ml_engineer_tools.request import Request
from ml_engineer_tools.store import Cut, EffectKey, Look, Store, request_key
from ml_engineer_tools.tables.checks import check_file

if TYPE_CHECKING:
    from ml_engineer.gates.state import Done

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Obtained:
    """Evidence, and how it was come by.

    Attributes:
        evidence: committed, with its alias.
        reused: it had been measured before on the same data.
        recut: the look that it took to draw the line of the holdout anew, if it was.
        looks: how many looks at the holdout of its table there were before.
        scores: how many of them gave a score; the others drew its line anew.
        spent: number of the look that had given it; asking again is none.
        asked: the names of its tables as they were asked for, if it was measured by others; the
            files are the same byte for byte.
    """

    evidence: Evidence
    reused: bool = False
    recut: Look | None = None
    looks: int = 0
    scores: int = 0
    spent: int | None = None
    asked: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What a person should know of it; "" for nothing."""
        told = []
        if self.recut is not None:
            told.append(
                "other roles or another seed drew the line of the holdout anew; "
                f"that is look {self.recut.number} at this table"
            )
        elif self.spent is not None:
            told.append(
                f"look {self.spent} gave this score already: the same rows and arguments tell "
                "nothing new, so that no look was counted"
            )
        elif self.scores:
            told.append(f"the holdout of this table was looked at {_times(self.scores)} so far")
        elif self.looks:
            told.append(
                f"the line of this table's holdout was drawn anew {_times(self.looks)}, which "
                "counts as a look; no score on it was told"
            )
        if self.asked:
            named = " and ".join(table.name for table in self.evidence.measurement.tables)
            told.append(f"measured before as {named}, the same bytes under other names")
        return "; ".join(told)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def account() -> str | None:
    """Return the account that runs this, which is all that is known of who runs a command."""
    try:
        return f"the account {getpass.getuser()}"
    except (KeyError, OSError, ImportError):
        return None


class EvidenceToolbox:
    """Runs calls for a model (fenced), and measurements for a person.

    Nothing is written before the first measurement has succeeded.

    Args:
        workspace: whose files may be read, and where evidence is kept.
        limits: of each measurement.
    """

    def __init__(self, workspace: Workspace, limits: WorkerLimits | None = None) -> None:
        self.workspace = workspace
        self.pool = WorkerPool(workspace.root, limits)
        self._store: Store | None = None
        self._queue = Queue()
        self._facts: dict[tuple[object, ...], TableFacts] = {}
        self._measuring = {tool.name: tool for tool in MEASURING_TOOLS}
        self._ledger_tools = {tool.name: tool for tool in LEDGER_TOOLS}

    @cached_property
    def specs(self) -> tuple[ToolSpec, ...]:
        """What a model is told of each tool; made when one asks, as a person's command doesn't."""
        measuring = [
            spec_of(tool.name, tool.description, tool.request()) for tool in MEASURING_TOOLS
        ]
        ledger = [
            spec_of(tool.name, tool.description, tool.request(), seeded=False)
            for tool in LEDGER_TOOLS
        ]
        return (*measuring, *ledger)

    @property
    def store(self) -> Store:
        """The evidence store of the workspace, opened when first needed."""
        if self._store is None:
            self._store = Store.open(self.workspace.root)
        return self._store

    async def call(self, call: ToolCall, session: str, progress: Progress) -> Outcome:
        """Run one call of a model; see `Toolbox.call`."""
        call = self._without_nulls(call)
        try:
            with self._queue.place() as place:
                if call.name in self._measuring:
                    tool = self._measuring[call.name]
                    return await self._call_measuring(tool, call, progress, place)
                if call.name in self._ledger_tools:
                    await place.come()
                    # In a thread: some of them hash a whole file.
                    ledger_tool = self._ledger_tools[call.name]
                    return await asyncio.to_thread(self._call_ledger, ledger_tool, call, session)
        except ValidationError as error:
            return failed(call, how_to_mend(call.name, error))
        except ToolError as error:
            return failed(call, self.workspace.without_paths(str(error)))
        except Exception as error:
            return failed(call, f"{call.name} failed inside ({kind_and_place(error)}).")
        names = ", ".join(spec.name for spec in self.specs)
        return failed(call, f"There is no tool {call.name!r}; there are {names}.")

    def enter(self, result: ToolResult, ledger: Ledger) -> None:
        """Enter what a result showed into the ledger; see `Toolbox.enter`."""
        if result.is_error:
            return
        try:
            view = EvidenceView.model_validate_json(result.content)
        except ValidationError:
            return
        ledger.add(self.store.evidence(view.evidence))
        ledger.mark_shown(view)

    async def inspect(
        self,
        path: Path,
        *,
        target: str | None = None,
        time: str | None = None,
        group: str | None = None,
        seed: int = 0,
    ) -> TableFacts:
        """Check a table and its roles; writes nothing.

        Raises:
            BadInput: the table or a role is not usable.
        """
        facts = await asyncio.to_thread(check_file, path)
        key = (str(path), facts.sha256, target, time, group, seed)
        if key not in self._facts:
            order = Inspect(
                path=self.placed(path), target=target, time=time, group=group, seed=seed
            )
            reply = await self.pool.run(order, lambda _share, _message: None)
            if not isinstance(reply, Inspected):
                raise ToolError("The worker answered an inspection with something else.")
            self._facts[key] = reply.facts
        return self._facts[key]

    async def measure(
        self,
        tool: MeasuringTool,
        request: Request,
        progress: Progress,
        *,
        look: Look | None = None,
        effect: EffectKey | None = None,
        place: Place | None = None,
    ) -> Obtained:
        """Measure, or find what was measured before on the same data.

        With a place in the queue of calls that run side by side, evidence is written, and so
        numbered, in their order.

        Raises:
            ToolError: what the tool says of its input, or how it failed.
        """
        request = self._with_importance(request)
        paths = {
            field: self.workspace.resolve(asked)
            for field in tool.paths
            if (asked := getattr(request, field, None)) is not None
        }
        scripts = {
            field: tuple(self.workspace.resolve(asked) for asked in getattr(request, field))
            for field in tool.code_paths
        }
        hashes = [(await asyncio.to_thread(check_file, path)).sha256 for path in paths.values()]
        read = [path for listed in scripts.values() for path in listed]
        hashes += [await asyncio.to_thread(check_script, path) for path in read]
        cut = await self._holdout(paths, hashes, request, judged_there=tool.judges_target)
        holdout = cut.holdout if cut is not None else None
        recut = cut.look if cut is not None else None
        key = request_key(tool.name, request.model_dump(mode="json"), hashes, holdout)
        known = self.store.find(key) if look is None else None
        before = self.store.looks(hashes[0]) if holdout is not None and look is None else []
        looks, scores = len(before), sum(seen.kind == "holdout_score" for seen in before)
        if known is not None:
            names = tuple(self.placed(path) for path in paths.values())
            measured_as = tuple(table.name for table in known.measurement.tables)
            renamed = len(names) == len(measured_as) and names != measured_as
            return Obtained(
                known, reused=True, recut=recut, looks=looks, scores=scores,
                asked=names if renamed else (),
            )  # fmt: skip
        number = look.number if look is not None else None
        placed: dict[str, object] = {field: self.placed(path) for field, path in paths.items()}
        for field, listed in scripts.items():
            placed[field] = tuple(self.placed(path) for path in listed)
        order = Measure(
            tool=tool.name,
            request=request.model_copy(update=placed).model_dump(mode="json"),
            holdout=holdout,
            look=number,
            candidates=None if look is None else self.store.candidates(look.table_sha256),
        )
        reply = await self.pool.run(order, progress)
        if not isinstance(reply, Measured):
            raise ToolError("The worker answered a measurement with something else.")
        measured = reply.evidence.measurement
        seen = [table.sha256 for table in measured.tables]
        seen += [script.sha256 for script in measured.scripts]
        key = request_key(tool.name, request.model_dump(mode="json"), seen, holdout)
        if place is not None:
            await place.come()
        evidence = self.store.commit(reply.evidence, request_key=key, effect=effect, look=number)
        return Obtained(evidence, recut=recut, looks=looks, scores=scores)

    def decided(self, data: str | None) -> frozenset[Done]:
        """Return what people accepted and `plan_release` granted for a table."""
        return self._of_table(data, decided, frozenset())

    def _of_table(self, data: str | None, ask: Callable[[Store, str], Told], nothing: Told) -> Told:
        """Ask the store of the workspace, if there is one, about a table."""
        store = self._store or Store.open_existing(self.workspace.root)
        if data is None or store is None:
            return nothing
        try:
            return ask(store, check_file(self.workspace.resolve(data)).sha256)
        except ToolError:
            return nothing
        finally:
            if store is not self._store:
                store.close()

    def looks_note(self, data: str | None) -> str:
        """Return what an answer on this table has to say of looks at its holdout; "" for none."""
        looks: list[Look] = self._of_table(data, Store.looks, [])
        if not looks:
            return ""
        listed = "; ".join(
            f"look {look.number}: {look.what}" + (f" ({look.evidence})" if look.evidence else "")
            for look in looks
        )
        caution = (
            "" if len(looks) == 1 else " From the second on a score may owe something to selection."
        )
        return f"Looks at the locked holdout so far, through this tool: {listed}.{caution}"

    def _with_importance(self, request: Request) -> Request:
        """Return a drift request with the importance that the evidence it names tells.

        Raises:
            BadInput: that evidence tells none.
        """
        named = getattr(request, "importance_of", None)
        if named is None or getattr(request, "importance", None):
            return request
        from ml_engineer_tools.drift.importance import importance_of

        importance = importance_of(self.store.evidence(named))
        if not importance:
            raise BadInput(
                f"{named} tells no importance of columns; name an evidence of `ml-engineer "
                "baseline`, or give --target instead."
            )
        return request.model_copy(update={"importance": importance})

    async def record_look(self, tool: MeasuringTool, request: Request) -> Look:
        """Record that a person looks at the holdout, before the score exists.

        Raises:
            BadInput: the table or a role is not usable; no look is spent then.
        """
        path = self.workspace.resolve(getattr(request, tool.paths[0]))
        sha256 = (await asyncio.to_thread(check_file, path)).sha256
        await self._holdout({"data": path}, [sha256], request)
        chosen = getattr(request, "confirm", None)
        what = (
            "predictions judged on the locked rows"
            if chosen is True
            else f"{chosen} scored on the locked rows"
        )
        return self.store.record_look(
            "holdout_score", sha256, self.placed(path), what, spent_by=account()
        )

    async def line(self, request: Request) -> Cut | None:
        """Return where the holdout of the request's table runs; None if it names no target.

        Raises:
            BadInput: the table or a role is not usable.
        """
        path = self.workspace.resolve(getattr(request, "data"))  # noqa: B009  any request
        sha256 = (await asyncio.to_thread(check_file, path)).sha256
        return await self._holdout({"data": path}, [sha256], request)

    async def spent(self, tool: MeasuringTool, request: Request) -> tuple[int, int]:
        """Return how many looks at the holdout there were, and how many models were tried."""
        path = self.workspace.resolve(getattr(request, tool.paths[0]))
        sha256 = (await asyncio.to_thread(check_file, path)).sha256
        return len(self.store.looks(sha256)), self.store.candidates(sha256)

    async def close(self) -> None:
        """End the workers and close the store."""
        await self.pool.close()
        if self._store is not None:
            self._store.close()
            self._store = None

    async def _call_measuring(
        self, tool: MeasuringTool, call: ToolCall, progress: Progress, place: Place
    ) -> Outcome:
        request = tool.request().model_validate(call.arguments)
        for field in FOR_PEOPLE:
            if getattr(request, field, None) is not None:
                command = (
                    "evaluate FILE --target COLUMN --score COLUMN --confirm"
                    if tool.name == "evaluate_predictions"
                    else "baseline FILE --target COLUMN --confirm MODEL"
                )
                raise Refused(
                    f"Only a person may set {field!r}: a look at the holdout is theirs to spend; "
                    "draft a request with request_look, or tell them the command "
                    f"`ml-engineer {command}`."
                )
        return self._shown(call, await self.measure(tool, request, progress, place=place))

    def _without_nulls(self, call: ToolCall) -> ToolCall:
        """Return the call without nulls for fields that it means to leave out."""
        schemas = {spec.name: spec.input_schema for spec in self.specs}
        if call.name not in schemas:
            return call
        return call.model_copy(
            update={"arguments": without_nulls(call.arguments, schemas[call.name])}
        )

    def _call_ledger(self, tool: LedgerTool, call: ToolCall, session: str) -> Outcome:
        request = tool.request().model_validate(call.arguments)
        answer = tool.run(request, self.store, self.workspace, EffectKey(session, call.id))
        if isinstance(answer, Evidence):
            return self._shown(call, Obtained(answer))
        content = answer.model_dump_json(exclude_none=True)
        alias = answer.evidence if isinstance(answer, EvidenceView) else None
        result = ToolResult(call_id=call.id, name=call.name, content=content)
        return Outcome(result, evidence=alias)

    def _shown(self, call: ToolCall, obtained: Obtained) -> Outcome:
        content = render(compact_view(to_provider(obtained.evidence)))
        result = ToolResult(call_id=call.id, name=call.name, content=content)
        return Outcome(
            result,
            evidence=obtained.evidence.alias,
            reused=obtained.reused,
            note=obtained.note,
        )

    async def _holdout(
        self,
        paths: Mapping[str, Path],
        hashes: list[str],
        request: Request,
        *,
        judged_there: bool = False,
    ) -> Cut | None:
        """Return where this table's line runs; the first cut of a table is kept.

        None if the tool itself says what is wrong with the target.
        """
        target = getattr(request, "target", None)
        if target is None or "data" not in paths:
            return None
        try:
            facts = await self.inspect(
                paths["data"],
                target=target,
                time=getattr(request, "time", None),
                group=getattr(request, "group", None),
                seed=request.seed,
            )
        except BadInput:
            if judged_there:
                return None
            raise
        if facts.holdout is None:
            return None
        return self.store.keep_cut(str(paths["data"]), hashes[0], facts.holdout, rows=facts.rows)

    def placed(self, path: Path) -> str:
        """Return a path as a worker is told it: below the root without the root."""
        root = self.workspace.root
        return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
