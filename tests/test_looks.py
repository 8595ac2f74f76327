"""Looks at the holdout: a model asks, a person spends; what a look gave can be measured again."""

from __future__ import annotations

import getpass
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import pytest_asyncio

from ml_engineer import Engineer
from ml_engineer.cli import run
from ml_engineer.conversation import ToolCall
from ml_engineer.toolbox.base import Outcome
from ml_engineer_tools.drift.importance import importance_of
from ml_engineer_tools.errors import BadInput, Refused
from ml_engineer_tools.store import Store
from ml_engineer_tools.store.words import names_agent


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which baselines were measured once, without a suspect."""
    folder = tmp_path_factory.mktemp("looks")
    rng = np.random.default_rng(0)
    x = rng.normal(size=240)
    table = pd.DataFrame({"x": x, "z": rng.normal(size=240), "y": x + rng.normal(size=240) > 0})
    table.to_csv(folder / "table.csv", index=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run(["baseline", "table.csv", "--target", "y", "--without", "z"]) == 0
    return folder


@pytest.fixture
def place(measured: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "place"
    shutil.copytree(measured, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest_asyncio.fixture
async def engineer(place: Path) -> AsyncIterator[Engineer]:
    async with Engineer(workspace=place) as opened:
        opened.workspace.grant("table.csv")
        yield opened


async def call(engineer: Engineer, name: str, **arguments: object) -> Outcome:
    asked = ToolCall(id="c1", name=name, arguments=arguments)
    return await engineer.toolbox.call(asked, "session", lambda _share, _message: None)


def looks(place: Path) -> list[str | None]:
    with Store.open(place) as store:
        sha256 = store.evidence("E1").measurement.tables[0].sha256
        return [look.evidence for look in store.looks(sha256)]


async def draft(engineer: Engineer, place: Path) -> str:
    asked = {"evidence": "E1", "model": "linear", "because": "we ship it if it beats 0.7"}
    outcome = await call(engineer, "request_look", **asked)
    assert not outcome.result.is_error, outcome.result.content
    with Store.open(place) as store:
        sha256 = store.evidence("E1").measurement.tables[0].sha256
        (record,) = store.look_requests(sha256)
    return record.id


async def test_a_model_drafts_a_request_and_can_not_spend_it(
    engineer: Engineer, place: Path
) -> None:
    name = await draft(engineer, place)

    assert looks(place) == []
    with pytest.raises(Refused, match="a person has to accept"):
        await engineer.releasing.spend_look(name)
    arguments = {"data": "table.csv", "target": "y", "confirm": "linear"}
    refused = await call(engineer, "train_baselines", **arguments)
    assert refused.result.is_error
    assert "request_look" in refused.result.content
    for tool in ("accept_look", "spend_look", "attest", "look"):
        assert "There is no tool" in (await call(engineer, tool, request=name)).result.content
    asked = {"evidence": "E1", "model": "linear", "because": "it is", "accepted_by": "Eve"}
    forged = await call(engineer, "request_look", **asked)
    assert "accepted_by" in forged.result.content
    assert looks(place) == []
    decision = await call(engineer, "plan_release", data="table.csv", target="y")
    assert "No score on the holdout of this table was confirmed" in decision.result.content


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"evidence": "E1", "model": "trivial_median", "because": "so"}, "model"),
        ({"evidence": "E1", "because": "we ship it"}, "one model of E1"),
        ({"evidence": "E1", "model": "linear", "because": "tbd"}, "what the score decides"),
        ({"evidence": "E7", "model": "linear", "because": "we ship it"}, "E7"),
    ],
)
async def test_a_request_that_says_too_little_is_not_drafted(
    engineer: Engineer, place: Path, asked: dict[str, str], said: str
) -> None:
    outcome = await call(engineer, "request_look", **asked)
    assert outcome.result.is_error
    assert said in outcome.result.content


async def test_what_a_person_accepts_is_scored_once_and_can_be_replayed(
    engineer: Engineer, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = await draft(engineer, place)
    with pytest.raises(BadInput, match="say who"):
        engineer.attest(name, by=" ")

    assert engineer.attest(name, by="Ada").accepted_by == "Ada"
    score = await engineer.releasing.spend_look(name)
    again = await engineer.releasing.spend_look(name)

    assert score.measurement.arguments["confirm"] == "linear"
    assert again.id == score.id
    assert looks(place) == [score.alias]


def test_at_a_shell_a_look_is_accepted_replayed_and_never_counted_twice(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store.open(place) as store:
        importance = importance_of(store.evidence("E1"))
    assert importance["x"] > 0.1
    assert importance["z"] == 0  # left out, so the model does not lean on it
    assert run(["baseline", "table.csv", "--target", "y", "--confirm", "linear"]) == 0
    capsys.readouterr()

    assert run(["evidence", "replay", "E2"]) == 0
    said = capsys.readouterr().out
    assert "E2 holds" in said
    assert "is no look" in said
    assert looks(place) == ["E2"]

    table = pd.read_csv("table.csv")
    table.assign(x=table.x.round(2)).to_csv("table.csv", index=False)
    assert run(["evidence", "replay", "E2"]) == 1
    assert "would be a new look" in capsys.readouterr().err


async def test_a_request_is_stale_once_its_table_has_changed(
    engineer: Engineer, place: Path
) -> None:
    name = await draft(engineer, place)
    engineer.attest(name, by="Ada")
    pd.read_csv("table.csv").head(200).to_csv("table.csv", index=False)

    with pytest.raises(Refused, match="has changed since"):
        await engineer.releasing.spend_look(name)
    assert looks(place) == []


@pytest.mark.parametrize("changed", ["sorted", "one row more", "written anew"])
def test_mostly_the_same_rows_in_another_file_keep_their_looks(
    place: Path, capsys: pytest.CaptureFixture[str], changed: str
) -> None:
    assert run(["baseline", "table.csv", "--target", "y", "--confirm", "linear"]) == 0
    table = pd.read_csv("table.csv")
    other = {
        "sorted": table.sort_values("x"),
        "one row more": pd.concat([table, table.head(1).assign(x=9.0)]),
        "written anew": table[["z", "y", "x"]],
    }[changed]
    other.to_csv("other.csv", index=False)
    capsys.readouterr()

    assert run(["looks", "other.csv"]) == 0
    assert "look 1" in (told := capsys.readouterr().out)
    assert "another file of mostly the same rows" in told
    assert run(["baseline", "other.csv", "--target", "y", "--confirm", "linear"]) == 0
    assert "This is look 2" in capsys.readouterr().err
    assert run(["looks", "table.csv"]) == 0
    assert "look 2" in capsys.readouterr().out
    # Nothing is confirmed of bytes that were never scored.
    assert len(looks(place)) == 2


def test_other_rows_have_looks_of_their_own(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["baseline", "table.csv", "--target", "y", "--confirm", "linear"]) == 0
    rng = np.random.default_rng(1)
    x = rng.normal(size=240)
    table = pd.DataFrame({"x": x, "z": rng.normal(size=240), "y": x + rng.normal(size=240) > 0})
    table.to_csv("next_month.csv", index=False)
    capsys.readouterr()

    assert run(["baseline", "next_month.csv", "--target", "y", "--confirm", "linear"]) == 0
    assert "This is look 1" in capsys.readouterr().err


def test_at_a_shell_a_look_is_asked_for_and_who_spent_it_is_listed(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["look", "ask", "E1", "--model", "linear", "--because", "we ship it if it beats 0.7"]
    assert run(asked) == 0
    told = capsys.readouterr().out
    command = told[told.index("look accept") :].split()
    assert looks(place) == []

    assert run(["looks", "table.csv"]) == 0
    assert "look accept" in capsys.readouterr().out
    assert run([*command[:3], "--by", "Claude (AI agent)"]) != 0
    assert "names an AI agent" in capsys.readouterr().err
    assert looks(place) == []
    assert run([*command[:3], "--by", "Ada"]) == 0
    capsys.readouterr()
    assert run(["looks", "table.csv"]) == 0
    assert "spent by Ada" in capsys.readouterr().out

    assert run([*command[:3], "--by", "Bob"]) != 0
    said = capsys.readouterr()
    assert "was spent already, by Ada on" in said.err
    assert "roc" not in said.out.casefold()
    assert looks(place) == ["E2"]

    assert run(["baseline", "table.csv", "--target", "y", "--confirm", "lightgbm"]) == 0
    capsys.readouterr()
    assert run(["looks", "table.csv"]) == 0
    assert f"spent by the account {getpass.getuser()}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "is_agent"),
    [("Claude (AI agent)", True), ("claude", True), ("GPT-5", True), ("deploy-bot", True),
     ("dependabot[bot]", True), ("the assistant", True), ("Claude Code", True), ("an LLM", True),
     ("Claude Monet", False), ("Ai Weiwei", False), ("Jan Bot", False), ("Ada", False),
     ("AI SATO", False), ("Maria Model-Garcia", False), ("Bob (insurance agent)", False)],
)  # fmt: skip
def test_an_agent_is_told_from_a_person(name: str, is_agent: bool) -> None:
    assert names_agent(name) is is_agent


def test_a_line_drawn_anew_is_not_called_a_look_at_scores(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = pd.read_csv("table.csv")
    table.assign(day=np.arange(len(table)), guess=table.x > 0).to_csv("dated.csv", index=False)
    asked = ["evaluate", "dated.csv", "--target", "y", "--prediction", "guess"]
    assert run([*asked, "--time", "day"]) == 0
    assert run(asked) == 0
    assert "drew the line of the holdout anew" in capsys.readouterr().err

    assert run([*asked, "--time", "day"]) == 0

    told = capsys.readouterr().err
    assert "no score on it was told" in told
    assert "was looked at" not in told
