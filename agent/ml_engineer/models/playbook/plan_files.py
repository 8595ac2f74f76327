"""The plan and its files: "write monitors.yaml", "where is the plan?", "what do I run now?".

The file is written by a release, and nobody else: so the answer says where it lies, or which
commands lead to it, filled in by what is on record.
"""

from __future__ import annotations

import re
import shlex
from functools import cache
from typing import TYPE_CHECKING

from ml_engineer_tools.monitoring.file import NAME

if TYPE_CHECKING:
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["asks_for_plan_file", "told_of_plan_file"]

LONGEST_ASKED = 20
"""Words of such a wish; what is longer asks for more."""

_FILE = (
    r"(?:monitor(?:s|ing)?[-_. ]?(?:ya?ml|json|file|config(?:uration)?)|[\w/]*monitors?\.ya?ml"
    r"|rollout_plan(?:\.md)?|release\.json|model_card\.md|release (?:folder|files?)"
    r"|monitoring[-_ ]plan (?:file|yaml)|(?:drift_)?reference\.json)"
)
_PLAN = r"(?:the |a |our |my |that |this )?(?:monitoring |release |rollout )?plan"
_DO = (
    r"(?:write|create|make|generate|save|export|open|show|print|produce|dump|store|put|run|execute"
    r"|use|find|see|get|fill(?: in| out)?)"
)
_WISH = (
    rf"\b{_FILE}(?!\w)"
    rf"|\b(?:where|which (?:file|folder)) (?:is|are|does|did|do|has|have)\b"
    rf"[^?!\n]{{0,20}}\b{_PLAN}\b"
    rf"|\b(?:write|save|export|open|store|put) {_PLAN}\b(?: (?:to|into|in|as) (?:a |the )?(?:file"
    r"|disk|yaml|folder))?\W*(?:please\W*)?$"
    rf"|\b{_DO} (?:the |these |those |its )?commands (?:of|in|from|for) {_PLAN}\b"
)
_ELSE = (
    r"\b(?:without|skip|no need|instead of|later|don't need|do we need|not needed"
    r"|already|is set up|in place|go(?:es|ing)? live|deploy|launch|ship it)\b"
)
"""What makes it a claim, or a wish for a release, in which a file is only named."""


def asks_for_plan_file(text: str) -> bool:
    """Tell whether a message is about the file of a plan, or where the plan lies."""
    said = " ".join(text.replace("\u2019", "'").split())
    if len(said.split()) > LONGEST_ASKED or _compiled(_ELSE).search(said):
        return False
    return _compiled(_WISH).search(said) is not None


def told_of_plan_file(past: Situation) -> str:
    """Return where the plan's file lies, or what to type until it does."""
    from ml_engineer.models.playbook.way_to_yes import steps_to_yes

    facts, release = past.facts, past.release
    if facts.data is None or release is None:
        return (
            f"**`{NAME}` is written by a release, and no table is named to look one up for.** Name "
            'its file, and say "target is ...": I tell which commands are left.'
            "\n\nStands on: S7, S8; R1"
        )
    if release.folder is not None:
        check = shlex.join(["ml-engineer", "monitor", "check", release.folder, "CURRENT"])
        return (
            f"**It is written: `{release.folder}/{NAME}`.** The rollout plan lies beside it. To "
            f"have it watched, run this as often as the plan says: `{check}`, with a table of the "
            "newest inputs as CURRENT. It ends with 0 if all is quiet, 1 if something alarms and 2 "
            "if it can't be told.\n\nStands on: S7, S8; R1"
        )
    write = _release_command(past)
    open_ones = [need for need in release.requirements if not need.met]
    if not open_ones:
        return (
            f"**`{NAME}` is not written yet, and nothing stands in its way:** `{write}` writes the "
            "folder with it.\n\nStands on: S7, S8; R1"
        )
    steps = steps_to_yes(past, "R1")[:-1]
    others = [
        f"{need.name.replace('_', ' ').capitalize()}: `{need.command}`."
        for need in open_ones
        if need.command and need.name not in ("drift_reference", "monitoring_plan")
    ]
    lines = "\n".join(f"- {step}" for step in (*steps, *others))
    return (
        f"**`{NAME}` isn't there yet: a release writes it, and I don't.** Type these first, "
        f"please:\n\n{lines}\n\nThen `{write}` writes the folder, and the file in it."
        "\n\nStands on: S7, S8; R1, R2"
    )


def _release_command(past: Situation) -> str:
    words = ["ml-engineer", "release", str(past.facts.data)]
    for role in ("target", "time", "group"):
        if (name := getattr(past.facts, role)) is not None:
            words += [f"--{role}", name]
    return shlex.join(words).replace("`", "")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
