"""`eval`: hands over to the eval suites, which stand above the agent and register themselves."""

from __future__ import annotations

from argparse import Namespace
from importlib.metadata import entry_points

from ml_engineer_tools.errors import ToolError


def evaluate(options: Namespace) -> int:
    """Run a suite of the persona."""
    for command in entry_points(group="ml_engineer.commands", name="eval"):
        return int(command.load()(options))
    raise ToolError("The eval suites are not installed; install the package ml-engineer whole.")
