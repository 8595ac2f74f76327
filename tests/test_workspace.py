"""The fence: a model reads what a person named, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from ml_engineer.toolbox.workspace import Fenced, Workspace


def table(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a\n1\n", encoding="utf-8")
    return path


def test_a_granted_file_is_known_by_its_own_name(workspace: Path) -> None:
    path = table(workspace / "data" / "train.csv")
    fence = Workspace()
    assert fence.grant("data/train.csv") == "train.csv"
    assert fence.resolve("train.csv") == path
    assert fence.resolve("data/train.csv") == path


def test_two_files_of_one_name_are_told_apart(workspace: Path) -> None:
    table(workspace / "old" / "t.csv")
    newer = table(workspace / "new" / "t.csv")
    fence = Workspace()
    assert fence.grant("old/t.csv") == "t.csv"
    assert fence.grant("new/t.csv") == "new/t.csv"
    assert fence.resolve("new/t.csv") == newer


def test_granting_twice_gives_the_same_name(workspace: Path) -> None:
    table(workspace / "t.csv")
    fence = Workspace()
    assert fence.grant("t.csv") == fence.grant(str(workspace / "t.csv")) == "t.csv"


@pytest.mark.parametrize(
    "asked",
    ["secret.csv", "../outside.csv", "data/../secret.csv", "/etc/passwd", "link.csv", "", "."],
)
def test_what_nobody_named_is_refused(workspace: Path, asked: str) -> None:
    table(workspace / "data" / "train.csv")
    table(workspace / "secret.csv")
    table(workspace.parent / "outside.csv")
    (workspace / "link.csv").symlink_to(workspace / "secret.csv")
    fence = Workspace()
    fence.grant("data/train.csv")
    with pytest.raises(Fenced, match="not among the files that a person named"):
        fence.resolve(asked)


def test_a_link_to_a_granted_file_is_that_file(workspace: Path) -> None:
    path = table(workspace / "train.csv")
    (workspace / "link.csv").symlink_to(path)
    fence = Workspace()
    fence.grant("train.csv")
    assert fence.resolve("link.csv") == path


def test_a_granted_file_that_turns_into_a_link_is_refused(workspace: Path) -> None:
    path = table(workspace / "train.csv")
    secret = table(workspace.parent / "secret.csv")
    fence = Workspace()
    fence.grant("train.csv")
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(Fenced, match="leads to another file"):
        fence.resolve("train.csv")


def test_a_file_comes_back_by_the_name_that_the_conversation_knows(workspace: Path) -> None:
    path = table(workspace / "2024" / "march.csv")
    (workspace / "data").mkdir()
    (workspace / "data" / "latest.csv").symlink_to(path)
    before = Workspace()
    name = before.grant("data/latest.csv")
    after = Workspace()
    after.restore(name, str(before.granted[name]))
    assert after.resolve(name) == before.resolve(name) == path


def test_a_file_that_turned_into_a_link_meanwhile_does_not_come_back(workspace: Path) -> None:
    path = table(workspace / "train.csv")
    path.unlink()
    path.symlink_to(table(workspace.parent / "secret.csv"))
    fence = Workspace()
    fence.restore("train.csv", str(path))
    with pytest.raises(Fenced, match="leads to another file"):
        fence.resolve("train.csv")


def test_a_name_that_no_file_can_have_is_refused(workspace: Path) -> None:
    with pytest.raises(Fenced, match="not among the files"):
        Workspace().resolve("a\0.csv")


def test_a_message_names_files_and_not_where_they_lie(workspace: Path) -> None:
    table(workspace / "data" / "t.csv")
    table(workspace.parent / "t.csv.csv")
    fence = Workspace()
    fence.grant("data/t.csv")
    fence.grant(str(workspace.parent / "t.csv.csv"))
    said = (
        f"{workspace}/data/t.csv and {workspace.parent}/t.csv.csv and "
        f"{workspace}/.ml-engineer/store and {workspace}"
    )
    assert fence.without_paths(said) == (
        "t.csv and t.csv.csv and .ml-engineer/store and the workspace"
    )


def test_outside_is_told_from_inside(workspace: Path) -> None:
    fence = Workspace()
    assert fence.is_inside("a/b.csv")
    assert not fence.is_inside("../b.csv")
    (workspace / "out").symlink_to(workspace.parent)
    assert not fence.is_inside("out/b.csv")
