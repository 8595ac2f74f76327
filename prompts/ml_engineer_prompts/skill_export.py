"""Writes the persona as an Agent Skill directory, for hosts that read skills.

The source is spec-pure already (frontmatter keys, lengths, one level of references), so the export
is a copy under the name that the frontmatter gives.
"""

from __future__ import annotations

from pathlib import Path

from ml_engineer_prompts.clauses import read_persona

SKILL_NAME = "senior-ml-engineer"


class SkillExportError(Exception):
    """The skill could not be written; the message is one sentence that says what to do."""


def export_skill(directory: Path) -> Path:
    """Write the skill to `<directory>/senior-ml-engineer/` and return that path.

    Files that are there already with the same content are left alone. If one differs, nothing is
    written. Files that are not part of the skill are not touched.

    Raises:
        SkillExportError: a file there differs from ours, or the place can't be written.
    """
    skill = directory / SKILL_NAME
    contents = {skill / name: text.encode() for name, text in read_persona().items()}
    try:
        missing = [path for path, content in contents.items() if not _already_there(path, content)]
        for path in missing:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(contents[path])
    except OSError as error:
        place = error.filename or skill
        raise SkillExportError(
            f"{place} can't be written ({error.strerror}); name a directory that you may write to."
        ) from error
    return skill


def _already_there(path: Path, content: bytes) -> bool:
    if not path.exists() and not path.is_symlink():
        return False
    if not path.is_file() or path.read_bytes() != content:
        raise SkillExportError(
            f"{path} is there already and differs; move it away or name another directory."
        )
    return True
