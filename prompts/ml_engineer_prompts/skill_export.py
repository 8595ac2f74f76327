"""Writes the persona for other hosts: as an Agent Skill directory, or as one subagent file.

The source is spec-pure already (frontmatter keys, lengths, one level of references). What is left
out is what holds in this runtime only: which tool or gate enforces a clause, which case tests it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ml_engineer_prompts.clause_markdown import ENFORCED_BY, TESTED_BY
from ml_engineer_prompts.clauses import read_persona
from ml_engineer_prompts.templating import environment

SKILL_NAME = "senior-ml-engineer"

_RUNTIME_FACT = re.compile(
    rf"^- \*\*(?:{ENFORCED_BY}|{TESTED_BY}):\*\* .*\n(?:  \S.*\n)*", re.MULTILINE
)
_FRONTMATTER = re.compile(r"\A---\n(?P<head>.*?)^---\n(?P<body>.*)\Z", re.DOTALL | re.MULTILINE)
_READING_LIST = re.compile(r"^## What to read when\n.*?(?=^## )", re.DOTALL | re.MULTILINE)


class SkillExportError(Exception):
    """The skill could not be written; the message is one sentence that says what to do."""


def skill_files() -> dict[str, str]:
    """Return the files of the skill by their path within it."""
    return {name: _RUNTIME_FACT.sub("", text) for name, text in read_persona().items()}


def subagent_text() -> str:
    """Return the persona as one Markdown file of a subagent: frontmatter, and a prompt.

    It holds what the skill's main file holds; a subagent has no references to read on demand.
    """
    import yaml

    found = _FRONTMATTER.match(read_persona()["SKILL.md"])
    assert found is not None  # noqa: S101  the skill would not load without its frontmatter
    head: dict[str, Any] = yaml.safe_load(found["head"])
    rendered = (
        environment()
        .get_template("subagent.md.j2")
        .render(
            name=head["name"],
            description=head["description"],
            body=_READING_LIST.sub("", found["body"]).strip(),
        )
    )
    return rendered.strip() + "\n"


def export_skill(directory: Path) -> Path:
    """Write the skill to `<directory>/senior-ml-engineer/` and return that path.

    Files that are there already with the same content are left alone. If one differs, nothing is
    written. Files that are not part of the skill are not touched.

    Raises:
        SkillExportError: a file there differs from ours, or the place can't be written.
    """
    skill = directory / SKILL_NAME
    _write({skill / name: text for name, text in skill_files().items()})
    return skill


def export_subagent(directory: Path) -> Path:
    """Write the subagent to `<directory>/senior-ml-engineer.md` and return that path.

    Raises:
        SkillExportError: a file there differs from ours, or the place can't be written.
    """
    path = directory / f"{SKILL_NAME}.md"
    _write({path: subagent_text()})
    return path


def _write(texts: Mapping[Path, str]) -> None:
    contents = {path: text.encode() for path, text in texts.items()}
    try:
        missing = [path for path, content in contents.items() if not _already_there(path, content)]
        for path in missing:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(contents[path])
    except OSError as error:
        place = error.filename or next(iter(contents))
        raise SkillExportError(
            f"{place} can't be written ({error.strerror}); name a directory that you may write to."
        ) from error


def _already_there(path: Path, content: bytes) -> bool:
    if not path.exists() and not path.is_symlink():
        return False
    if not path.is_file() or path.read_bytes() != content:
        raise SkillExportError(
            f"{path} is there already and differs; move it away or name another directory."
        )
    return True
