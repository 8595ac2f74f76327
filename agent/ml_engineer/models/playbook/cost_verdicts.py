"""Verdicts on costs: from which score on to act, and what was counted for each kind of error."""

from __future__ import annotations

from ml_engineer.models.playbook.citing import sentence_by_sentence, with_handles
from ml_engineer.models.playbook.cost_benefits import told_economics
from ml_engineer.models.playbook.cost_free import told_of_a_free_error
from ml_engineer.models.playbook.costs import cost_of_one
from ml_engineer.models.playbook.situation import Situation

COST_CHECKS = ("cost", "threshold", "worth", "costs")
"""Findings that tell what decisions cost."""


def cost_verdict(situation: Situation) -> str:
    """Return from which score on to act; or what has to be told before that can be said."""
    known = situation.heard.known.cost_ratio
    supposed = situation.supposed.cost_ratio if situation.supposed is not None else None
    if (counted := supposed or known) and (free := told_of_a_free_error(counted)):
        return free
    found = [
        (tool, finding)
        for tool in ("evaluate_predictions", "train_baselines")
        for finding in situation.findings(tool)
        if finding.check in COST_CHECKS
    ]
    told = {finding.check: (tool, finding) for tool, finding in reversed(found)}
    if "cost" in told:
        tool, chosen = told.pop("cost")
        said = sentence_by_sentence(chosen, situation.views[tool].figures)
        lead, colon, rest = said.partition(":")
        others = [with_handles(other) for _, other in told.values() if other.severity != "info"]
        return " ".join([f"**{lead}{colon}**{rest}", *others, _counted(situation)]).rstrip()
    if found and (known is not None or set(told) != {"worth"}):
        says = (with_handles(finding) for _, finding in found)
        return " ".join(["**The threshold follows from the costs:**", *says])
    if known is not None and situation.facts.target is None and situation.predicted is None:
        return (
            "**The costs are clear; what is missing for a threshold is the target: which column is "
            "to be predicted?**"
        )
    if known is not None:
        return "**The costs are clear, but no threshold could be measured on this table.**"
    if error := cost_of_one(situation.heard.text):
        other = "a miss" if error == "alarm" else "a false alarm"
        return f"**One thing is missing for a threshold: what does {other} cost?**"
    return (
        "**One thing is missing for a threshold: what does a false alarm cost, and what does a "
        'miss cost?** A ratio is enough ("a miss costs ten times a false alarm"), or how many '
        "cases you can handle. The table was looked at meanwhile."
    )


def _counted(situation: Situation) -> str:
    """Say what was counted for each error, where it had to be worked out of what was written."""
    supposed = situation.supposed
    ratio = supposed.cost_ratio if supposed is not None and supposed.cost_ratio else None
    ratio = ratio or situation.heard.known.cost_ratio
    if ratio is None:
        return ""
    alarm, _, miss = ratio.partition("=")[2].partition(":")
    told = told_economics(situation.heard.text, situation.heard.before)
    if told is None or told[1] != miss or told[0] != alarm:
        return ""
    act, miss, hit = told
    return (
        f"As you wrote, acting in vain costs {act}; a miss is counted as {miss}, which is the "
        f"{hit} that it would have brought less the {act} of acting."
    )
