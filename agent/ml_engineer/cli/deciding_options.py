"""The commands by which a person decides, with their options."""

from __future__ import annotations

from typing import Any

from ml_engineer.cli.options import add_command, add_json, add_roles

OPERATIONS = ("difference", "ratio", "percent_change", "complement", "sum", "percent_of")


def add_deciding(commands: Any) -> None:
    """Add the commands by which a person decides."""
    release = add_command(commands, "release", "deciding:release", "may it be released?")
    release.add_argument("data", metavar="FILE")
    add_roles(release)
    for name in ("leakage", "baselines", "evaluation", "slices", "drift-reference"):
        release.add_argument(f"--{name}", metavar="ID", help=f"evidence of the {name}")
    release.add_argument("--data-card", metavar="ID", help="accepted data card")
    release.add_argument("--monitoring-plan", metavar="ID", help="accepted monitoring plan")
    release.add_argument(
        "-o", "--output", metavar="DIR",
        help="where a granted release is written (default: below .ml-engineer/releases)",
    )  # fmt: skip
    add_json(release)
    _answers(commands)
    _monitors(commands)
    card = add_command(commands, "card", None, "what a person attests of the data")
    actions = card.add_subparsers(metavar="ACTION", required=True)
    draft = add_command(actions, "draft", "deciding:draft_card", "write a draft")
    draft.add_argument("data", metavar="FILE")
    for name in ("source", "licence-or-consent", "known-bias", "label-definition", "label-delay",
                 "owner"):  # fmt: skip
        draft.add_argument(f"--{name}", metavar="TEXT")
    accept = add_command(actions, "accept", "deciding:accept_card", "accept a draft, as a person")
    accept.add_argument("card", metavar="ID")
    accept.add_argument("--by", required=True, metavar="NAME", help="who vouches for it")
    show = add_command(actions, "show", "deciding:show_cards", "show the cards of a table")
    show.add_argument("data", metavar="FILE")
    calculate = add_command(
        commands, "calculate", "deciding:calculate", "derive a figure from others"
    )
    calculate.add_argument("operation", choices=OPERATIONS)
    calculate.add_argument("operands", nargs="+", metavar="E3.f12")
    add_json(calculate)


def _answers(commands: Any) -> None:
    answer = add_command(commands, "answer", None, "what a person says to a finding")
    actions = answer.add_subparsers(metavar="ACTION", required=True)
    draft = add_command(actions, "draft", "answering:draft", "write a draft")
    draft.add_argument("evidence", metavar="E2")
    draft.add_argument("finding", type=int, metavar="PLACE", help="of the finding, from 1 on")
    draft.add_argument("--because", metavar="TEXT", required=True, help="why it does no harm")
    draft.add_argument(
        "--left-out", action="store_true", help="the model doesn't use its columns; it is checked"
    )
    add_json(draft)
    accept = add_command(actions, "accept", "answering:accept", "accept a draft, as a person")
    accept.add_argument("answer", metavar="ID")
    accept.add_argument("--by", required=True, metavar="NAME", help="who vouches for it")
    show = add_command(actions, "show", "answering:show", "show the answers on a table")
    show.add_argument("data", metavar="FILE")


def _monitors(commands: Any) -> None:
    monitor = add_command(commands, "monitor", None, "what is watched, and whether it alarms")
    actions = monitor.add_subparsers(metavar="ACTION", required=True)
    draft = add_command(actions, "draft", "monitoring:draft", "write a draft of a plan")
    draft.add_argument("data", metavar="FILE")
    add_roles(draft)
    for name, text in (
        ("owner", "who answers an alarm"),
        ("action", "what they do then"),
        ("decision", "which decision the prediction drives"),
        ("today", "how it is made without the model"),
        ("fallback", "what answers when the model can't"),
        ("kill-switch", "how it is switched off"),
        ("rollback", "how the version before is brought back"),
    ):
        draft.add_argument(f"--{name}", metavar="TEXT", help=text)
    draft.add_argument("--check-every", choices=("hour", "day", "week", "month"), default="day")
    for name in ("reference", "variation", "evaluation"):
        draft.add_argument(f"--{name}", metavar="ID", help="evidence of it (the newest)")
    add_json(draft)
    accept = add_command(actions, "accept", "monitoring:accept", "accept a draft, as a person")
    accept.add_argument("plan", metavar="ID")
    accept.add_argument("--by", required=True, metavar="NAME", help="who vouches for it")
    show = add_command(actions, "show", "monitoring:show", "show the plans of a table")
    show.add_argument("data", metavar="FILE")
    check = add_command(
        actions, "check", "monitoring:check",
        "exits with 0 if all is quiet, 1 if something alarms, 2 if it can't be told",
    )  # fmt: skip
    check.add_argument("release", metavar="FOLDER", help="that a release was written to")
    check.add_argument("current", metavar="CURRENT", help="inputs, and outcomes once known")
    check.add_argument("--prediction", metavar="COLUMN", help="of CURRENT: predicted class, number")
    check.add_argument(
        "--score", metavar="COLUMN", nargs="+", default=[],
        help="of CURRENT: probability of the positive class, or one column for each class",
    )  # fmt: skip
    check.add_argument("--prometheus", metavar="FILE", help="write gauges to this text file")
    check.add_argument("--seed", type=int, default=0, help="of samples")
    add_json(check)
