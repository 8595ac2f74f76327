"""The way to a release, step by step; the commands take the same steps.

What a step drafts is worth nothing until a person has accepted it (`Engineer.attest`).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ml_engineer.toolbox.evidence_toolbox import EvidenceToolbox, Obtained
from ml_engineer_tools.catalogue import measuring_tool
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.tables.checks import check_file

if TYPE_CHECKING:
    from ml_engineer_tools.card.tool import DataCardDraft
    from ml_engineer_tools.evidence import Evidence
    from ml_engineer_tools.looking.draft import LookDraft
    from ml_engineer_tools.monitoring.check import MonitorCheck
    from ml_engineer_tools.monitoring.file import MonitorsFile
    from ml_engineer_tools.monitoring.plan import MonitoringPlanDraft
    from ml_engineer_tools.release.answer import AnswerDraft
    from ml_engineer_tools.store import Look, ReleaseDecision


class Releasing:
    """What a person does between a measurement and a release.

    Args:
        toolbox: measures, and holds the store.
    """

    def __init__(self, toolbox: EvidenceToolbox) -> None:
        self._toolbox = toolbox

    def request_look(self, evidence: str, because: str, *, model: str | None = None) -> LookDraft:
        """Draft a request to score on the locked rows what an evidence measured on the others.

        Args:
            evidence: such as `E2`: of baselines, or of an evaluation.
            because: what the score decides.
            model: of baselines, the one that was chosen.

        Raises:
            BadInput: nothing of it can be scored there, or no reason is given.
        """
        from ml_engineer_tools.looking.draft import draft_look
        from ml_engineer_tools.looking.request import LookDraftRequest

        asked = {"evidence": evidence, "because": because, "model": model}
        return draft_look(LookDraftRequest.model_validate(asked), self._toolbox.store)

    async def spend_look(self, request: str) -> Evidence:
        """Score what a request asks for that a person has accepted; the look is counted first.

        Args:
            request: its id, `look:...`.

        Raises:
            BadInput: there is no such request, or its table can't be used.
            Refused: nobody has accepted it, or the table has changed since it was drafted.
        """
        from ml_engineer.toolbox.looking import spend_look

        obtained = await spend_look(self._toolbox, request, lambda _share, _message: None)
        return obtained.evidence

    def draft_card(self, data: str, **words: str | None) -> DataCardDraft:
        """Draft a data card of a table from what a person says of it.

        Args:
            data: path of the table.
            words: source, licence_or_consent, known_bias, label_definition, label_delay, owner.

        Raises:
            BadInput: the table is not usable.
        """
        from ml_engineer_tools.card.request import DataCardRequest
        from ml_engineer_tools.card.tool import record_data_card

        request = DataCardRequest.model_validate({"data": data, **words})
        return record_data_card(request, self._toolbox.store, check_file(data).sha256)

    def answer(
        self, evidence: str, finding: int, because: str, *, left_out: bool = False
    ) -> AnswerDraft:
        """Draft an answer to a finding.

        Args:
            evidence: such as `E2`.
            finding: its place in the evidence, from 1 on.
            because: why it does no harm.
            left_out: the model doesn't use its columns; checked against the confirmed score.

        Raises:
            BadInput: there is no such finding, or no reason is given.
        """
        from ml_engineer_tools.release.answer import AnswerRequest, draft_answer

        request = AnswerRequest(
            evidence=evidence, finding=finding, because=because, left_out=left_out
        )
        return draft_answer(request, self._toolbox.store)

    async def build_reference(
        self,
        data: str,
        output: Path | None = None,
        *,
        target: str | None = None,
        prediction: str | None = None,
        time: str | None = None,
        group: str | None = None,
        seed: int = 0,
    ) -> tuple[Evidence, Look | None]:
        """Build a drift reference, keep it beside the store, and write it where it is wanted.

        Returns:
            The evidence, and the look that it took to draw the line of the holdout anew, if it
            was.

        Raises:
            BadInput: the table or a role is not usable, or the output is the table.
        """
        from ml_engineer_tools.context import Context
        from ml_engineer_tools.drift.keeping import keep_reference
        from ml_engineer_tools.drift.request import ReferenceRequest
        from ml_engineer_tools.drift.saved import write_reference
        from ml_engineer_tools.engine import open_engine

        if output is not None and _same(output, data):
            raise BadInput(f"{output} is the table itself; save the reference elsewhere.")
        request = ReferenceRequest(
            data=data, target=target, prediction=prediction, time=time, group=group, seed=seed
        )
        cut = None
        if target is not None:
            name = self._toolbox.workspace.grant(data)
            cut = await self._toolbox.line(request.model_copy(update={"data": name}))
        engine = open_engine()
        try:
            context = Context(engine, holdout=None if cut is None else cut.holdout)
            reference, evidence = await asyncio.to_thread(
                keep_reference, request, context, self._toolbox.store
            )
        finally:
            engine.close()
        if output is not None:
            write_reference(reference, output)
        return evidence, None if cut is None else cut.look

    async def draft_monitoring(
        self, data: str, *, target: str, **words: str | None
    ) -> MonitoringPlanDraft:
        """Draft a monitoring plan; what varies within the reference is measured if it wasn't.

        Args:
            data: path of the table that the reference was built of.
            target: the column that the model predicts.
            words: owner, action, check_every, decision, today, fallback, kill_switch, rollback;
                and reference, variation, evaluation, by evidence id (else the newest).

        Raises:
            Refused: there is no drift reference or no confirmed score yet.
            BadInput: the table is not usable.
        """
        from ml_engineer_tools.monitoring.drafting import draft_monitoring_plan
        from ml_engineer_tools.monitoring.request import MonitoringPlanRequest

        given = {name: said for name, said in words.items() if said}
        request = MonitoringPlanRequest.model_validate({"data": data, "target": target, **given})
        sha256 = (await asyncio.to_thread(check_file, data)).sha256
        if request.variation is None:
            variation = await self._variation(request.reference, data, target, sha256)
            request = request.model_copy(update={"variation": variation.evidence.alias})
        return draft_monitoring_plan(request, self._toolbox.store, sha256)

    async def _variation(
        self, reference: str | None, data: str, target: str, sha256: str
    ) -> Obtained:
        """Measure what varies within the table that the reference was built of, in its roles."""
        from ml_engineer_tools.drift.keeping import BUILD
        from ml_engineer_tools.release.case import Case, measured
        from ml_engineer_tools.release.request import PlanReleaseRequest

        case = Case(PlanReleaseRequest(data=data, target=target), self._toolbox.store, sha256)
        built = measured(case, (BUILD,), reference).measurement.arguments
        roles = {role: built.get(role) for role in ("time", "group", "prediction", "seed")}
        arguments = {role: name for role, name in roles.items() if name is not None}
        arguments |= {"data": self._toolbox.workspace.grant(data), "target": target}
        return await self._measure("measure_variation", arguments)

    def plan(
        self,
        data: str,
        *,
        target: str,
        time: str | None = None,
        group: str | None = None,
        output: Path | None = None,
        **named: str | None,
    ) -> ReleaseDecision:
        """Ask for a release; its folder is written if it is granted.

        Args:
            data: path of the training table.
            target: the column that the model predicts.
            time: when a row was known, for the commands that are told.
            group: the entity that a row belongs to, for the same.
            output: where the folder is written; None for below `.ml-engineer/releases`.
            named: ids of what is to be counted: leakage, baselines, evaluation, slices,
                drift_reference, data_card, monitoring_plan; else the newest.

        Raises:
            BadInput: the table is not usable, or the folder can't be written.
            Refused: the folder holds other files.
        """
        from ml_engineer_tools.release.request import PlanReleaseRequest
        from ml_engineer_tools.release.tool import release

        roles = {"data": data, "target": target, "time": time, "group": group}
        request = PlanReleaseRequest.model_validate({**roles, **named})
        store = self._toolbox.store
        record, folder = release(request, store, check_file(data).sha256, output=output)
        place = None if folder is None else str(folder)
        return record.decision.model_copy(update={"folder": place})

    async def check(
        self,
        folder: Path,
        current: str,
        *,
        prediction: str | None = None,
        score: Sequence[str] = (),
        seed: int = 0,
    ) -> tuple[MonitorCheck, Evidence, MonitorsFile]:
        """Check a current table against a release.

        Args:
            folder: that the release was written to.
            current: path of the current table.
            prediction: its column of predicted classes or numbers; once there are outcomes
                beside it the score is judged too.
            score: its column of the positive class's probability, or one for each class.
            seed: of samples.

        Returns:
            What alarms; the evidence of drift; and the monitors.

        Raises:
            BadInput: the folder or the table is not usable.
        """
        from ml_engineer_tools.monitoring.check import judge
        from ml_engineer_tools.monitoring.file import read_monitors

        monitors, reference = read_monitors(folder)
        grant = self._toolbox.workspace.grant
        name = grant(current)
        arguments = {"reference": grant(str(reference)), "current": name, "seed": seed}
        drift = (await self._measure("measure_drift", arguments)).evidence
        evaluated = None
        if (prediction is not None or score) and _has(drift, monitors.target):
            asked = {"data": name, "target": monitors.target, "prediction": prediction,
                     "score": list(score), "seed": seed}  # fmt: skip
            evaluated = (await self._measure("evaluate_predictions", asked)).evidence
        return judge(monitors, drift, evaluated), drift, monitors

    async def _measure(self, name: str, arguments: dict[str, Any]) -> Obtained:
        tool = measuring_tool(name)
        request = tool.request().model_validate(arguments)
        return await self._toolbox.measure(tool, request, lambda _share, _message: None)


def _has(drift: Evidence, column: str) -> bool:
    """Tell whether the current table has values in a column: drift has compared them then."""
    return any(
        figure.subject.column == column and figure.quantity == "psi"
        for figure in drift.measurement.figures
    )


def _same(output: Path, data: str) -> bool:
    return os.path.realpath(output) == os.path.realpath(data)
