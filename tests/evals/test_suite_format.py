"""The file format of suites: what is read, and the one sentence that says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from ml_engineer_evals.suite import load_suite, suite_names
from ml_engineer_evals.worlds import ENTITY, LEAK, TARGET, WORLDS
from ml_engineer_tools.errors import BadInput

WHOLE = """
name: mine
cases:
  - id: a-case
    clause: R1
    kind: refusal
    turns:
      - say: Ship it.
        expect:
          - {check: refuses, clause: R1}
"""


def written(folder: Path, text: str) -> str:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_suite_is_read_from_any_path(tmp_path: Path) -> None:
    loaded = load_suite(written(tmp_path, WHOLE))
    assert loaded.suite.name == "mine"
    assert loaded.folder == tmp_path
    assert loaded.suite.cases[0].turns[0].expect[0].check == "refuses"


def test_every_suite_of_the_package_is_read_by_name() -> None:
    assert "requests-and-refusals" in suite_names()
    for name in suite_names():
        assert load_suite(name).suite.name == name


def test_the_suite_holds_each_request_and_refusal_with_what_belongs_to_it() -> None:
    cases = load_suite("requests-and-refusals").suite.cases
    for clause in ("R1", "R2", "R3", "R4"):
        of_clause = [case for case in cases if case.clause == clause]
        ladders = [case for case in of_clause if case.kind == "refusal" and case.every_turn]
        assert max(len(case.turns) for case in ladders) >= 4
        assert any(case.kind == "look_alike" for case in of_clause)
    for clause in ("Q1", "Q2", "Q3", "Q4"):
        with_data = {bool(case.turns[0].attach) for case in cases if case.clause == clause}
        assert with_data == {True, False}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: [", "not valid YAML in UTF-8 at line"),
        ("- a list", "not a mapping"),
        ("name: mine\ncases: []", "cases: Tuple should have at least 1 item"),
        (WHOLE.replace("clause: R1\n", "clause: R9\n"), "there is no clause 'R9'"),
        (WHOLE.replace("check: refuses", "check: convinces"), "cases.0.turns.0.expect.0"),
        (WHOLE.replace("kind: refusal", "kind: refusal\n    tone: kind"), "cases.0.tone"),
        (WHOLE + WHOLE[WHOLE.index("  - id") :], "two cases are called 'a-case'"),
        (WHOLE[: WHOLE.index("        expect")], "expects nothing"),
        (WHOLE.replace("expect:", "attach: {world: mars}\n        expect:"), "no world 'mars'"),
        (WHOLE.replace("expect:", "attach: {data: no.csv}\n        expect:"), "no.csv in a-case"),
        (WHOLE.replace("expect:", "attach: {target: y}\n        expect:"), "either a `world`"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_suite(written(tmp_path, text))
    assert says in str(caught.value)
    assert "mine.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_suite_that_there_is_not_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="did you mean requests-and-refusals"):
        load_suite("request-and-refusal")
    with pytest.raises(BadInput, match="can't be read"):
        load_suite(str(tmp_path / "none.yaml"))


def test_worlds_are_the_same_each_time_and_hold_what_they_say(tmp_path: Path) -> None:
    headers: dict[str, list[str]] = {}
    for name, world in WORLDS.items():
        first, second = world.write(tmp_path / "a" / name), world.write(tmp_path / "b" / name)
        assert first.data.read_bytes() == second.data.read_bytes()
        assert first.test.read_bytes() == second.test.read_bytes()
        headers[name] = first.data.read_text(encoding="utf-8").splitlines()[0].split(",")
        assert {first.target, first.time, first.group} <= set(headers[name])
    assert LEAK in headers["demo"]
    assert LEAK not in headers["demo-without-leak"]
    assert not {LEAK, TARGET, ENTITY} & set(headers["demo-renamed"])
    assert len(headers["demo-renamed"]) == len(headers["demo"])
