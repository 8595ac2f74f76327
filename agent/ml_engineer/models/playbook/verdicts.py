"""Verdicts: the one sentence that an answer leads with."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ml_engineer.models.playbook.choices import (
    larger_model_verdict,
    metric_verdict,
    model_verdict,
    more_data_verdict,
    split_verdict,
)
from ml_engineer.models.playbook.citing import (
    cited,
    columns_in_words,
    first_sentence,
    lower_first,
)
from ml_engineer.models.playbook.cost_verdicts import cost_verdict
from ml_engineer.models.playbook.scoreboard import (
    in_words,
    naive_in_words,
    read_scoreboards,
    winning_naive,
)
from ml_engineer.models.playbook.situation import Situation
from ml_engineer_tools.leakage.check_names import IMPACT, SPLIT_STRESS
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.store import ReleaseDecision

SPLIT_CHECKS = (
    "row_overlap", "entity_overlap", "time_order", "file_order", "late_feature", SPLIT_STRESS,
)  # fmt: skip


def verdict(situation: Situation) -> str:
    """Return the verdict on what was asked."""
    if situation.intent in ABOUT_SCORES and situation.findings("evaluate_predictions"):
        return judged(situation)
    if situation.findings("check_parity") and situation.intent in ABOUT_SERVING:
        return _parity(situation)
    return VERDICTS[situation.intent](situation)


def judged(situation: Situation) -> str:
    """Return the verdict on a model that exists, from its predictions and their outcomes."""
    findings = situation.findings("evaluate_predictions")
    worst = next((f for f in findings if f.severity in ("high", "medium")), None)
    stands = next((f for f in findings if f.check.startswith("against_")), None)
    how_good = f" {first_sentence(stands)}" if stands is not None and stands is not worst else ""
    if worst is not None:
        return f"**{LEADS_ON[worst.severity]}** {first_sentence(worst)}{how_good}"
    if stands is not None and stands.severity == "low":
        return f"**These rows don't tell yet whether the model is any good.**{how_good}"
    return f"**The model holds up on the rows it was judged on.**{how_good}"


LEADS_ON: Mapping[str, str] = {
    "high": "Something is wrong with this model or its data:",
    "medium": "It works, with a weakness that counts:",
}


def _parity(situation: Situation) -> str:
    found = situation.findings("check_parity", "high", "medium")
    if found:
        return f"**Serving does not see what training saw:** {first_sentence(found[0])}"
    return "**Serving computes what training saw, in the rows that could be joined.**"


ABOUT_SCORES = (
    "performance_dropped", "baseline_question", "metric_choice", "review_data",
    "needs_language_model", "drift_question",
)  # fmt: skip
ABOUT_SERVING = ("feature_availability", "drift_question", "performance_dropped")


def _supposed(situation: Situation) -> str:
    supposed = situation.supposed
    wished = supposed.without if supposed is not None else ()
    left_out = columns_in_words(wished)
    if others := [name for name in situation.suspects if name not in wished]:
        left_out += f", and without what may tell the target ({columns_in_words(others)})"
    boards = read_scoreboards(situation)
    for place, board in enumerate(boards):
        reduced, full = board.best(board.reduced), board.best(board.full)
        if reduced is not None and full is None:
            # All columns were not scored on the split that counts: no second-best split leads.
            metric = METRIC_NAMES[board.metric]
            said = f"**Without {left_out}: {metric} {cited(reduced)} from {reduced.model}**"
            said += f", {in_words(reduced.split)}, which is the split that counts here."
            flattering = [one.best(one.reduced) for one in boards[place + 1 :]]
            not_counted = [f"{cited(one)} {in_words(one.split)}" for one in flattering if one]
            if not_counted:
                said += f" Not to be counted on: {', nor '.join(not_counted)}."
            return said
        if reduced is None or full is None:
            continue
        metric = METRIC_NAMES[board.metric]
        return (
            f"**Without {left_out}: {metric} {cited(reduced)} from {reduced.model}**, "
            f"{in_words(reduced.split)}; with all columns {cited(full)} from {full.model}."
        )
    return f"**Without {left_out} nothing could be measured.**"


def _release(situation: Situation) -> str:
    release = situation.release
    if release is not None and release.granted:
        return _granted(release, situation)
    reason = _worst_reason(situation)
    standing = "not yet" if reason == NOTHING_AGAINST else "not as it stands"
    return f"**No, {standing}: {reason}.**"


def _granted(release: ReleaseDecision, situation: Situation) -> str:
    """Say yes, with the score that was confirmed and with what comes before users see it."""
    confirmed = next((n.why for n in release.requirements if n.name == CONFIRMED), "")
    facts = situation.facts
    roles = {"target": facts.target, "time": facts.time, "group": facts.group}
    flags = " ".join(f"--{role} {name}" for role, name in roles.items() if name is not None)
    where = (
        f"The plan lies in `{release.folder}`."
        if release.folder is not None
        else f"Write the plan: `ml-engineer release {facts.data} {flags}`."
    )
    return (
        "**Yes: every demand of the release is met, and it goes live step by step, a shadow "
        f"first.** {confirmed} {where} What nobody has said yet, such as the fallback or who may "
        "switch it off, is marked there, and the first users wait for it."
    )


CONFIRMED = "holdout_evaluation"


def _worst_reason(situation: Situation) -> str:
    if situation.facts.target is None and situation.predicted is None:
        return "the target was not named, so that nothing could be scored"
    suspects = situation.suspected("high")
    if suspects:
        return _suspicion(suspects)
    wrong = situation.findings("evaluate_predictions", "high")
    if wrong:
        return lower_first(first_sentence(wrong[0]).rstrip("."))
    checks = {finding.check for finding in situation.findings("train_baselines", "high")}
    if "too_good" in checks:
        return "the scores are too good to be true, and nobody knows why yet"
    if any(f.check in SPLIT_CHECKS for f in situation.findings("check_leakage", "high")):
        return "the split lets the score see what it should not"
    if "no_model_beats_trivial" in checks:
        return "no model beats the trivial one"
    if (last := winning_naive(situation)) is not None:
        return f"{naive_in_words(last)} does better than every model that was trained"
    if checks & {"last_value", "file_order"}:
        return "the score does not hold when the rows are split in order"
    if situation.suspects:
        return (
            f"much of the score hangs on {columns_in_words(situation.suspects)}, and whether that "
            "is known in time is open"
        )
    if situation.features_unjudged:
        return "leakage could not be judged, since the features were not scored"
    if situation.findings("measure_drift", "high"):
        return "the current table has moved away from the one it would be trained on"
    return NOTHING_AGAINST


NOTHING_AGAINST = "nothing measured speaks against it so far, but a release needs more than a score"


def _suspicion(suspects: list[str]) -> str:
    one = len(suspects) == 1
    says, it_is, it = ("says", "it is", "it") if one else ("say", "they are", "them")
    return (
        f"{columns_in_words(suspects)} {says} suspiciously much about the target, and unless "
        f"{it_is} known in time, a score with {it} is worth nothing"
    )


def _leakage(situation: Situation) -> str:
    if situation.facts.target is None:
        return (
            "**Leakage could not be judged: the target was not named.** Which column is to be "
            "predicted?"
        )
    suspects = situation.suspected("high")
    found = situation.findings("check_leakage", "high", "medium")
    impact = next((finding for finding in found if finding.check == IMPACT), None)
    if suspects:
        worth = f" {first_sentence(impact)}" if impact else ""
        return f"**The score can't be believed yet: {_suspicion(suspects)}.**{worth}"
    if impact and situation.suspects:
        return (
            f"**How far the score can be believed hangs on {columns_in_words(situation.suspects)}: "
            f"known before the prediction is made, or after?** {first_sentence(impact)}"
        )
    if impact:
        return f"**The score can't be believed as it stands:** {first_sentence(impact)}"
    if found:
        return f"**A score on this data needs care:** {first_sentence(found[0])}"
    if situation.features_unjudged:
        return "**Leakage could not be judged: the features were not scored.**"
    return (
        "**No leak was found by the checks that ran.** That lowers the risk; it is no proof that "
        "there is none."
    )


def _review(situation: Situation) -> str:
    return f"{_readiness(situation)} {_size(situation)}".rstrip()


def _size(situation: Situation) -> str:
    """Say how large the table is, and how many rows are there twice."""
    told = [
        (figure, words)
        for quantity, words in SIZES.items()
        for figure in situation.figures("profile_dataset", quantity)
    ]
    if not told:
        return ""
    return f"The table has {', '.join(f'{cited(figure)} {words}' for figure, words in told)}."


SIZES: Mapping[str, str] = {
    "row_count": "rows",
    "column_count": "columns",
    "duplicate_rows": "duplicate rows",
}


def _readiness(situation: Situation) -> str:
    tools = ("check_leakage", "profile_dataset", "measure_drift")
    high = [finding for tool in tools for finding in situation.findings(tool, "high")]
    if high:
        return f"**The data is not ready to train on:** {first_sentence(high[0])}"
    medium = [finding for tool in tools for finding in situation.findings(tool, "medium")]
    if medium:
        return f"**Usable with care:** {first_sentence(medium[0])}"
    return "**Nothing in the data speaks against using it, by the checks that ran.**"


def _drift(situation: Situation) -> str:
    if "measure_drift" not in situation.views:
        return (
            "**I can't say yet: that needs two tables, and one is attached.** The one that is "
            "there was looked at."
        )
    moved = situation.findings("measure_drift", "high", "medium")
    if moved:
        return f"**Yes, the data has moved:** {first_sentence(moved[0])}"
    slight = [f for f in situation.findings("measure_drift", "low") if "moved" in f.check]
    if slight:
        names = columns_in_words(name for finding in slight for name in finding.columns)
        return (
            f"**Something has moved, and it weighs little: {names}.** {first_sentence(slight[0])}"
        )
    compared = next(situation.figures("measure_drift", "compared_columns"), None)
    among = f" {cited(compared)} columns were compared." if compared is not None else ""
    return f"**No drift was found between the two tables, by effect and by evidence.**{among}"


def _dropped(situation: Situation) -> str:
    return f"Data first, model second. {_drift(situation)}"


def _unread(situation: Situation) -> str:
    """Say what was measured instead; where a target is known that is what a model reaches."""
    scored = situation.facts.target is not None and "train_baselines" in situation.views
    told = model_verdict(situation) if scored else _readiness(situation)
    return (
        "**I could not read your question as asked** (I am rules, not a language model); this is "
        f"what the table says. {told} {_size(situation)}"
    ).rstrip()


def _frame(situation: Situation) -> str:
    if situation.heard.known.cost_ratio is not None and situation.facts.target is not None:
        return model_verdict(situation)  # what being wrong costs has been told
    return (
        "**Before a model: which decision will it drive, and what does being wrong cost in each "
        "direction?** The data was looked at meanwhile."
    )


VERDICTS: Mapping[str, Callable[[Situation], str]] = {
    "can_we_ship": _release,
    "production_by_date": _release,
    "rollout_plan": _release,
    "need_model": _frame,
    "use_llm_or_deep_learning": larger_model_verdict,
    "baseline_question": model_verdict,
    "leakage_question": _leakage,
    "split_choice": split_verdict,
    "more_data_or_better_model": more_data_verdict,
    "review_data": _review,
    "feature_availability": _leakage,
    "drift_question": _drift,
    "performance_dropped": _dropped,
    "needs_language_model": _unread,
    "cost_threshold": cost_verdict,
    "what_if": _supposed,
    "metric_choice": metric_verdict,
}
