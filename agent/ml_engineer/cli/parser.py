"""The parser: every command with its options, and which function runs it."""

from __future__ import annotations

import argparse
import sys
from argparse import ArgumentParser
from typing import Any

from ml_engineer.cli.deciding_options import add_deciding
from ml_engineer.cli.measuring_options import DRIFT_REFERENCE, MODELS, add_measuring
from ml_engineer.cli.options import (
    CHAT_MODELS,
    add_command,
    add_conversation_options,
    add_html,
    add_json,
)

EPILOG = """\
start here:
  ml-engineer ask "Can we ship this model?" --data train.csv --target churned
  ml-engineer demo demo && cd demo && ml-engineer profile train.csv --target churned
"""


def build_parser() -> ArgumentParser:
    """Return the parser; each command sets `run` to the `module:function` that carries it out."""
    parser = _Parser(
        prog="ml-engineer",
        description="Answers machine-learning questions with evidence: it measures first.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _talking(commands)
    add_measuring(commands)
    add_deciding(commands)
    _keeping(commands)
    _rest(commands)
    return parser


def _talking(commands: Any) -> None:
    ask = add_command(commands, "ask", "conversation:ask", "answer one question")
    ask.add_argument("question", help="in plain words, quoted")
    add_conversation_options(ask)
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    chat = add_command(
        commands, "chat", "conversation:chat", "talk, and remember what was measured"
    )
    add_conversation_options(chat)
    chat.add_argument(
        "--resume", nargs="?", const="", metavar="SESSION", help="go on with a session"
    )


def _keeping(commands: Any) -> None:
    evidence = add_command(commands, "evidence", None, "what was measured here")
    actions = evidence.add_subparsers(metavar="ACTION", required=True)
    add_command(actions, "list", "keeping:list_evidence", "all of it, oldest first")
    show = add_command(actions, "show", "keeping:show_evidence", "one evidence, whole")
    show.add_argument("evidence", metavar="E3")
    add_html(show)
    add_json(show)
    replay = add_command(
        actions, "replay", "keeping:replay_evidence", "measure again: does it still hold?"
    )
    replay.add_argument("evidence", metavar="E3")
    add_command(actions, "schema", "keeping:evidence_schema", "the JSON schema of --json output")
    experiments = add_command(
        commands, "experiments", "experiments:experiments", "models that were trained"
    )
    experiments.add_argument(
        "evidence", metavar="E3", nargs="*", help="compare these instead of listing all"
    )
    add_json(experiments)
    looks = add_command(commands, "looks", "looking:list_looks", "looks at a table's holdout")
    looks.add_argument("data", metavar="FILE")
    look = add_command(commands, "look", None, "ask for a look at a holdout, or accept one")
    actions = look.add_subparsers(metavar="ACTION", required=True)
    ask = add_command(actions, "ask", "looking:ask", "as a draft: nothing is scored by it")
    ask.add_argument("evidence", metavar="E3", help="of baselines, or of an evaluation")
    ask.add_argument("--because", required=True, metavar="WHY", help="what the score decides")
    ask.add_argument("--model", choices=MODELS, help="of baselines, the one that was chosen")
    accept = add_command(actions, "accept", "looking:accept", "as a person; prints the score")
    accept.add_argument("request", metavar="ID")
    accept.add_argument("--by", required=True, metavar="NAME", help="who spends it")
    add_html(accept)
    add_json(accept)
    accept.set_defaults(fail_on=None)
    sessions = add_command(commands, "sessions", None, "conversations, and what they sent")
    actions = sessions.add_subparsers(metavar="ACTION", required=True)
    listed = add_command(actions, "list", "sessions:list_sessions", "newest first")
    add_json(listed)
    show = add_command(actions, "show", "sessions:show_session", "one conversation, whole")
    show.add_argument("session", metavar="SESSION")
    show.add_argument("--egress", action="store_true", help="every byte sent to a provider instead")
    egress = add_command(actions, "egress", "sessions:show_egress", "the same as show --egress")
    egress.add_argument("session", metavar="SESSION")
    export = add_command(
        actions, "export", "sessions:export_session", "all that is kept of one, as JSON"
    )
    export.add_argument("session", metavar="SESSION")
    export.add_argument("-o", "--output", metavar="FILE", help="write it here instead of printing")
    delete = add_command(actions, "delete", "sessions:delete_session", "for good; evidence stays")
    delete.add_argument("session", metavar="SESSION")
    delete.add_argument("--yes", action="store_true", help="without being asked")


def _rest(commands: Any) -> None:
    evaluate = add_command(
        commands, "eval", "evaluating:evaluate", "run a suite of the persona, or score a corpus"
    )
    evaluate.add_argument(
        "suite", nargs="?", default="requests-and-refusals",
        help="a suite's name or .yaml file; or grounding, gates, intents: a kind of corpus",
    )  # fmt: skip
    evaluate.add_argument("corpus", nargs="?", metavar="CORPUS", help="labelled texts, JSON lines")
    evaluate.add_argument("--model", default="playbook", help=CHAT_MODELS)
    evaluate.add_argument(
        "--chance",
        action="store_true",
        help="grounding: random numbers in the place of honest ones",
    )
    evaluate.add_argument(
        "--examples", action="store_true", help="list what a corpus labels otherwise"
    )
    add_json(evaluate)
    skill = add_command(commands, "skill", None, "the persona for other hosts")
    actions = skill.add_subparsers(metavar="ACTION", required=True)
    export = add_command(actions, "export", "setting_up:export_skill", "write it to a directory")
    export.add_argument("directory", metavar="DIR")
    subagent = add_command(
        actions, "subagent", "setting_up:export_subagent", "write it as one file of a subagent"
    )
    subagent.add_argument("directory", metavar="DIR", help="such as .claude/agents")
    demo = add_command(commands, "demo", "setting_up:demo", "write the synthetic demo tables")
    demo.add_argument("directory", metavar="DIR")
    demo.add_argument("--seed", type=int, default=7)
    doctor = add_command(
        commands, "doctor", "setting_up:doctor", "what works here, which models can be used"
    )
    doctor.add_argument(
        "--server", metavar="URL", action="append", default=[],
        help="look for models there as well, for instance http://gpu.example:8000/v1",
    )  # fmt: skip
    doctor.add_argument(
        "--online", action="store_true", help="ask providers which models the keys may use"
    )


class _Parser(ArgumentParser):
    """Knows `drift reference` for a command of its own."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        given = list(sys.argv[1:] if args is None else args)
        if given[:2] == ["drift", "reference"]:
            given[:2] = [DRIFT_REFERENCE]
        return super().parse_known_args(given, namespace)


class _Version(argparse.Action):
    """Look the version up only when it is asked for."""

    def __call__(self, parser: ArgumentParser, *_: Any) -> None:
        from importlib.metadata import version

        print(version("ml-engineer"))
        parser.exit()
