"""What each reader is told first, in words of their work; the figures behind it follow for all.

A data scientist reads the figures at once (A1). A product manager is told what users meet (A2), a
software engineer what the service has to do (A3), leadership what is to be decided (A4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ml_engineer.conversation import Audience
from ml_engineer.models.playbook.citing import columns_in_words
from ml_engineer.models.playbook.situation import Situation
from ml_engineer_tools.leakage.check_names import SPLIT_STRESS

FIGURES_HEADING = "## The figures behind it"

_SPLIT = frozenset(
    {"row_overlap", "entity_overlap", "time_order", "file_order", "late_feature", SPLIT_STRESS}
)
_NO_BETTER = frozenset({"no_model_beats_trivial", "last_value"})

Trouble = str
"""A kind of trouble that findings tell of, as the tables below name them."""


def for_reader(situation: Situation) -> str:
    """Return the section that leads for this reader; "" for data scientists."""
    section = _SECTIONS.get(situation.audience)
    return section(situation) if section is not None else ""


def troubles(situation: Situation) -> list[Trouble]:
    """Return what kinds of trouble were found, the one that decides first."""
    found: list[Trouble] = []
    if situation.suspects:
        found.append("suspects")
    serious = [
        finding
        for tool in ("check_leakage", "train_baselines", "evaluate_predictions", "measure_drift")
        for finding in situation.findings(tool, "high", "medium")
    ]
    checks = {finding.check for finding in serious}
    if checks & _SPLIT:
        found.append("split")
    if situation.findings("evaluate_predictions", "high", "medium"):
        found.append("evaluation")
    if "disparity" in checks:
        found.append("groups")
    if checks & _NO_BETTER:
        found.append("no_better")
    if situation.findings("measure_drift", "high", "medium"):
        found.append("drift")
    return found


def what_users_meet(situation: Situation) -> list[str]:
    """Return what each trouble that was found means for whoever meets the model."""
    return [_said(situation, _FOR_USERS, trouble) for trouble in troubles(situation)]


def _users(situation: Situation) -> str:
    lines = what_users_meet(situation)
    if situation.heard.known.cost_ratio is None:
        lines.append(
            "Two errors reach people: somebody is acted upon for nothing, and somebody who needed "
            "it is passed over. Tell me what each of them costs you, and the threshold follows."
        )
    lines.append(
        "It is at its best on the first day and ages from then on, without a word, as its users "
        "change; how fast, only logged outcomes tell, and it gets better only when somebody trains "
        "it on them. A new user or item gets what you do now."
    )
    return _listed("## What users would meet", lines)


def _service(situation: Situation) -> str:
    facts = situation.facts
    numbering = [
        name
        for finding in situation.findings("profile_dataset")
        if finding.check == "identifier_like"
        for name in finding.columns
    ]
    apart = columns_in_words([*([facts.target] if facts.target else []), *numbering])
    baselines = situation.views.get("train_baselines")
    lines = [
        f"Contract: one row with the columns of `{facts.data}`{f' but {apart}' if apart else ''}, "
        "in the types of that table; a score comes back, with the version of the model.",
        *(_said(situation, _FOR_SERVICES, trouble) for trouble in troubles(situation)),
        "A missing, late or absurd input gets today's rule for an answer, inside the timeout, and "
        "is counted; a wrong answer carries no error code.",
        *(
            [
                "How long a request takes was measured of each baseline, on this machine: "
                f"`ml-engineer evidence show {baselines.evidence} --json` has the median and the "
                "slow end of single rows, and of a batch, under `run`."
            ]
            if baselines is not None
            else []
        ),
        "Log inputs, score, time and model version from the first request; alert on missing "
        "values and on the distribution of scores against the kept reference. Roll back by "
        "version.",
    ]
    return _listed("## What the service has to do", lines)


def _decision(situation: Situation) -> str:
    release = situation.release
    found = troubles(situation)
    lines = []
    if release is not None and release.granted:
        lines.append("Recommendation: go the steps of the plan, each of which can be taken back.")
    elif release is not None or found:
        lines.append(
            "Recommendation: don't commit to it yet. Settling what is unknown is cheaper than "
            "taking back a decision made on a score that doesn't hold."
        )
    lines += [f"Exposure: {_said(situation, _FOR_LEADERS, trouble)}" for trouble in found[:3]]
    lines.append("Unknown: " + "; ".join(_unknowns(situation)) + ".")
    lines.append(f"Next decision: {_next(situation)}")
    return _listed("## What you decide", lines)


def _unknowns(situation: Situation) -> Iterator[str]:
    if situation.heard.known.cost_ratio is None:
        yield "what a wrong alarm and a missed case cost, so that no gain can be named in money"
    if situation.suspects:
        are = "is" if len(_told(situation)) == 1 else "are"
        columns = columns_in_words(_told(situation))
        yield f"whether {columns} {are} known when the decision is taken"
    if situation.release is not None:
        for need in situation.release.requirements:
            if not need.met and need.name in _UNKNOWN:
                yield _UNKNOWN[need.name]
    else:
        yield "how the score holds on rows that nobody has looked at"


def _next(situation: Situation) -> str:
    if situation.suspects:
        return "who asks the owner of the data when those columns are written."
    missing = situation.release.missing() if situation.release is not None else []
    for need in missing:
        if need.name in _NEXT:
            return _NEXT[need.name]
    if situation.facts.target is None and situation.predicted is None:
        return "which outcome the model is to predict; nothing can be scored before."
    if situation.heard.known.cost_ratio is not None:
        return "whether the saving is worth it, by what was measured below."
    return "who says what the two kinds of error cost."


_UNKNOWN: Mapping[str, str] = {
    "data_card": "where the data comes from and whether it may be used",
    "holdout_evaluation": "how the score holds on the locked rows",
    "drift_reference": "what normal looks like once it runs",
    "monitoring_plan": "who notices when it fails, and by what",
}
_NEXT: Mapping[str, str] = {
    "data_card": "who signs for the origin and licence of the data.",
    "holdout_evaluation": "whether to spend the look at the locked rows now.",
    "monitoring_plan": "who owns the alert, and may switch it off at night.",
    "drift_reference": "who owns the alert, and may switch it off at night.",
}

_FOR_USERS: Mapping[Trouble, str] = {
    "suspects": "Some of what it leans on, {columns}, may not be there yet when a user is in front "
    "of it; then they meet a weaker model than the score says.",
    "split": "The score was reached on cases that resemble those it learnt from; for really new "
    "ones expect less.",
    "evaluation": "It fails some users more than others; where, stands below.",
    "groups": "Some groups are picked, or missed, more often than others; those people will ask "
    "why.",
    "no_better": "Users would notice no difference from the plain rule.",
    "drift": "Today's users are not those it would learn from; for the newcomers it is a guess.",
}
_FOR_SERVICES: Mapping[Trouble, str] = {
    "suspects": "Don't wire {columns} into the request yet: whether the value is there at request "
    "time is open.",
    "split": "Don't size anything on the present score; it was measured on rows that the model had "
    "half seen.",
    "evaluation": "Some inputs get worse answers than the average; route those below to the "
    "fallback.",
    "groups": "Log what is needed to compare the rates of groups, and nothing more of the person.",
    "no_better": "A rule in the code does as well as a model: no artefact to pin, nothing to "
    "retrain.",
    "drift": "Inputs have moved since the table was cut; reject ranges and types by the current "
    "ones.",
}
_FOR_LEADERS: Mapping[Trouble, str] = {
    "suspects": "part of the promise hangs on {columns}, which may be written after the fact; "
    "how much of it that is, the figures say.",
    "split": "the promise was measured in easier circumstances than those it would work in.",
    "evaluation": "the model has a weakness that some customers would feel before we see it.",
    "groups": "groups of people are treated differently; whether that is lawful is for a lawyer, "
    "and it comes up in public if it isn't.",
    "no_better": "money for a model that does no better than a rule.",
    "drift": "the world has moved since the data was taken, and nobody has shown that it still "
    "holds.",
}


def _said(situation: Situation, words: Mapping[Trouble, str], trouble: Trouble) -> str:
    return words[trouble].format(columns=columns_in_words(_told(situation)))


def _told(situation: Situation) -> list[str]:
    """Return the columns that are told first: those under heavy suspicion, if there are any."""
    return situation.suspected("high") or situation.suspects


def _listed(heading: str, lines: list[str]) -> str:
    return heading + "\n\n" + "\n".join(f"- {line}" for line in lines)


_SECTIONS: Mapping[Audience, Callable[[Situation], str]] = {
    "product_manager": _users,
    "software_engineer": _service,
    "leadership": _decision,
}
