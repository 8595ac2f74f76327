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

MODELS_SHOWN = 20

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
    """Say what works on this machine, and which models can be used; nothing leaves it unasked."""
    print(f"{'python':<15} {platform.python_version()} on {platform.system()} {platform.machine()}")
    for package in ("ml-engineer", "duckdb", "ibis-framework", "scikit-learn", "lightgbm",
                    "anthropic", "openai"):  # fmt: skip
        try:
            print(f"{package:<15} {version(package)}")
        except PackageNotFoundError:
            print(f"{package:<15} not installed")
    writable = os.access(Path.cwd(), os.W_OK)
    print(f"this directory  {'can be written' if writable else 'can NOT be written'}")
    print(f"terminal        {'yes' if sys.stdout.isatty() else 'no'}")
    _say_models(options)
    return FINE


def _say_models(options: Namespace) -> None:
    from ml_engineer.cli.terminal import harmless
    from ml_engineer.models.discovery import LOCAL_SERVERS, discover

    needed = _needed_tokens()
    sources = discover(options.server, online=options.online, needed_tokens=needed)
    print("models, as --model takes them:")
    for source in sources:
        print(harmless(f"  {'yes' if source.usable else 'no ':<3} {source.form}: {source.why}"))
        for model in source.models[:MODELS_SHOWN]:
            print(harmless(f"        {model}"))
        if (more := len(source.models) - MODELS_SHOWN) > 0:
            print(f"        and {more} more")
    if any(source.usable and source.form.startswith("chat:") for source in sources):
        print(f"  Prompt and tools take about {needed:,} tokens: a local model has to be run with "
              "a longer context (for Ollama: OLLAMA_CONTEXT_LENGTH).")  # fmt: skip
    elif not any(source.form.startswith("chat:") for source in sources):
        places = ", ".join(f"{name} ({url})" for name, url in LOCAL_SERVERS.items())
        print(f"  no  chat:<url>#<id>: no local server answers at the usual places: {places}; "
              "name another with --server URL")  # fmt: skip


def _needed_tokens() -> int:
    """About how many tokens system prompt and tools take: a third of their bytes."""
    import json

    from ml_engineer.toolbox.evidence_toolbox import EvidenceToolbox
    from ml_engineer.toolbox.workspace import Workspace
    from ml_engineer_prompts import ToolLine, build_system_prompt

    tools = EvidenceToolbox(Workspace(Path.cwd())).specs
    system = build_system_prompt([ToolLine(tool.name, tool.description) for tool in tools])
    schemas = json.dumps([tool.input_schema for tool in tools])
    return len((system + schemas).encode()) // 3
