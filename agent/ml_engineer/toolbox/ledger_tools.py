"""The ledger tools: they read and write the store and run in the parent, not in a worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from ml_engineer.evidence.view import EvidenceView
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_tools.evidence import Contract, Evidence
from ml_engineer_tools.request import Request
from ml_engineer_tools.store import EffectKey, Store
from ml_engineer_tools.tables.checks import check_file

Answered = Evidence | EvidenceView | Contract
Run = Callable[[Request, Store, Workspace, EffectKey], Answered]


@dataclass(frozen=True, slots=True)
class LedgerTool:
    """A tool whose work is looking things up or drafting: quick, and no table is scanned.

    Attributes:
        name: as a model knows it.
        description: what it is for.
        request_type: `module:class` of its request.
        run: carries out a request; effects are keyed, so that none happens twice.
    """

    name: str
    description: str
    request_type: str
    run: Run

    def request(self) -> type[Request]:
        """Return the request's class."""
        module, _, name = self.request_type.partition(":")
        return cast(type[Request], getattr(import_module(module), name))


def _read_evidence(
    request: Request, store: Store, workspace: Workspace, effect: EffectKey
) -> Answered:
    from ml_engineer.evidence.reading import ReadEvidenceRequest, read_evidence

    asked = ReadEvidenceRequest.model_validate(request.model_dump())
    return read_evidence(asked, store.evidence(asked.evidence))


def _calculate(request: Request, store: Store, workspace: Workspace, effect: EffectKey) -> Answered:
    from ml_engineer_tools.derivation.request import CalculateRequest
    from ml_engineer_tools.derivation.tool import calculate

    asked = CalculateRequest.model_validate(request.model_dump())
    return calculate(asked, store)


def _draft_card(
    request: Request, store: Store, workspace: Workspace, effect: EffectKey
) -> Answered:
    from ml_engineer_tools.card.request import DataCardRequest
    from ml_engineer_tools.card.tool import record_data_card

    asked = DataCardRequest.model_validate(request.model_dump())
    sha256 = check_file(workspace.resolve(asked.data)).sha256
    return record_data_card(asked, store, sha256, effect)


def _plan_release(
    request: Request, store: Store, workspace: Workspace, effect: EffectKey
) -> Answered:
    from ml_engineer_tools.release.request import PlanReleaseRequest
    from ml_engineer_tools.release.tool import release

    asked = PlanReleaseRequest.model_validate(request.model_dump())
    sha256 = check_file(workspace.resolve(asked.data)).sha256
    record, folder = release(asked, store, sha256, effect=effect)
    if folder is None:
        return record.decision
    return record.decision.model_copy(update={"folder": str(folder.relative_to(workspace.root))})


def _draft_monitoring_plan(
    request: Request, store: Store, workspace: Workspace, effect: EffectKey
) -> Answered:
    from ml_engineer_tools.monitoring.drafting import draft_monitoring_plan
    from ml_engineer_tools.monitoring.request import MonitoringPlanRequest

    asked = MonitoringPlanRequest.model_validate(request.model_dump())
    sha256 = check_file(workspace.resolve(asked.data)).sha256
    return draft_monitoring_plan(asked, store, sha256, effect)


def _draft_answer(
    request: Request, store: Store, workspace: Workspace, effect: EffectKey
) -> Answered:
    from ml_engineer_tools.release.answer import AnswerRequest, draft_answer

    asked = AnswerRequest.model_validate(request.model_dump())
    return draft_answer(asked, store, effect)


def _draft_look(
    request: Request, store: Store, workspace: Workspace, effect: EffectKey
) -> Answered:
    from ml_engineer_tools.looking.draft import draft_look
    from ml_engineer_tools.looking.request import LookDraftRequest

    return draft_look(LookDraftRequest.model_validate(request.model_dump()), store, effect)


LEDGER_TOOLS: tuple[LedgerTool, ...] = (
    LedgerTool(
        "read_evidence",
        "Read more of an evidence: figures by handle, column, quantity or model.",
        "ml_engineer.evidence.reading:ReadEvidenceRequest",
        _read_evidence,
    ),
    LedgerTool(
        "calculate",
        "Derive a figure from others by handle: difference, ratio, percentage, complement, sum. "
        "Use it instead of doing sums.",
        "ml_engineer_tools.derivation.request:CalculateRequest",
        _calculate,
    ),
    LedgerTool(
        "record_data_card",
        "Draft what a person says of the data's source, licence, bias, labels and owner. "
        "It stays a draft until a person accepts it.",
        "ml_engineer_tools.card.request:DataCardRequest",
        _draft_card,
    ),
    LedgerTool(
        "answer_finding",
        "Draft what a person says to a finding: why it does no harm, or that its columns are left "
        "out of the model. It stays a draft until a person accepts it.",
        "ml_engineer_tools.release.answer:AnswerRequest",
        _draft_answer,
    ),
    LedgerTool(
        "request_look",
        "Draft a request to score one chosen model on the locked holdout. Nothing is looked at "
        "until a person accepts it, which spends a counted look.",
        "ml_engineer_tools.looking.request:LookDraftRequest",
        _draft_look,
    ),
    LedgerTool(
        "draft_monitoring_plan",
        "Draft who answers alarms and what they do; the thresholds come from measure_variation and "
        "the confirmed score. It stays a draft until a person accepts it.",
        "ml_engineer_tools.monitoring.request:MonitoringPlanRequest",
        _draft_monitoring_plan,
    ),
    LedgerTool(
        "plan_release",
        "May this model be released? The one way to a release; it refuses with the clauses and "
        "the list of what is missing, or writes the release's folder.",
        "ml_engineer_tools.release.request:PlanReleaseRequest",
        _plan_release,
    ),
)
