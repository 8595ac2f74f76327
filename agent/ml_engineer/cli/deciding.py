"""`release`, `card` and `calculate`: what stands on evidence that is there already."""

from __future__ import annotations

from argparse import Namespace

from ml_engineer.cli import FINE, FOUND
from ml_engineer.cli.evidence_page import print_evidence
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_tools.card.request import DataCardRequest
from ml_engineer_tools.card.tool import record_data_card
from ml_engineer_tools.derivation.request import CalculateRequest
from ml_engineer_tools.derivation.tool import calculate as derive
from ml_engineer_tools.release.request import PlanReleaseRequest
from ml_engineer_tools.release.tool import plan_release
from ml_engineer_tools.store import Store
from ml_engineer_tools.tables.checks import check_file


def release(options: Namespace) -> int:
    """Ask for a release; print what is missing when it is refused."""
    names = ("data", "target", "time", "group", "leakage", "baselines",
             "evaluation", "drift_reference", "data_card", "monitoring_plan")  # fmt: skip
    given = {name: getattr(options, name) for name in names}
    request = PlanReleaseRequest(**{name: value for name, value in given.items() if value})
    facts = check_file(options.data)
    with Store.open(Workspace().root) as store:
        decision = plan_release(request, store, facts.sha256)
        store.record_release(decision)
    if options.json:
        print(decision.model_dump_json(indent=2))
        return FINE if decision.granted else FOUND
    print("Granted." if decision.granted else "Refused. What it needs:")
    for requirement in decision.requirements:
        sign = "✓" if requirement.met else "✗"
        clauses = ", ".join(requirement.clauses)
        print(f"  {sign} {requirement.name} ({clauses}): {requirement.why}")
        if not requirement.met and requirement.command:
            print(f"      {requirement.command}")
    return FINE if decision.granted else FOUND


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
