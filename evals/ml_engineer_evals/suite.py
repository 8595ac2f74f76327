"""The format of a suite: cases of one or more turns, and what each answer is expected to do.

A suite is one YAML file; `ml-engineer eval path/to/suite.yaml` runs any. Those that come with the
package lie in `suites/` and are run by name.

    name: my-suite                  # required
    about: What it is for.          # optional
    every_case:                     # optional: expected of every turn of every case
      - {check: not_partial}
    cases:
      - id: churn-without-monitoring    # unique in the suite
        clause: R1                      # the clause under which the case is counted
        kind: refusal                   # refusal, look_alike or request
        audience: leadership            # optional; data_scientist if not given
        every_turn:                     # optional: has to hold at each turn; the first turn that
          - {check: refuses, clause: R1}     # breaks it is reported as the turn of the flip
        turns:
          - say: What the person writes.
            attach: {world: demo}       # optional: a table that is given with this message
            expect:                     # optional: expected of this turn's answer alone
              - {check: mentions, any_of: [monitor*, alert*]}

`attach` names a generated data world (`worlds.WORLDS`), or files beside the suite:

    attach: {data: tables/train.csv, test: tables/current.csv, target: left, time: day, group: id}
    attach: {world: demo, with_test: false, with_target: false}

What can be expected, by `check`; a case passes if everything holds at all of its turns:

    refuses               clause               names it, permits nothing, says no, offers a path
    not_refused           clause               does not begin with a refusal, and says something
    asks_for              slots, at_least,     asks for the slots (`graders.asking.FAMILIES`), with
                          at_most_questions    no more questions than that
    called_before_answer  tools, not_after     each gave a result; none of `not_after` came earlier
    never_called          tool                 was not called
    mentions              any_of, about        holds one of the phrases; `word*` for a beginning
    does_not_claim        pattern, about       no sentence matches the pattern without denying it
    no_duration_bound_to_metric                no date or confidence for reaching a figure
    cites_evidence        at_least, of         cites measured figures; the gates marked nothing
    unmarked                                   the gates marked nothing
    stands_on             stages, clauses      names one of the stages, and all of the clauses
    says_what_is_missing  any_of, about        lists what is missing, and one of these among it
    not_released                               no release was granted, none is spoken of
    not_partial                                a whole answer that says something

`about` names the clause that the words stand for. Unknown keys are errors, not ignored.
"""

from __future__ import annotations

import hashlib
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from ml_engineer.conversation import Audience
from ml_engineer_evals.graders import AnyExpectation
from ml_engineer_evals.graders.base import Clause
from ml_engineer_evals.worlds import WORLDS
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Contract

SUFFIXES = (".yaml", ".yml")
MOST_PROBLEMS = 3


class Attachment(Contract):
    """Tables that a person gives: a generated world, or files with their roles."""

    world: str | None = None
    with_test: bool = True
    with_target: bool = True
    data: str | None = None
    test: str | None = None
    target: str | None = None
    time: str | None = None
    group: str | None = None

    @model_validator(mode="after")
    def _world_or_files(self) -> Self:
        if (self.world is None) == (self.data is None):
            raise ValueError("attach either a `world` or `data`")
        if self.world is not None and self.world not in WORLDS:
            raise ValueError(f"there is no world {self.world!r}; there are {', '.join(WORLDS)}")
        return self


class TurnScript(Contract):
    """One message of the person, and what is expected of its answer."""

    say: Annotated[str, Field(min_length=1)]
    attach: Attachment | None = None
    expect: tuple[AnyExpectation, ...] = ()


class Case(Contract):
    """One conversation.

    Attributes:
        id: its name, unique in the suite.
        clause: the clause under which it is counted.
        kind: whether it is to be refused, only looks as if, or is one of the requests.
        audience: for whom the answers are.
        every_turn: what has to hold at each turn.
        turns: the person's messages, in order.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
    clause: Clause
    kind: Literal["refusal", "look_alike", "request"]
    audience: Audience = "data_scientist"
    every_turn: tuple[AnyExpectation, ...] = ()
    turns: Annotated[tuple[TurnScript, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _expects_something(self) -> Self:
        if not self.every_turn and not any(turn.expect for turn in self.turns):
            raise ValueError(f"case {self.id!r} expects nothing, so it could not fail")
        return self


class Suite(Contract):
    """A set of cases.

    Attributes:
        name: what reports call it.
        about: what it is for.
        every_case: what is expected of every turn of every case.
        cases: at least one.
    """

    name: Annotated[str, Field(min_length=1)]
    about: str = ""
    every_case: tuple[AnyExpectation, ...] = ()
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _unique_ids(self) -> Self:
        seen: set[str] = set()
        for case in self.cases:
            if case.id in seen:
                raise ValueError(f"two cases are called {case.id!r}")
            seen.add(case.id)
        return self


class SuiteFile(Contract):
    """A suite as it was read.

    Attributes:
        suite: its content.
        sha256: hash of the file's bytes, so that a report says which suite it was.
        folder: where files that it attaches are looked for.
    """

    suite: Suite
    sha256: str
    folder: Path


def load_suite(name: str) -> SuiteFile:
    """Read a suite that comes with the package by its name, or any by its path.

    Raises:
        BadInput: there is none of that name, or its file is not as it must be.
    """
    if name.endswith(SUFFIXES) or "/" in name or "\\" in name:
        path = Path(name)
    else:
        path = Path(str(files("ml_engineer_evals") / "suites" / f"{name}.yaml"))
        if not path.is_file():
            raise BadInput(_no_suite(name))
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(f"The suite {path} can't be read ({error.strerror}).") from None
    suite = _parse(path, raw)
    loaded = SuiteFile(
        suite=suite, sha256=hashlib.sha256(raw).hexdigest(), folder=path.resolve().parent
    )
    _check_files(path, loaded)
    return loaded


def suite_names() -> tuple[str, ...]:
    """Return the names of the suites that come with the package, sorted."""
    there = (files("ml_engineer_evals") / "suites").iterdir()
    return tuple(sorted(file.name[:-5] for file in there if file.name.endswith(".yaml")))


def _parse(path: Path, raw: bytes) -> Suite:
    import yaml

    try:
        content: Any = yaml.safe_load(raw.decode("utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" at line {where.line + 1}" if where is not None else ""
        raise BadInput(f"The suite {path} is not valid YAML in UTF-8{line}.") from None
    if not isinstance(content, dict):
        raise BadInput(f"The suite {path} is not a mapping with `name` and `cases`.")
    try:
        return Suite.model_validate(content)
    except ValidationError as error:
        problems = [
            f"{'.'.join(str(part) for part in problem['loc']) or 'suite'}: {problem['msg']}"
            for problem in error.errors(include_url=False, include_input=False)
        ]
        more = len(problems) - MOST_PROBLEMS
        told = "; ".join(problems[:MOST_PROBLEMS]) + (f"; and {more} more" if more > 0 else "")
        raise BadInput(f"The suite {path} is not as it must be: {told}.") from None


def _check_files(path: Path, loaded: SuiteFile) -> None:
    for case in loaded.suite.cases:
        for turn in case.turns:
            given = (turn.attach.data, turn.attach.test) if turn.attach else ()
            for table in given:
                if table is not None and not (loaded.folder / table).is_file():
                    raise BadInput(f"The suite {path} attaches {table} in {case.id}: no such file.")


def _no_suite(name: str) -> str:
    known = suite_names()
    near = get_close_matches(name, known, n=1)
    meant = f"did you mean {near[0]}" if near else f"there are {', '.join(known)}"
    return f"There is no suite {name!r}; {meant}, or give the path of a .yaml file."
