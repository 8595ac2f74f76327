"""The store of a workspace: one SQLite file that every process of ours reads and writes.

What is measured, looked at, attested or decided in one process is seen by the next one. Each method
that writes is one transaction; with an `EffectKey` it happens once however often it is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from ml_engineer_tools.errors import StoreError
from ml_engineer_tools.evidence import Evidence, Figure
from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.store import (
    answers,
    cards,
    cuts,
    effects,
    evidence_rows,
    families,
    look_requests,
    looks,
    monitoring_plans,
    releases,
)
from ml_engineer_tools.store.answers import AnswerRecord, FindingAnswer
from ml_engineer_tools.store.cards import CardRecord, DataCard
from ml_engineer_tools.store.cuts import Cut
from ml_engineer_tools.store.database import Database
from ml_engineer_tools.store.effects import EffectKey, EffectResult
from ml_engineer_tools.store.experiments import TOOL as BASELINES
from ml_engineer_tools.store.experiments import Experiment, candidates, experiments
from ml_engineer_tools.store.folder import FOLDER, make_folder
from ml_engineer_tools.store.look_requests import LookRequest, LookRequestRecord
from ml_engineer_tools.store.looks import Look, LookKind
from ml_engineer_tools.store.monitoring_plans import MonitoringPlan, PlanRecord
from ml_engineer_tools.store.releases import ReleaseDecision, ReleaseRecord

FILE = "store.sqlite3"


class Store:
    """Evidence, looks, cuts, cards, releases and experiments of one workspace.

    Made by `Store.open` or `Store.open_existing`. It can be used from several threads; a forked
    child must open its own.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, workspace: Path) -> Store:
        """Open the workspace's store; make its folder and file when they are missing.

        Raises:
            StoreError: the folder can't be made or written, or the file is not a usable store.
        """
        folder = make_folder(workspace)
        return cls(Database(folder / FILE, create=True))

    @classmethod
    def open_existing(cls, workspace: Path) -> Store | None:
        """Open the workspace's store if there is one; make nothing.

        Raises:
            StoreError: there is a file, but it is not a usable store.
        """
        path = workspace / FOLDER / FILE
        try:
            if not path.exists():
                return None
        except OSError as error:
            raise StoreError(
                f"{path} can't be read ({error.strerror}); make it readable."
            ) from None
        database = Database(path, create=False)
        if database.empty:
            database.close()
            return None
        return cls(database)

    @property
    def folder(self) -> Path:
        """Where the store's file lies; files that evidence stands on are kept below it."""
        return self._database.path.parent

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # Evidence

    def commit(
        self,
        evidence: Evidence,
        *,
        request_key: str,
        effect: EffectKey | None = None,
        look: int | None = None,
    ) -> Evidence:
        """Write evidence, the effect that brought it about and the look it came of; all or none.

        Evidence with the same id keeps its old alias. A call that has committed evidence before
        gets that evidence back, and nothing is written.

        Args:
            evidence: what was measured.
            request_key: the request that it answers.
            effect: the call that brought it about.
            look: number of the look, at one of the tables measured, that it came of.

        Raises:
            Refused: there is no such look, or it has given other evidence already.
            StoreError: the store can't be written.
        """
        with self._database.writing() as connection:
            done = effects.result_of(connection, effect, "evidence")
            if isinstance(done, str):
                return evidence_rows.by_reference(connection, done)
            number = evidence_rows.number_of(connection, evidence.id)
            if number is None:
                number = evidence_rows.insert(connection, evidence)
            else:
                evidence_rows.mend(connection, number, evidence)
            evidence_rows.answer_request(connection, request_key, number)
            if look is not None:
                looks.attach(connection, look, evidence, number)
            effects.record(connection, effect, "evidence", f"E{number}")
            return evidence_rows.by_number(connection, number)

    def find(self, request_key: str) -> Evidence | None:
        """Return the newest evidence that answered this request (see `request_key`)."""
        with self._database.reading() as connection:
            return evidence_rows.by_request(connection, request_key)

    def evidence(self, reference: str) -> Evidence:
        """Return the evidence called `E3`, or by its id or the first characters of it.

        Raises:
            UnknownEvidence: there is none, or several; the message says what there is.
        """
        with self._database.reading() as connection:
            return evidence_rows.by_reference(connection, reference)

    def figure(self, reference: str) -> tuple[Evidence, Figure]:
        """Return the figure called `E3.f12`, with its evidence.

        Raises:
            UnknownEvidence: there is no such evidence, or it has no such figure.
        """
        with self._database.reading() as connection:
            return evidence_rows.figure_by_reference(connection, reference)

    def all_evidence(self, tool: str | None = None, sha256: str | None = None) -> list[Evidence]:
        """Return the evidence of a tool and on a table's content hash, where given; newest last."""
        with self._database.reading() as connection:
            return evidence_rows.all_of(connection, tool, sha256)

    def experiments(self) -> list[Experiment]:
        """Return every training run with parameters, data version and result; newest last."""
        return experiments(self.all_evidence(BASELINES))

    def candidates(self, sha256: str) -> int:
        """Return how many models were tried on a table, over all experiments.

        Those on other files of mostly the same rows are among them.
        """
        with self._database.reading() as connection:
            alike = families.members(connection, sha256)
            found = [evidence_rows.all_of(connection, BASELINES, one) for one in alike]
        return candidates(evidence for of_one in found for evidence in of_one)

    # Effects, looks and cuts

    def effect(self, key: EffectKey) -> EffectResult | None:
        """Return what this call of a session committed last; None if it has committed nothing.

        A call that has recorded its look but not yet its evidence gives the look: run it again
        with the same key, and the look is not counted twice.
        """
        with self._database.reading() as connection:
            return effects.latest(connection, key)

    def record_look(
        self,
        kind: LookKind,
        table_sha256: str,
        table_name: str,
        what: str,
        effect: EffectKey | None = None,
        *,
        spent_by: str | None = None,
    ) -> Look:
        """Count a look at a table's holdout. It is committed before the score exists."""
        with self._database.writing() as connection:
            return looks.record(connection, kind, table_sha256, table_name, what, effect, spent_by)

    def looks(self, table_sha256: str, rows: Sequence[str] | None = None) -> list[Look]:
        """Return all looks at a table, first to last; also at other files of mostly its rows.

        Args:
            table_sha256: hash of the file's bytes.
            rows: the sketch of its rows (`sketch_rows`), for a file that was never measured.
        """
        with self._database.reading() as connection:
            return looks.of_table(connection, table_sha256, rows)

    def draft_look_request(
        self, request: LookRequest, table_sha256: str, effect: EffectKey | None = None
    ) -> LookRequestRecord:
        """Write a draft of a request for a look; no look is counted until it is accepted."""
        with self._database.writing() as connection:
            return look_requests.draft(connection, request, table_sha256, effect)

    def accept_look_request(self, name: str, by: str) -> LookRequestRecord:
        """Accept a request for a look on behalf of a person. No model may bring this about.

        Raises:
            BadInput: there is no such request, or nobody is named.
        """
        with self._database.writing() as connection:
            return look_requests.accept(connection, name, by)

    def look_request(self, name: str) -> LookRequestRecord:
        """Return one request for a look.

        Raises:
            BadInput: there is none with this id.
        """
        with self._database.reading() as connection:
            return look_requests.by_id(connection, name)

    def look_requests(self, table_sha256: str) -> list[LookRequestRecord]:
        """Return all requests for a look at a table, newest last."""
        with self._database.reading() as connection:
            return look_requests.of_table(connection, table_sha256)

    def keep_cut(
        self,
        path: str,
        sha256: str,
        holdout: Holdout,
        effect: EffectKey | None = None,
        *,
        rows: Sequence[str] = (),
    ) -> Cut:
        """Return the line that a measurement with labels has to respect.

        The first line of a table (by its absolute path or by its content hash) with this kind,
        column and seed is kept, also when the file has grown. Another kind, column or seed draws
        a second line, and that is counted as a look of kind `recut`. Call it only for
        measurements that use labels.

        Args:
            path: absolute path of the table.
            sha256: hash of the table's content as it is now.
            holdout: the line as it would run if it were cut now.
            effect: the call that asks.
            rows: the sketch of its rows (`sketch_rows`): another file of mostly the same ones is
                the same table.
        """
        with self._database.writing() as connection:
            return cuts.keep(connection, path, sha256, holdout, effect, rows)

    # Cards and releases

    def draft_card(
        self, card: DataCard, table_sha256: str, effect: EffectKey | None = None
    ) -> CardRecord:
        """Write a draft of a data card; it counts for nothing until a person accepts it."""
        with self._database.writing() as connection:
            return cards.draft(connection, card, table_sha256, effect)

    def accept_card(self, card_id: str, by: str) -> CardRecord:
        """Accept a data card on behalf of a person. No model may bring this about.

        Raises:
            BadInput: there is no such card, or nobody is named.
        """
        with self._database.writing() as connection:
            return cards.accept(connection, card_id, by)

    def card(self, card_id: str) -> CardRecord:
        """Return one data card.

        Raises:
            BadInput: there is none with this id.
        """
        with self._database.reading() as connection:
            return cards.by_id(connection, card_id)

    def cards(self, table_sha256: str) -> list[CardRecord]:
        """Return all data cards of a table, newest last."""
        with self._database.reading() as connection:
            return cards.of_table(connection, table_sha256)

    # Answers to findings, and monitoring plans

    def draft_answer(
        self, answer: FindingAnswer, table_sha256: str, effect: EffectKey | None = None
    ) -> AnswerRecord:
        """Write a draft of an answer to a finding; it counts for nothing until it is accepted."""
        with self._database.writing() as connection:
            return answers.draft(connection, answer, table_sha256, effect)

    def accept_answer(self, name: str, by: str) -> AnswerRecord:
        """Accept an answer on behalf of a person. No model may bring this about.

        Raises:
            BadInput: there is no such answer, or nobody is named.
        """
        with self._database.writing() as connection:
            return answers.accept(connection, name, by)

    def answers(self, table_sha256: str) -> list[AnswerRecord]:
        """Return all answers to findings on a table, newest last."""
        with self._database.reading() as connection:
            return answers.of_table(connection, table_sha256)

    def draft_monitoring_plan(
        self, plan: MonitoringPlan, table_sha256: str, effect: EffectKey | None = None
    ) -> PlanRecord:
        """Write a draft of a monitoring plan; it counts for nothing until it is accepted."""
        with self._database.writing() as connection:
            return monitoring_plans.draft(connection, plan, table_sha256, effect)

    def accept_monitoring_plan(self, name: str, by: str) -> PlanRecord:
        """Accept a monitoring plan on behalf of a person. No model may bring this about.

        Raises:
            BadInput: there is no such plan, or nobody is named.
        """
        with self._database.writing() as connection:
            return monitoring_plans.accept(connection, name, by)

    def monitoring_plan(self, name: str) -> PlanRecord:
        """Return one monitoring plan.

        Raises:
            BadInput: there is none with this id.
        """
        with self._database.reading() as connection:
            return monitoring_plans.by_id(connection, name)

    def monitoring_plans(self, table_sha256: str) -> list[PlanRecord]:
        """Return all monitoring plans of a table, newest last."""
        with self._database.reading() as connection:
            return monitoring_plans.of_table(connection, table_sha256)

    def record_release(
        self, decision: ReleaseDecision, effect: EffectKey | None = None
    ) -> ReleaseRecord:
        """Write a decision on a release, granted or refused."""
        with self._database.writing() as connection:
            return releases.record(connection, decision, effect)

    def releases(self, table_sha256: str) -> list[ReleaseRecord]:
        """Return all decisions on a table, newest last."""
        with self._database.reading() as connection:
            return releases.of_table(connection, table_sha256)
