"""The suite of single clauses: the playbook passes what needs no table."""

from __future__ import annotations

from ml_engineer_evals.runner import run_suite_file
from ml_engineer_evals.suite import load_suite


async def test_the_playbook_keeps_each_clause_that_is_tested_without_a_table() -> None:
    loaded = load_suite("clauses")
    plain = tuple(case for case in loaded.suite.cases if not any(t.attach for t in case.turns))
    assert len(plain) >= 15
    suite = loaded.suite.model_copy(update={"cases": plain})
    results = await run_suite_file(loaded.model_copy(update={"suite": suite}), lambda: "playbook")
    assert [
        (result.id, result.failures, result.error) for result in results if not result.passed
    ] == []
