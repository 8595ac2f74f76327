"""`release`, `card` and `calculate`: what stands on evidence that is there already."""

from __future__ import annotations

import shlex
import sys
from argparse import Namespace
from pathlib import Path

from ml_engineer.cli import FINE, FOUND
from ml_engineer.cli.evidence_page import print_evidence
from ml_engineer.cli.terminal import harmless
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_tools.card.request import DataCardRequest
from ml_engineer_tools.card.tool import record_data_card
from ml_engineer_tools.derivation.request import CalculateRequest
from ml_engineer_tools.derivation.tool import calculate as derive
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.release.request import PlanReleaseRequest
from ml_engineer_tools.release.tool import release as grant
from ml_engineer_tools.store import Store
from ml_engineer_tools.tables.checks import check_file
from ml_engineer_tools.tables.entity import with_entity
from ml_engineer_tools.tables.roles import Roles, check_roles


def release(options: Namespace) -> int:
    """Ask for a release: write its folder, or print what is missing and the next command."""
    names = ("data", "target", "time", "group", "leakage", "baselines", "evaluation", "slices",
             "drift_reference", "data_card", "monitoring_plan")  # fmt: skip
    given = {name: getattr(options, name) for name in names}
    request = PlanReleaseRequest(**{name: value for name, value in given.items() if value})
    facts = check_file(options.data)
    _check_columns(request)
    output = Path(options.output) if options.output else None
    with Store.open(Workspace().root) as store:
        record, folder = grant(request, store, facts.sha256, output=output)
    place = None if folder is None else _short(folder)
    decision = record.decision.model_copy(update={"folder": place})
    if options.json:
        print(decision.model_dump_json(indent=2))
        return FINE if decision.granted else FOUND
    print(f"Granted: {record.id}." if decision.granted else "Refused. What it needs:")
    for requirement in decision.requirements:
        sign = "✓" if requirement.met else "✗"
        clauses = ", ".join(requirement.clauses)
        print(harmless(f"  {sign} {requirement.name} ({clauses}): {requirement.why}"))
        if not requirement.met and requirement.command:
            print(harmless(f"      {requirement.command}"))
    if place is not None:
        print(f"Wrote {place}; begin with {place}/README.md.")
        print(f"Check with: ml-engineer monitor check {shlex.quote(place)} CURRENT")
        return FINE
    if (first := decision.missing()[0]).command:
        done = len(decision.requirements) - len(decision.missing())
        print(f"{done} of {len(decision.requirements)} are met. Next: {harmless(first.command)}")
    return FOUND


def _check_columns(request: PlanReleaseRequest) -> None:
    """Check that the columns named are there.

    Raises:
        BadInput: one isn't; the message has the nearest names.
    """
    if request.target is None and request.time is None and request.group is None:
        return
    engine = open_engine()
    try:
        table = with_entity(engine.read(request.data), request.group, request.target)
        check_roles(table, Roles(request.target, request.time, request.group))
    finally:
        engine.close()


def _short(path: Path) -> str:
    """Return a path as it is shorter to read: from here, if it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def draft_card(options: Namespace) -> int:
    """Write a draft of a data card."""
    names = ("data", "source", "licence_or_consent", "known_bias", "label_definition",
             "label_delay", "owner")  # fmt: skip
    given = {name: getattr(options, name) for name in names}
    request = DataCardRequest(**{name: value for name, value in given.items() if value})
    facts = check_file(options.data)
    with Store.open(Workspace().root) as store:
        draft = record_data_card(request, store, facts.sha256)
    print(draft.model_dump_json(indent=2))
    return FINE


def accept_card(options: Namespace) -> int:
    """Accept a draft: what is in it is vouched for by the person named."""
    with Store.open(Workspace().root) as store:
        record = store.accept_card(options.card, options.by)
    print(record.model_dump_json(indent=2))
    if missing := record.card.missing():
        print(
            f"Note: the card says nothing of {', '.join(missing)}; a release needs every field. "
            "Draft it anew with all of them, and accept that.",
            file=sys.stderr,
        )
    return FINE


def show_cards(options: Namespace) -> int:
    """Print the cards of a table."""
    facts = check_file(options.data)
    store = Store.open_existing(Workspace().root)
    cards = store.cards(facts.sha256) if store else []
    for card in cards:
        print(card.model_dump_json(indent=2))
    if not cards:
        print("No data card has been drafted for this table.")
    return FINE


def calculate(options: Namespace) -> int:
    """Derive a figure from others."""
    request = CalculateRequest(operation=options.operation, operands=tuple(options.operands))
    with Store.open(Workspace().root) as store:
        evidence = derive(request, store)
    if options.json:
        print(evidence.model_dump_json(indent=2))
    else:
        print_evidence(evidence)
    return FINE
