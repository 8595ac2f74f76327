"""`demo`, `doctor`, `skill export` and `skill subagent`."""

from __future__ import annotations

import os
import platform
import sys
from argparse import Namespace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ml_engineer.cli import FINE
from ml_engineer_tools.errors import BadInput

ROLES = "--target churned --time snapshot_date --group customer_id"


def demo(options: Namespace) -> int:
    """Write the synthetic demo tables and say what to do with them."""
    from ml_engineer.demo import write_demo

    train, test = write_demo(Path(options.directory), seed=options.seed)
    print(f"Wrote {train} and {test}: synthetic customers, with faults planted in them.")
    print("Now ask:")
    print(
        f'  ml-engineer ask "Can we ship this model? What can we expect?" '
        f"--data {train} --test {test} {ROLES}"
    )
    return FINE


def export_skill(options: Namespace) -> int:
    """Write the persona as an Agent Skill."""
    from ml_engineer_prompts import SkillExportError
    from ml_engineer_prompts import export_skill as export

    try:
        written = export(Path(options.directory))
    except SkillExportError as error:
        raise BadInput(str(error)) from None
    print(f"Wrote {written}.")
    return FINE


def export_subagent(options: Namespace) -> int:
    """Write the persona as one Markdown file of a subagent."""
    from ml_engineer_prompts import SkillExportError
    from ml_engineer_prompts import export_subagent as export

    try:
        written = export(Path(options.directory))
    except SkillExportError as error:
        raise BadInput(str(error)) from None
    print(f"Wrote {written}.")
    return FINE


def doctor(options: Namespace) -> int:
    """Say what works on this machine; nothing is sent anywhere."""
    print(f"python     {platform.python_version()} on {platform.system()} {platform.machine()}")
    for package in ("ml-engineer", "duckdb", "ibis-framework", "scikit-learn", "lightgbm",
                    "anthropic"):  # fmt: skip
        try:
            print(f"{package:<15} {version(package)}")
        except PackageNotFoundError:
            print(f"{package:<15} not installed")
    key = "is set" if os.environ.get("ANTHROPIC_API_KEY") else "is not set: the playbook answers"
    print(f"ANTHROPIC_API_KEY {key}")
    writable = os.access(Path.cwd(), os.W_OK)
    print(f"this directory  {'can be written' if writable else 'can NOT be written'}")
    print(f"terminal        {'yes' if sys.stdout.isatty() else 'no'}")
    return FINE
