"""The persona for other hosts: a skill that validates, and a subagent file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from tests.prompts.shared import tokens

from ml_engineer_prompts import (
    SkillExportError,
    export_skill,
    export_subagent,
    load_clauses,
)


def frontmatter(skill: Path) -> tuple[dict[str, object], str]:
    opening, head, body = (skill / "SKILL.md").read_text(encoding="utf-8").split("---\n", 2)
    assert opening == ""
    return yaml.safe_load(head), body


def test_the_exported_skill_keeps_the_rules_of_the_specification(tmp_path: Path) -> None:
    skill = export_skill(tmp_path / "skills")
    head, body = frontmatter(skill)
    assert set(head) <= {"name", "description", "license", "compatibility", "metadata",
                         "allowed-tools"}  # fmt: skip
    assert head["name"] == skill.name == "senior-ml-engineer"
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", skill.name)
    assert len(skill.name) <= 64
    description, compatibility = head["description"], head["compatibility"]
    assert isinstance(description, str)
    assert isinstance(compatibility, str)
    assert 1 <= len(description) <= 1024
    assert not set("<>") & set(description), "some hosts' validators refuse these"
    assert len(compatibility) <= 500
    assert isinstance(head["metadata"], dict)
    assert all(isinstance(value, str) for value in head["metadata"].values())
    assert len(body.splitlines()) < 500
    assert tokens(body) < 5000


def test_the_exported_skill_passes_the_validator_of_the_specification(tmp_path: Path) -> None:
    import skills_ref

    assert skills_ref.validate(export_skill(tmp_path)) == []


def test_what_only_holds_in_this_runtime_is_not_exported(tmp_path: Path) -> None:
    skill = export_skill(tmp_path)
    for text in (path.read_text(encoding="utf-8") for path in skill.rglob("*.md")):
        assert "Enforced by" not in text
        assert "Tested by" not in text
    stages = (skill / "references" / "stages.md").read_text(encoding="utf-8")
    assert stages.count("- **Why:** ") == stages.count("- **Kept when:** ") == 9


def test_the_subagent_is_one_file_with_the_clauses_and_no_link(tmp_path: Path) -> None:
    path = export_subagent(tmp_path / "agents")
    assert path == tmp_path / "agents" / "senior-ml-engineer.md"
    opening, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == ""
    fields = yaml.safe_load(head)
    assert set(fields) == {"name", "description"}, "hosts differ on the others"
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", fields["name"])
    assert 1 <= len(fields["description"]) <= 1024
    assert "](" not in body, "a subagent has nothing to read on demand"
    for clause in load_clauses().values():
        assert f"- **{clause.id} · {clause.title}.** {clause.rule.split()[0]}" in body
    assert tokens(body) < 5000
    assert export_subagent(tmp_path / "agents") == path
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(SkillExportError, match="is there already and differs"):
        export_subagent(tmp_path / "agents")


def test_the_skill_links_to_each_of_its_references_one_level_deep(tmp_path: Path) -> None:
    skill = export_skill(tmp_path)
    _, body = frontmatter(skill)
    linked = set(re.findall(r"\]\(([^)]+)\)", body))
    there = {path.relative_to(skill).as_posix() for path in skill.rglob("*") if path.is_file()}
    assert linked == there - {"SKILL.md"}
    assert all(re.fullmatch(r"references/[a-z-]+\.md", link) for link in linked)


def test_exporting_again_is_fine_and_leaves_other_files_alone(tmp_path: Path) -> None:
    skill = export_skill(tmp_path)
    (skill / "notes.md").write_text("mine")
    (skill / "references" / "stages.md").unlink()
    assert export_skill(tmp_path) == skill
    assert (skill / "references" / "stages.md").is_file()
    assert (skill / "notes.md").read_text() == "mine"


def test_a_file_that_differs_is_never_overwritten_and_nothing_is_written(tmp_path: Path) -> None:
    theirs = tmp_path / "senior-ml-engineer" / "references" / "stages.md"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("my own stages")
    with pytest.raises(SkillExportError, match=r"stages\.md is there already and differs"):
        export_skill(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [theirs]
    assert theirs.read_text() == "my own stages"


def test_a_file_where_the_directory_should_be_gives_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(SkillExportError, match="can't be written"):
        export_skill(tmp_path / "taken")
