"""Drafting a request for a look; only a person accepts it, and with that the look is spent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import JsonValue

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Contract, Evidence
from ml_engineer_tools.looking.request import LookDraftRequest
from ml_engineer_tools.store import EffectKey, LookRequest, LookRequestRecord, Store
from ml_engineer_tools.store.words import says_something


class LookDraft(Contract):
    """A request as it stands in the store.

    Attributes:
        record: the request with its id.
        standing: `draft` until a person has accepted it. Nothing is scored for a draft.
        looks: how many looks at this table's holdout were spent before.
        candidates: how many models were tried on its other rows.
        accept_command: what a person types in order to spend the look; None once accepted.
    """

    record: LookRequestRecord
    standing: Literal["draft", "accepted"]
    looks: int
    candidates: int
    accept_command: str | None


def draft_look(
    request: LookDraftRequest, store: Store, effect: EffectKey | None = None
) -> LookDraft:
    """Draft a request to score on the locked rows what was measured on the others.

    Raises:
        UnknownEvidence: nothing is called that.
        BadInput: nothing of it can be scored there, or no reason is given.
        StoreError: the store can't be written.
    """
    if not says_something(request.because):
        raise BadInput("A request for a look says what the score decides; say it in `because`.")
    wanted, sha256 = _wanted(store.evidence(request.evidence), request)
    record = store.draft_look_request(wanted, sha256, effect)
    return LookDraft(
        record=record,
        standing="accepted" if record.accepted else "draft",
        looks=len(store.looks(sha256)),
        candidates=store.candidates(sha256),
        accept_command=None if record.accepted else accept_command(record),
    )


def accept_command(record: LookRequestRecord) -> str:
    """Return the command by which a person accepts a request and spends the look."""
    return f"ml-engineer look accept {record.id} --by NAME"


def _wanted(evidence: Evidence, request: LookDraftRequest) -> tuple[LookRequest, str]:
    """Return what is to be scored, and the content hash of its table."""
    measurement, alias = evidence.measurement, evidence.alias
    tool, arguments = measurement.tool, dict(measurement.arguments)
    if tool not in ("train_baselines", "evaluate_predictions"):
        raise BadInput(
            f"{alias} is of {tool}, which scores nothing; name an evidence of train_baselines or "
            "evaluate_predictions."
        )
    if arguments.get("confirm"):
        raise BadInput(f"{alias} is a score on the locked rows already.")
    if measurement.holdout is None:
        raise BadInput(f"{alias} drew no line between exploration and holdout.")
    sha256 = measurement.tables[0].sha256
    if tool == "evaluate_predictions":
        arguments["confirm"] = True
        what = "predictions judged on the locked rows"
        return _request(evidence, "evaluate_predictions", arguments, what, request), sha256
    tried = dict.fromkeys(f.subject.model for f in measurement.figures if f.subject.model)
    if request.model is None or request.model not in tried:
        known = [name for name in tried if name in ("trivial", "one_rule", "linear", "lightgbm")]
        raise BadInput(f"Name the one model of {alias} that was chosen: {', '.join(known)}.")
    arguments["confirm"] = request.model
    what = f"{request.model} scored on the locked rows"
    return _request(evidence, "train_baselines", arguments, what, request), sha256


def _request(
    evidence: Evidence,
    tool: Literal["train_baselines", "evaluate_predictions"],
    arguments: Mapping[str, JsonValue],
    what: str,
    request: LookDraftRequest,
) -> LookRequest:
    return LookRequest.model_validate(
        {"evidence": evidence.id, "tool": tool, "arguments": arguments, "what": what,
         "because": request.because}
    )  # fmt: skip
