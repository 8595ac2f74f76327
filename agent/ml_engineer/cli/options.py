"""Options that several commands share."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

CHAT_MODELS = "playbook (rules), anthropic:<id>, openai:<id> or chat:<url>#<id>"
AUDIENCES = ("data_scientist", "product_manager", "software_engineer", "leadership")
SEVERITIES = ("high", "medium", "low", "info")


def add_command(commands: Any, name: str, run: str | None, text: str) -> ArgumentParser:
    """Add a command that `module:function` of the command line carries out."""
    parser: ArgumentParser = commands.add_parser(name, help=text, description=text)
    if run is not None:
        parser.set_defaults(run=f"ml_engineer.cli.{run}")
    return parser


def add_conversation_options(parser: ArgumentParser) -> None:
    """Add what `ask` and `chat` take."""
    parser.add_argument("--data", metavar="FILE", help="the table to talk about")
    parser.add_argument("--test", metavar="FILE", help="a test set, or the current period")
    add_roles(parser)
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


def add_roles(parser: ArgumentParser) -> None:
    """Add the roles of columns."""
    parser.add_argument("--target", metavar="COLUMN", help="the column to be predicted")
    parser.add_argument("--time", metavar="COLUMN", help="when a row was known")
    parser.add_argument(
        "--group", metavar="COLUMN", help="the entity a row belongs to; a,b for the two together"
    )


def add_output(parser: ArgumentParser) -> None:
    """Add what every measuring command takes."""
    parser.add_argument("--seed", type=int, default=0, help="of samples and splits")
    parser.add_argument(
        "--fail-on", choices=SEVERITIES, help="exit with 1 from this severity of finding on"
    )
    add_html(parser)
    add_json(parser)


def add_html(parser: ArgumentParser) -> None:
    """Add the report page."""
    parser.add_argument("--html", metavar="FILE", help="write the report page to this file as well")


def add_json(parser: ArgumentParser) -> None:
    """Add JSON."""
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
