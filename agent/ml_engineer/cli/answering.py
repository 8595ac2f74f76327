"""`answer`: what a person says to a finding that stands in the way of a release."""

from __future__ import annotations

from argparse import Namespace

from ml_engineer.cli import FINE
from ml_engineer.cli.terminal import harmless
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_tools.release.answer import AnswerRequest, draft_answer
from ml_engineer_tools.store import AnswerRecord, Store
from ml_engineer_tools.tables.checks import check_file


def draft(options: Namespace) -> int:
    """Write a draft of an answer."""
    request = AnswerRequest(
        evidence=options.evidence,
        finding=options.finding,
        because=options.because,
        left_out=options.left_out,
    )
    with Store.open(Workspace().root) as store:
        drafted = draft_answer(request, store)
    if options.json:
        print(drafted.model_dump_json(indent=2))
        return FINE
    print(harmless(f"Answers: {drafted.statement}"))
    _print(drafted.record)
    if drafted.accept_command:
        print(f"It is a draft. Accept it as a person: {drafted.accept_command}")
    return FINE


def accept(options: Namespace) -> int:
    """Accept a draft: the person named stands for it."""
    with Store.open(Workspace().root) as store:
        record = store.accept_answer(options.answer, options.by)
    _print(record)
    return FINE


def show(options: Namespace) -> int:
    """Print the answers to findings on a table."""
    facts = check_file(options.data)
    store = Store.open_existing(Workspace().root)
    records = store.answers(facts.sha256) if store else []
    for record in records:
        _print(record)
    if not records:
        print("No finding on this table has been answered.")
    return FINE


def _print(record: AnswerRecord) -> None:
    answer = record.answer
    standing = f"accepted by {record.accepted_by}" if record.accepted else "a draft"
    about = f"{answer.check} on {', '.join(answer.columns)}" if answer.columns else answer.check
    print(harmless(f"{record.id} ({standing}): {about}: {answer.resolution.replace('_', ' ')}, "
                   f"since {answer.because}"))  # fmt: skip
