"""Verdicts on choices: which metric, which split, which model, and whether more data would help."""

from __future__ import annotations

import re

from ml_engineer.evidence.view import ViewFinding
from ml_engineer.models.playbook.citing import (
    columns_in_words,
    first_sentence,
    sentence_by_sentence,
    with_handles,
)
from ml_engineer.models.playbook.scoreboard import SIMPLER, naive_in_words, winning_naive
from ml_engineer.models.playbook.situation import Situation
from ml_engineer_tools.leakage.check_names import SPLIT_STRESS

UNNAMED = "**I can't say yet what a model reaches: the target was not named.**"


def metric_verdict(situation: Situation) -> str:
    """Return which metric fits, as the baselines chose it, and why."""
    found = _finding(situation, "metric_choice")
    if found is None:
        return (
            "**The metric follows from what is predicted and from what errors cost:** name the "
            "target, and I say which fits."
        )
    return _led_by_its_start(found, situation)


def split_verdict(situation: Situation) -> str:
    """Return how to split, by the time and the entities that were given or found."""
    facts = situation.facts
    time = facts.time or _proposed(situation, "time")
    group = facts.group or _proposed(situation, "group")
    aside = f"keep all rows of one {columns_in_words([group])} on one side" if group else ""
    if time:
        says = (
            f"**Split by time{f', and {aside}' if aside else ''}:** train on the earlier rows by "
            f"{columns_in_words([time])}, judge on the later ones."
        )
    elif group:
        says = (
            f"**Split by entity: {aside}.** Else a model is judged on those whom it has learnt by "
            "heart."
        )
    elif situation.findings("train_baselines", "high") and _finding(situation, "file_order"):
        says = (
            "**Split in the order of the file:** the score falls there, so that order carries "
            "what folds at random give away."
        )
    else:
        says = (
            "**Random folds will do, each with the target's own mix, if every row stands alone:** "
            "neither a time nor an entity column was given or found."
        )
    given = {"time": facts.time, "group": facts.group}
    found = [(role, name) for role, name in (("time", time), ("group", group)) if name]
    unsaid = [f'"{role} is {name}"' for role, name in found if given[role] is None]
    if unsaid:
        says += f" That was found in the table, and nobody gave it: say {' and '.join(unsaid)}."
    stress = next((f for f in situation.findings("check_leakage") if f.check == SPLIT_STRESS), None)
    return f"{says} {first_sentence(stress)}" if stress is not None else says


def more_data_verdict(situation: Situation) -> str:
    """Return whether more rows or cleaner labels would help, as the learning curve has it."""
    found = _finding(situation, "learning_curve")
    if found is None:
        return model_verdict(situation)
    return _led_by_its_start(found, situation)


def model_verdict(situation: Situation) -> str:
    """Return which model to start with, as the baselines compared them."""
    if situation.facts.target is None:
        return UNNAMED
    if (last := winning_naive(situation)) is not None:
        words = naive_in_words(last)
        return f"**T{words[1:]} does better than every model that was trained: start there.**"
    for check in ("too_good", "no_model_beats_trivial", "last_value"):
        found = _finding(situation, check)
        if found is not None and found.severity == "high":
            return f"**{LEADS[check]}**"
    found = _finding(situation, "complexity")
    if found is None:
        return "**The baselines below are the bar that a model has to clear.**"
    model = _named(found)
    return (
        f"**Start with {columns_in_words([model])}.** {with_handles(found)}"
        if model
        else (f"**Start with the simplest model that holds its own below.** {with_handles(found)}")
    )


def larger_model_verdict(situation: Situation) -> str:
    """Return whether a deep network or a language model is worth trying, by the baselines."""
    if situation.facts.target is None:
        return UNNAMED
    if (last := winning_naive(situation)) is not None:
        words = naive_in_words(last)
        return f"**Not yet: {words} does better than every model that was trained.**"
    hopeless = _finding(situation, "no_model_beats_trivial")
    if hopeless is not None and hopeless.severity == "high":
        return f"**No: {LEADS['no_model_beats_trivial'][0].lower()}" + (
            f"{LEADS['no_model_beats_trivial'][1:]}** A larger one needs something to learn from; "
            "what is missing is a column that says something of the target."
        )
    found = _finding(situation, "complexity")
    if found is None or (model := _named(found)) is None:
        return "**Not before it beats the baselines below on the same rows.**"
    if re.search(SIMPLER, found.statement):
        return (
            f"**Not yet: {columns_in_words([model])} is enough here**, and whatever is larger has "
            f"to beat it on the same rows. {with_handles(found)}"
        )
    return (
        f"**Not before it beats {columns_in_words([model])} on the same rows**, at a cost of "
        f"training and serving that somebody has to want. {with_handles(found)}"
    )


LEADS = {
    "no_model_beats_trivial": "No model beats the trivial one on this data.",
    "last_value": "No model beats the last value by a margin that counts: start there.",
    "too_good": "The scores are too good to be true: find out why before choosing a model.",
}


def _finding(situation: Situation, check: str) -> ViewFinding | None:
    return next((f for f in situation.findings("train_baselines") if f.check == check), None)


def _led_by_its_start(finding: ViewFinding, situation: Situation) -> str:
    """Return a finding, sentence by sentence with what it cites, whose first clause stands out."""
    view = situation.views["train_baselines"]
    said = sentence_by_sentence(finding, view.figures)
    found = re.match(START, said)
    lead = found.group().rstrip() if found else ""
    return f"**{lead}**{said[len(lead) :]}" if lead else said


START = r"(?:\S+ ){0,3}\S+: [^.;:()\[]+|[^.;()\[]+?:|[^.;()\[]+"
"""The clause that leads: up to a colon, and what follows it where little stands before."""


def _named(finding: ViewFinding) -> str | None:
    """Return the model that the finding on complexity recommends."""
    found = re.search(SIMPLER, finding.statement) or re.search(EARNS, finding.statement)
    return found["model"] if found else None


EARNS = r"^(?:The most complex model|Among the models)[^:]+: (?P<model>\w+) reaches\b"
"""How the finding on complexity names the more complex model where it is ahead."""


def _proposed(situation: Situation, role: str) -> str | None:
    proposed = situation.figures("profile_dataset", f"proposed_{role}")
    return next((figure.column for figure in proposed if figure.value == 1), None)
