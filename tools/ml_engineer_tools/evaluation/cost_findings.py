"""Costs as figures and findings."""

from __future__ import annotations

from ml_engineer_tools.evaluation.costs import CostMatrix, CostReport
from ml_engineer_tools.evaluation.parts import Estimate
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.modelling.deciding import judge_gain, why_undecided
from ml_engineer_tools.tables.names import quoted

SMALLEST_SAVING = 0.01
"""Share of the cheaper constant's cost that a saving has to reach in order to count: a convention
after clause P2."""


def record_costs(
    found: CostReport,
    costs: CostMatrix,
    place: Place,
    *,
    in_use: str | None = None,
    assumed: float | None = None,
) -> None:
    """Record costs by policy and threshold, and which policy is worth having.

    Args:
        found: what was measured.
        costs: the matrix.
        place: where figures belong.
        in_use: the policy among those given that decides today.
        assumed: its threshold, where nobody said which one is in use.
    """
    record = place.record
    for name in ("true_positive", "false_positive", "false_negative", "true_negative"):
        record.convention(f"cost_{name}", getattr(costs, name), source="given with the request")
    unit = costs.unit or "cost units"
    spent: dict[str, Figure] = {}
    for policy in found.policies:
        spent[policy.policy] = place.write(
            "cost_per_1000", policy.per_1000, model=_policy_name(place, policy.policy), unit=unit,
            headline=policy.policy in ("cost_optimal", found.best_constant, in_use),
        )  # fmt: skip
    for threshold, cost in found.curve:
        place.write(
            "cost_at_threshold", Estimate(cost, None, found.rows), unit=unit,
            slice=f"threshold {threshold:.4g}",
        )  # fmt: skip
    chosen = found.policy("cost_optimal")
    by_theory = record.convention(
        "calibrated_threshold", costs.calibrated_threshold,
        source="cheapest for calibrated probabilities: Elkan (2001)",
    )  # fmt: skip
    figures = [spent["cost_optimal"], spent[found.best_constant], by_theory]
    best: Figure | None = None
    if found.threshold != float("inf"):
        best = place.write(
            "cost_optimal_threshold", Estimate(found.threshold, None, found.rows), headline=True
        )
    gain = place.write("cost_difference_per_1000", chosen.minus_best_constant, unit=unit,
                       model=f"cost_optimal - {found.best_constant}")  # fmt: skip
    acting, how = _write_acting(found, place)
    figures = [*([best] if best else []), spent["cost_optimal"], spent[found.best_constant],
               by_theory, gain]  # fmt: skip
    model = quoted(place.model) if place.model else "the model"
    everyone = found.best_constant == "do_everything"
    constant = "acting on every case" if everyone else "acting on none"
    told = (
        f"with its threshold chosen on other rows {model} costs {spent['cost_optimal']} {unit} per "
        f"1,000 decisions, and {constant} {spent[found.best_constant]}: a difference of {gain}"
    )
    from_where = f"Act from a score of {best} up" if best else "Act on none"
    always = "Act on every case" if everyone else "Act on none"
    interval = chosen.minus_best_constant.interval
    if interval is not None and interval[1] < 0:
        severity: Severity = "info"
        says = f"{from_where}: {told}, a saving whose interval excludes zero."
        figures += acting
    elif interval is not None and interval[0] > 0:
        severity, how = "high", ""
        says = f"{always}: {told}, whose interval excludes any saving."
    else:
        saved = interval and (-interval[1], -interval[0])
        least = SMALLEST_SAVING * abs(float(spent[found.best_constant].value))
        if judge_gain(-chosen.minus_best_constant.value, saved, least) == "small":
            severity, how = "high", ""
            says = f"{always}, the model decides nothing: {told}, no saving that counts."
        else:
            severity = "medium"
            says = (
                f"Whether a threshold saves anything can't be told yet: {told}, with "
                f"{why_undecided(saved)}; cheapest on all rows: {from_where.replace('A', 'a', 1)}."
            )
            figures += acting
    record.finding(
        "cost", severity, f"{says}{how}", clauses=("P2", "S6", "S1"), figures=figures,
        question="Are these costs per decision right, and who carries them?",
    )  # fmt: skip
    others = [p for p in found.policies if p.policy not in ("do_nothing", "do_everything",
                                                            "cost_optimal")]  # fmt: skip
    for policy in others:
        more = place.write("cost_difference_per_1000", policy.minus_cost_optimal, unit=unit,
                           model=f"{policy.policy} - cost_optimal")  # fmt: skip
        far = policy.minus_cost_optimal.interval
        if policy.policy == in_use and far is not None and far[0] > 0:
            figures = [spent[policy.policy], more, spent["cost_optimal"]]
            names, asks = "The threshold in use", "Who chose the threshold, and for which costs?"
            if assumed is not None:
                half = record.convention(
                    "assumed_threshold", assumed, source="no threshold was given: a convention"
                )
                figures.append(half)
                names = f"Nobody said from which score one acts today; acting from {half} up"
                asks = "From which score does one act today?"
            record.finding(
                "threshold",
                "medium" if assumed is None else "low",
                f"{names} costs {spent[policy.policy]} {unit} per 1,000 decisions, "
                f"{more} more than the one chosen for its cost.",
                clauses=("S6", "P2"),
                figures=figures,
                question=asks,
            )


def _write_acting(found: CostReport, place: Place) -> tuple[list[Figure], str]:
    """Record how the threshold chosen for its cost acts, and return the sentence that says it."""
    named = _policy_name(place, "cost_optimal")
    shares = {
        "selection_rate": found.acting.share,
        "precision": found.acting.precision,
        "recall": found.acting.recall,
    }
    written = {
        quantity: place.write(quantity, share, model=named)
        for quantity, share in shares.items()
        if share.rows and share.value == share.value
    }
    if len(written) < len(shares) or not found.acting.share.value:
        return [], ""
    sentence = (
        f" It then acts on {written['selection_rate']} of the rows, is right in "
        f"{written['precision']} of these, and finds {written['recall']} of all that happens."
    )
    return list(written.values()), sentence


def _policy_name(place: Place, policy: str) -> str:
    if policy in ("do_nothing", "do_everything") or place.model is None:
        return policy
    return f"{place.model} {policy}" if policy in ("cost_optimal", "in_use") else policy
