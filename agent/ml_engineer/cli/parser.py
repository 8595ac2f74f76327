"""The parser: every command with its options, and which function runs it."""

from __future__ import annotations

import argparse
import sys
from argparse import ArgumentParser
from typing import Any

CHAT_MODELS = "playbook (rules), anthropic:<id>, openai:<id> or chat:<url>#<id>"
AUDIENCES = ("data_scientist", "product_manager", "software_engineer", "leadership")
SEVERITIES = ("high", "medium", "low", "info")
MODELS = ("trivial", "one_rule", "linear", "lightgbm")
OPERATIONS = ("difference", "ratio", "percent_change", "complement", "sum", "percent_of")

EPILOG = """\
start here:
  ml-engineer ask "Can we ship this model?" --data train.csv --target churned
  ml-engineer demo demo && cd demo && ml-engineer profile train.csv --target churned
"""

DRIFT_REFERENCE = "drift-reference"
"""The command behind `drift reference`: argparse can't tell a word from a file's name."""

DRIFT_EPILOG = """\
for cron and CI:
  ml-engineer drift reference build train.parquet -o reference.json
  ml-engineer drift reference check reference.json today.parquet --prometheus drift.prom
"""

EVALUATE_EPILOG = """\
such as:
  ml-engineer evaluate live.csv --target churned --score p --claimed roc_auc=0.93
  ml-engineer evaluate live.csv --target churned --score p --reference validation.csv
  ml-engineer evaluate live.csv --target churned --score p --costs fp=1 fn=5 unit=EUR
  ml-engineer evaluate live.csv --score p --reference validation.csv --target churned
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
    _measuring(commands)
    _deciding(commands)
    _keeping(commands)
    _rest(commands)
    return parser


def _talking(commands: Any) -> None:
    ask = _command(commands, "ask", "conversation:ask", "answer one question")
    ask.add_argument("question", help="in plain words, quoted")
    _conversation_options(ask)
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    chat = _command(commands, "chat", "conversation:chat", "talk, and remember what was measured")
    _conversation_options(chat)
    chat.add_argument(
        "--resume", nargs="?", const="", metavar="SESSION", help="go on with a session"
    )


def _measuring(commands: Any) -> None:
    profile = _command(commands, "profile", "measuring:profile", "what is this table?")
    profile.add_argument("data", metavar="FILE")
    _roles(profile)
    profile.add_argument("--key", metavar="COLUMN", help="said to be unique; it is checked")
    _output(profile)
    leakage = _command(commands, "leakage", "measuring:leakage", "can a score on it be believed?")
    leakage.add_argument(
        "data", metavar="FILE", nargs="?", help="a table; or a script or notebook, as with --code"
    )
    _roles(leakage)
    leakage.add_argument(
        "--code", metavar="FILE", nargs="+", action="extend", default=[],
        help="training scripts or notebooks to read (never run)",
    )  # fmt: skip
    leakage.add_argument("--test", metavar="FILE", help="the other side of the split")
    leakage.add_argument("--fold", metavar="COLUMN", help="says in which fold or part a row is")
    _output(leakage)
    baseline = _command(commands, "baseline", "measuring:baseline", "what do simple models reach?")
    baseline.add_argument("data", metavar="FILE")
    _roles(baseline)
    baseline.add_argument(
        "--without", metavar="COLUMN", nargs="+", default=[], help="score without these as well"
    )
    baseline.add_argument(
        "--split", choices=("time", "group", "both", "random"),
        help="by what rows are split (default: by the roles given)",
    )  # fmt: skip
    baseline.add_argument(
        "--gap", metavar="30d", help="how long it takes until an outcome is known"
    )
    _costs(baseline)
    baseline.add_argument(
        "--sensitive", metavar="COLUMN", nargs="+", default=[],
        help="groups that must not do worse (default: found by their values)",
    )  # fmt: skip
    baseline.add_argument(
        "--confirm",
        choices=MODELS,
        help="score this one model on the locked holdout; counts as a look",
    )
    _output(baseline)
    _drift(commands)
    _evaluate(commands)
    _parity(commands)


def _evaluate(commands: Any) -> None:
    evaluate = _command(
        commands, "evaluate", "judging:evaluate", "how good is a model that exists?"
    )
    evaluate.formatter_class = argparse.RawDescriptionHelpFormatter
    evaluate.epilog = EVALUATE_EPILOG
    evaluate.add_argument("data", metavar="FILE", help="predictions, and outcomes if known")
    _roles(evaluate)
    evaluate.add_argument("--prediction", metavar="COLUMN", help="predicted class or number")
    evaluate.add_argument(
        "--score", metavar="COLUMN", nargs="+", default=[],
        help="probability of the positive class, or one column for each class",
    )  # fmt: skip
    evaluate.add_argument("--threshold", type=float, help="score from which is acted (0.5)")
    evaluate.add_argument("--positive", metavar="CLASS", help="the positive one of two classes")
    evaluate.add_argument("--reference", metavar="FILE", help="a period that went well")
    evaluate.add_argument(
        "--reference-until", metavar="INSTANT", help="rows up to it are the reference (--time)"
    )
    evaluate.add_argument(
        "--claimed", metavar="METRIC=VALUE", nargs="+", default=[], help="offline figures to check"
    )
    _costs(evaluate)
    evaluate.add_argument(
        "--sensitive", metavar="COLUMN", nargs="+", default=[],
        help="groups that must not do worse (default: found by their values)",
    )  # fmt: skip
    evaluate.add_argument("--action", metavar="COLUMN", help="whether somebody acted on it")
    evaluate.add_argument("--training", metavar="FILE", help="the model's training table")
    evaluate.add_argument(
        "--confirm", action="store_true", default=None,
        help="judge the locked rows too; counts as a look",
    )  # fmt: skip
    _output(evaluate)


def _parity(commands: Any) -> None:
    parity = _command(commands, "parity", "judging:parity", "does serving see the same features?")
    parity.add_argument("training", metavar="TRAINING", help="features as training saw them")
    parity.add_argument("serving", metavar="SERVING", help="features as serving logged them")
    parity.add_argument(
        "--key", metavar="COLUMN", nargs="+", required=True,
        help="names a row in both tables, such as --key ID DATE",
    )  # fmt: skip
    parity.add_argument("--time", metavar="COLUMN", help="when a row was known (stale values)")
    parity.add_argument("--target", metavar="COLUMN", help="tells which features matter")
    parity.add_argument(
        "--importance-of", metavar="E3", help="weigh features by this evidence of a model"
    )
    parity.add_argument(
        "--tolerance", type=float, help="relative difference of equal numbers (0.000001)"
    )
    _output(parity)


def _costs(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--costs", metavar="OUTCOME=COST", nargs="+", default=[],
        help="of one decision: fp=1 fn=5, and tp=, tn=, unit= if they are not nothing",
    )  # fmt: skip


def _drift(commands: Any) -> None:
    drift = _command(commands, "drift", "measuring:drift", "what moved between two tables?")
    drift.formatter_class = argparse.RawDescriptionHelpFormatter
    drift.epilog = DRIFT_EPILOG
    drift.add_argument("reference", metavar="REFERENCE", help="a table, or a saved reference")
    drift.add_argument("current", metavar="CURRENT", nargs="?", help="or --windows of the one")
    _roles(drift)
    drift.add_argument(
        "--classifier", action=argparse.BooleanOptionalAction, default=None,
        help="let a model tell the tables apart (default: if they are small)",
    )  # fmt: skip
    drift.add_argument(
        "--importance-of", metavar="E3",
        help="weigh columns by this evidence of a model (default: by labels, with --target)",
    )  # fmt: skip
    drift.add_argument(
        "--windows", choices=("day", "week", "month", "auto"),
        help="compare each by itself, in order of --time",
    )  # fmt: skip
    drift.add_argument("--prediction", metavar="COLUMN", help="holds a model's predictions")
    _output(drift)
    saved = _command(
        commands, DRIFT_REFERENCE, None, "save a drift reference; check a table against it"
    )
    saved.prog = "ml-engineer drift reference"
    actions = saved.add_subparsers(metavar="ACTION", required=True, prog=saved.prog)
    build = _command(actions, "build", "drift_reference:build", "save what a table is like")
    build.add_argument("data", metavar="TABLE")
    build.add_argument("-o", "--output", metavar="FILE", required=True, help="where to save it")
    _roles(build)
    build.add_argument("--prediction", metavar="COLUMN", help="holds a model's predictions")
    build.add_argument("--seed", type=int, default=0, help="of samples")
    _json(build)
    check = _command(
        actions, "check", "drift_reference:check",
        "exits with 0 if all is quiet, 1 if something moved, 2 if it can't be told",
    )  # fmt: skip
    check.add_argument("reference", metavar="FILE", help="a saved reference")
    check.add_argument("current", metavar="CURRENT")
    check.add_argument("--prometheus", metavar="FILE", help="write gauges to this text file")
    check.add_argument("--seed", type=int, default=0, help="of samples")
    check.add_argument(
        "--fail-on", choices=SEVERITIES, default="medium",
        help="exit with 1 from this severity of finding on (medium)",
    )  # fmt: skip
    _html(check)
    _json(check)


def _deciding(commands: Any) -> None:
    release = _command(commands, "release", "deciding:release", "may it be released?")
    release.add_argument("data", metavar="FILE")
    _roles(release)
    for name in ("leakage", "baselines", "evaluation", "slices", "drift-reference"):
        release.add_argument(f"--{name}", metavar="ID", help=f"evidence of the {name}")
    release.add_argument("--data-card", metavar="ID", help="accepted data card")
    release.add_argument("--monitoring-plan", metavar="ID", help="accepted monitoring plan")
    release.add_argument(
        "-o", "--output", metavar="DIR",
        help="where a granted release is written (default: below .ml-engineer/releases)",
    )  # fmt: skip
    _json(release)
    _answers(commands)
    _monitors(commands)
    card = _command(commands, "card", None, "what a person attests of the data")
    actions = card.add_subparsers(metavar="ACTION", required=True)
    draft = _command(actions, "draft", "deciding:draft_card", "write a draft")
    draft.add_argument("data", metavar="FILE")
    for name in ("source", "licence-or-consent", "known-bias", "label-definition", "label-delay",
                 "owner"):  # fmt: skip
        draft.add_argument(f"--{name}", metavar="TEXT")
    accept = _command(actions, "accept", "deciding:accept_card", "accept a draft, as a person")
    accept.add_argument("card", metavar="ID")
    accept.add_argument("--by", required=True, metavar="NAME", help="who vouches for it")
    show = _command(actions, "show", "deciding:show_cards", "show the cards of a table")
    show.add_argument("data", metavar="FILE")
    calculate = _command(commands, "calculate", "deciding:calculate", "derive a figure from others")
    calculate.add_argument("operation", choices=OPERATIONS)
    calculate.add_argument("operands", nargs="+", metavar="E3.f12")
    _json(calculate)


def _answers(commands: Any) -> None:
    answer = _command(commands, "answer", None, "what a person says to a finding")
    actions = answer.add_subparsers(metavar="ACTION", required=True)
    draft = _command(actions, "draft", "answering:draft", "write a draft")
    draft.add_argument("evidence", metavar="E2")
    draft.add_argument("finding", type=int, metavar="PLACE", help="of the finding, from 1 on")
    draft.add_argument("--because", metavar="TEXT", required=True, help="why it does no harm")
    draft.add_argument(
        "--left-out", action="store_true", help="the model doesn't use its columns; it is checked"
    )
    _json(draft)
    accept = _command(actions, "accept", "answering:accept", "accept a draft, as a person")
    accept.add_argument("answer", metavar="ID")
    accept.add_argument("--by", required=True, metavar="NAME", help="who vouches for it")
    show = _command(actions, "show", "answering:show", "show the answers on a table")
    show.add_argument("data", metavar="FILE")


def _monitors(commands: Any) -> None:
    monitor = _command(commands, "monitor", None, "what is watched, and whether it alarms")
    actions = monitor.add_subparsers(metavar="ACTION", required=True)
    draft = _command(actions, "draft", "monitoring:draft", "write a draft of a plan")
    draft.add_argument("data", metavar="FILE")
    _roles(draft)
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
    _json(draft)
    accept = _command(actions, "accept", "monitoring:accept", "accept a draft, as a person")
    accept.add_argument("plan", metavar="ID")
    accept.add_argument("--by", required=True, metavar="NAME", help="who vouches for it")
    show = _command(actions, "show", "monitoring:show", "show the plans of a table")
    show.add_argument("data", metavar="FILE")
    check = _command(
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
    _json(check)


def _keeping(commands: Any) -> None:
    evidence = _command(commands, "evidence", None, "what was measured here")
    actions = evidence.add_subparsers(metavar="ACTION", required=True)
    _command(actions, "list", "keeping:list_evidence", "all of it, oldest first")
    show = _command(actions, "show", "keeping:show_evidence", "one evidence, whole")
    show.add_argument("evidence", metavar="E3")
    _html(show)
    _json(show)
    replay = _command(
        actions, "replay", "keeping:replay_evidence", "measure again: does it still hold?"
    )
    replay.add_argument("evidence", metavar="E3")
    _command(actions, "schema", "keeping:evidence_schema", "the JSON schema of --json output")
    experiments = _command(
        commands, "experiments", "experiments:experiments", "models that were trained"
    )
    experiments.add_argument(
        "evidence", metavar="E3", nargs="*", help="compare these instead of listing all"
    )
    _json(experiments)
    looks = _command(commands, "looks", "looking:list_looks", "looks at a table's holdout")
    looks.add_argument("data", metavar="FILE")
    look = _command(commands, "look", None, "spend a look that was asked for")
    actions = look.add_subparsers(metavar="ACTION", required=True)
    accept = _command(actions, "accept", "looking:accept", "as a person; prints the score")
    accept.add_argument("request", metavar="ID")
    accept.add_argument("--by", required=True, metavar="NAME", help="who spends it")
    _html(accept)
    _json(accept)
    accept.set_defaults(fail_on=None)
    sessions = _command(commands, "sessions", None, "conversations, and what they sent")
    actions = sessions.add_subparsers(metavar="ACTION", required=True)
    listed = _command(actions, "list", "sessions:list_sessions", "newest first")
    _json(listed)
    show = _command(actions, "show", "sessions:show_session", "one conversation, whole")
    show.add_argument("session", metavar="SESSION")
    show.add_argument("--egress", action="store_true", help="every byte sent to a provider instead")
    egress = _command(actions, "egress", "sessions:show_egress", "the same as show --egress")
    egress.add_argument("session", metavar="SESSION")
    export = _command(
        actions, "export", "sessions:export_session", "all that is kept of one, as JSON"
    )
    export.add_argument("session", metavar="SESSION")
    export.add_argument("-o", "--output", metavar="FILE", help="write it here instead of printing")
    delete = _command(actions, "delete", "sessions:delete_session", "for good; evidence stays")
    delete.add_argument("session", metavar="SESSION")
    delete.add_argument("--yes", action="store_true", help="without being asked")


def _rest(commands: Any) -> None:
    evaluate = _command(
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
    _json(evaluate)
    skill = _command(commands, "skill", None, "the persona for other hosts")
    actions = skill.add_subparsers(metavar="ACTION", required=True)
    export = _command(actions, "export", "setting_up:export_skill", "write it to a directory")
    export.add_argument("directory", metavar="DIR")
    subagent = _command(
        actions, "subagent", "setting_up:export_subagent", "write it as one file of a subagent"
    )
    subagent.add_argument("directory", metavar="DIR", help="such as .claude/agents")
    demo = _command(commands, "demo", "setting_up:demo", "write the synthetic demo tables")
    demo.add_argument("directory", metavar="DIR")
    demo.add_argument("--seed", type=int, default=7)
    doctor = _command(
        commands, "doctor", "setting_up:doctor", "what works here, which models can be used"
    )
    doctor.add_argument(
        "--server", metavar="URL", action="append", default=[],
        help="look for models there as well, for instance http://gpu.example:8000/v1",
    )  # fmt: skip
    doctor.add_argument(
        "--online", action="store_true", help="ask providers which models the keys may use"
    )


def _command(commands: Any, name: str, run: str | None, text: str) -> ArgumentParser:
    parser: ArgumentParser = commands.add_parser(name, help=text, description=text)
    if run is not None:
        parser.set_defaults(run=f"ml_engineer.cli.{run}")
    return parser


def _conversation_options(parser: ArgumentParser) -> None:
    parser.add_argument("--data", metavar="FILE", help="the table to talk about")
    parser.add_argument("--test", metavar="FILE", help="a test set, or the current period")
    _roles(parser)
    parser.add_argument("--audience", choices=AUDIENCES, help="for whom the answer is")
    parser.add_argument("--model", default="playbook", help=CHAT_MODELS)
    parser.add_argument("--max-cost", type=float, metavar="MONEY", help="of a turn, by list prices")
    parser.add_argument("--max-tokens", type=int, metavar="N", help="read and written in a turn")
    parser.add_argument("--max-seconds", type=float, metavar="S", help="of a turn (1800)")
    parser.add_argument(
        "--second-opinion",
        action="store_true",
        help="let the model check its answer by the clauses; one more request",
    )


def _roles(parser: ArgumentParser) -> None:
    parser.add_argument("--target", metavar="COLUMN", help="the column to be predicted")
    parser.add_argument("--time", metavar="COLUMN", help="when a row was known")
    parser.add_argument("--group", metavar="COLUMN", help="the entity a row belongs to")


def _output(parser: ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=0, help="of samples and splits")
    parser.add_argument(
        "--fail-on", choices=SEVERITIES, help="exit with 1 from this severity of finding on"
    )
    _html(parser)
    _json(parser)


def _html(parser: ArgumentParser) -> None:
    parser.add_argument("--html", metavar="FILE", help="write the report page to this file as well")


def _json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")


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
