"""What a clause says of its tools, gates and eval cases is true: each of them exists."""

from __future__ import annotations

import pytest
from tests.prompts.shared import THE_32

from ml_engineer.gates import DEFAULT_GATES, Gate
from ml_engineer.toolbox.ledger_tools import LEDGER_TOOLS
from ml_engineer_evals.suite import Case, load_suite, suite_names
from ml_engineer_prompts import load_clauses
from ml_engineer_tools.catalogue import MEASURING_TOOLS

TOOL_NAMES = {tool.name for tool in MEASURING_TOOLS} | {tool.name for tool in LEDGER_TOOLS}
GATE_NAMES = {gate.name for gate in DEFAULT_GATES}


def cases() -> dict[str, Case]:
    """Return the eval cases that come with the package, by id."""
    suites = [load_suite(name).suite for name in suite_names()]
    return {case.id: case for suite in suites for case in suite.cases}


CASES = cases()


def clauses_of(case: Case) -> set[str]:
    """Return the clauses that a case counts under or grades."""
    expectations = [*case.every_turn, *(e for turn in case.turns for e in turn.expect)]
    return {case.clause, *(expectation.standing_for for expectation in expectations)}


@pytest.mark.parametrize("clause_id", THE_32)
def test_each_tool_gate_and_case_that_a_clause_names_exists(clause_id: str) -> None:
    clause = load_clauses()[clause_id]
    named = {
        kind: {e.name for e in clause.enforced_by if e.kind == kind} for kind in ("tool", "gate")
    }
    assert named["tool"] <= TOOL_NAMES
    assert named["gate"] <= GATE_NAMES
    assert set(clause.tested_by) <= set(CASES)
    for case_id in clause.tested_by:
        assert clause_id in clauses_of(CASES[case_id]), f"{case_id} does not test {clause_id}"


def test_each_case_is_named_by_the_clause_under_which_it_counts() -> None:
    named = {case_id for clause in load_clauses().values() for case_id in clause.tested_by}
    unnamed = [case_id for case_id in CASES if case_id not in named]
    assert unnamed == [], "name them in the `Tested by` of a clause"


@pytest.mark.parametrize("gate", DEFAULT_GATES, ids=lambda gate: str(gate.name))
def test_each_gate_is_named_by_the_clause_that_it_names(gate: Gate) -> None:
    named = {held.name for held in load_clauses()[gate.clause].enforced_by if held.kind == "gate"}
    assert gate.name in named, f"name it in the `Enforced by` of {gate.clause}"


def test_judgement_stands_alone() -> None:
    for clause in load_clauses().values():
        kinds = {enforcer.kind for enforcer in clause.enforced_by}
        assert "judgement" not in kinds or kinds == {"judgement"}, clause.id
