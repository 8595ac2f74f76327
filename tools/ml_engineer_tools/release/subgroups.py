"""Slices and calibration that a release stands on: of the model that is released, and no other."""

from __future__ import annotations

from ml_engineer_tools.errors import Refused, ToolError
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.release.case import (
    Case,
    Met,
    Unmet,
    alias_of,
    all_about,
    command,
    measured,
)
from ml_engineer_tools.release.evaluated import (
    BASELINES,
    EVALUATION,
    calibration_figures,
    confirmed_score,
    is_number,
    looked_into,
    own_model,
    slice_figures,
)
from ml_engineer_tools.release.simpler import model_of


def slices_and_calibration(case: Case) -> Met:
    """Check that it was measured where the model fails, and whether its scores mean what they say.

    The evaluation may say both, or the baselines do, on validation rows; of the model that was
    confirmed, since another one fails elsewhere. A predicted number makes no promise that could be
    calibrated.
    """
    every = _candidates(case) if case.request.slices is None else [_named(case)]
    found = _of_confirmed(case, every)
    for evidence in found:
        if slice_figures(evidence) and (calibration_figures(evidence) or is_number(evidence)):
            alias = alias_of(evidence)
            both = " and the calibration" if calibration_figures(evidence) else ""
            whose = f" of {model}" if (model := looked_into(evidence)) else ""
            return Met(alias, f"{alias} tells the worst slices{both}{whose}.")
    missing = []
    if not any(slice_figures(item) for item in found):
        missing.append("how the model does on subgroups")
    if not any(calibration_figures(item) or is_number(item) for item in found):
        missing.append("whether its scores are calibrated")
    said = " or ".join(missing) or "both in one evidence"
    raise Refused(f"No evidence of this table tells {said}.")


def _of_confirmed(case: Case, found: list[Evidence]) -> list[Evidence]:
    """Return the evidence that looked into the model that was confirmed, or doesn't say into which.

    Raises:
        Unmet: all that there is looked into another model.
    """
    try:
        score = confirmed_score(case, case.request.evaluation)
    except ToolError:
        return found  # told by the requirement that needs it
    if score.number is None:
        return [item for item in found if item.id == score.evidence.id]
    confirmed, without = model_of(score.evidence), sorted(score.left_out or ())
    others: list[str] = []
    mine: list[Evidence] = []
    for item in found:
        looked, left_out = looked_into(item), item.measurement.arguments.get("without") or []
        if looked is None:
            mine.append(item)
        elif looked != confirmed:
            others.append(f"{alias_of(item)} of {looked}")
        elif sorted(map(str, left_out if isinstance(left_out, list) else [])) != without:
            others.append(f"{alias_of(item)} of {looked} with other columns left out")
        else:
            mine.append(item)
    if others and not any(slice_figures(item) for item in mine):
        leaving = f" without {', '.join(without)}" if without else ""
        raise Unmet(
            f"The worst slices and the calibration were measured of another model than the one "
            f"that was confirmed, {confirmed}{leaving}: {'; '.join(others)}.",
            command(
                case,
                "baseline",
                more=(*(("--without", *without) if without else ()), "--look-into", confirmed),
            ),
        )
    return mine


def _named(case: Case) -> Evidence:
    """Return the evidence that is named for slices; of the user's own model, if it is that."""
    evidence = case.store.evidence(str(case.request.slices))
    if evidence.measurement.tool == EVALUATION:
        return own_model(case, evidence).evidence
    return measured(case, (BASELINES,), case.request.slices)


def _candidates(case: Case) -> list[Evidence]:
    """Return evidence that may hold both, the confirmed score's first, then the newest."""
    found = list(reversed(all_about(case, BASELINES)))
    try:
        confirmed = confirmed_score(case, case.request.evaluation).evidence
    except ToolError:
        return found
    return [confirmed, *(item for item in found if item.id != confirmed.id)]
