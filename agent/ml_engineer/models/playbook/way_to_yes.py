"""The way to a yes: what has to be done about a refusal, each step with its command.

Commands come from the release gate where it was asked, so that they name the table, its target and
what was said of it; what a person told before is filled in.
"""

from __future__ import annotations

import shlex

from ml_engineer.models.playbook.holding import REFUSED
from ml_engineer.models.playbook.refusing import needed_for
from ml_engineer.models.playbook.situation import Situation
from ml_engineer.models.playbook.told_for_the_card import (
    OPEN,
    card_command,
    owner_told,
    told_for_card,
)
from ml_engineer_tools.store import Requirement

__all__ = ["AGAIN", "steps_to_yes"]

AGAIN = 'Then ask me "and now?": I look at the record anew, and the answer follows from it.'
"""The last step of every way."""


def steps_to_yes(situation: Situation, clause: str) -> list[str]:
    """Return what is to be done about a refusal, in order, with the commands filled in.

    Args:
        situation: where the turn stands; what the release gate said of the record is used.
        clause: what was refused.
    """
    needs = {need.name: need for need in needed_for(situation, REFUSED[clause])}
    steps = _STEPS[clause](situation, needs)
    return [*steps, AGAIN] if clause != "R4" else steps


def _said(situation: Situation) -> list[str]:
    texts = [text for role, text in situation.heard.before if role == "user"]
    return [*texts, situation.heard.text]


def _table(situation: Situation) -> str:
    return situation.facts.data or "TABLE"


def _target(situation: Situation) -> str:
    return situation.facts.target or "COLUMN"


def _command(*words: str) -> str:
    return f"`{shlex.join(words).replace('`', '')}`"


def _monitoring(situation: Situation, needs: dict[str, Requirement]) -> list[str]:
    steps = []
    reference, plan = needs.get("drift_reference"), needs.get("monitoring_plan")
    if reference is None or not reference.met:
        usual = _command(
            "ml-engineer", "drift", "reference", "build", _table(situation), "--target",
            _target(situation), "-o", "reference.json",
        )  # fmt: skip
        how = _of(reference, usual)
        steps.append(f"Keep the distributions of the training table as the reference: {how}")
    if plan is None or not plan.met:
        drafted = plan is not None and plan.command is not None and "accept" in plan.command
        if not drafted:
            owner = owner_told(_said(situation)) or "NAME"
            usual = _command(
                "ml-engineer", "monitor", "draft", _table(situation), "--target",
                _target(situation), "--owner", owner, "--action", "TEXT",
            )  # fmt: skip
            steps.append(
                f"Draft the alerts; their limits follow from the reference: {usual}. The owner is "
                "who answers an alarm, the action what they do then."
            )
        accept = plan.command if drafted and plan is not None else None
        usual = "`ml-engineer monitor accept ID --by NAME`"
        steps.append(
            f"The owner reads the draft and accepts it: {f'`{accept}`' if accept else usual}."
        )
    return steps


def _of(need: Requirement | None, usual: str) -> str:
    return f"`{need.command}`." if need is not None and need.command else f"{usual}."


def _evaluation(situation: Situation, needs: dict[str, Requirement]) -> list[str]:
    usual = _command(
        "ml-engineer", "baseline", _table(situation), "--target", _target(situation), "--confirm",
        "MODEL",
    )  # fmt: skip
    own = _command(
        "ml-engineer", "evaluate", "PREDICTIONS", "--target", _target(situation), "--score",
        "COLUMN", "--confirm",
    )  # fmt: skip
    return [
        "Score one chosen model on the rows that nobody has looked at, which is a counted look: "
        f"{_of(needs.get('holdout_evaluation'), usual)}",
        f"For a model of your own instead, a table of its predictions and the outcomes: {own}.",
    ]


def _origin(situation: Situation, needs: dict[str, Requirement]) -> list[str]:
    card = needs.get("data_card")
    if card is not None and card.command is not None and "accept" in card.command:
        return [f"The card is drafted; who vouches for it signs: `{card.command}`."]
    told = told_for_card(_said(situation))
    left = [words for option, words in OPEN.items() if option not in told]
    filled = " What you told is filled in, in your words." if told else ""
    still = f" Left to fill in: {', '.join(left)}." if left else ""
    return [
        f"Draft the data card: `{card_command(_table(situation), told)}`.{filled}{still}",
        "Who may vouch for it reads the draft and signs: `ml-engineer card accept ID --by NAME`.",
    ]


def _dates(situation: Situation, _: dict[str, Requirement]) -> list[str]:
    usual = _command("ml-engineer", "baseline", _table(situation), "--target", _target(situation))
    return [
        f"See where the score stands today: {usual}.",
        "Fix a bounded round of experiments, and put the date on its end.",
        "Name the value that would change a decision; the gap to it is a measurement.",
    ]


_STEPS = {"R1": _monitoring, "R2": _evaluation, "R3": _origin, "R4": _dates}
