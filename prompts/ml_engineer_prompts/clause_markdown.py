"""Reads clauses out of Markdown: rules from SKILL.md, headings, text and blocks from references.

In SKILL.md a clause is a list item, `- **R1 · Title.** The rule.`, with indented continuation.
In a reference it is a heading, `### R1 · Title`, with prose below it and, for some kinds, one
fenced `yaml` block. Each error names the file and the line that has to be mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml
from pydantic import ValidationError

from ml_engineer_prompts.clauses import (
    CLAUSE_IDS,
    DETAILS_OF_KIND,
    Clause,
    Details,
    PersonaError,
    kind_of,
)

SKILL_FILE = "SKILL.md"
_RULE = re.compile(r"^- \*\*(?P<id>[A-Z][0-9]+) · (?P<title>.+?)\.\*\*(?P<rule>.*)$")
_HEADING = re.compile(r"^### (?P<id>[A-Z][0-9]+) · (?P<title>.+?)\s*$")
_REFERENCE = re.compile(r"\b[ABHPQRS][0-9]+\b")


@dataclass
class _Entry:
    """A clause as found in one file, not yet judged."""

    id: str
    title: str
    file: str
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"


def parse_clauses(texts: Mapping[str, str]) -> dict[str, Clause]:
    """Return the clauses found in Markdown files, in the order of `CLAUSE_IDS`.

    Args:
        texts: the files' contents by path; `SKILL.md` and any number of `references/*.md`.

    Raises:
        PersonaError: a clause is missing, doubled or unknown, its titles differ, it lacks its text
            or block, a block doesn't fit its type, or a clause id is mentioned that doesn't exist.
    """
    rules = _only_once(_rules(texts.get(SKILL_FILE, "")))
    sections = _only_once(
        entry
        for file, text in sorted(texts.items())
        if file != SKILL_FILE
        for entry in _sections(file, text)
    )
    _check_mentions(texts)
    return {clause_id: _clause(clause_id, rules, sections) for clause_id in CLAUSE_IDS}


def _rules(text: str) -> Iterator[_Entry]:
    entry: _Entry | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _RULE.match(line):
            if entry:
                yield entry
            entry = _Entry(match["id"], match["title"], SKILL_FILE, number, [match["rule"]])
        elif entry and line.startswith("  ") and line.strip():
            entry.lines.append(line)
        elif entry:
            yield entry
            entry = None
    if entry:
        yield entry


def _sections(file: str, text: str) -> Iterator[_Entry]:
    entry: _Entry | None = None
    fenced = False
    for number, line in enumerate(text.splitlines(), start=1):
        fenced ^= line.startswith("```")
        if not fenced and re.match(r"#{1,3} ", line):
            if entry:
                yield entry
            entry = None
            if match := _HEADING.match(line):
                entry = _Entry(match["id"], match["title"], file, number)
            elif line.startswith("### "):
                raise PersonaError(
                    f"{file}:{number}: a heading of a clause reads `### R1 · Title`, not {line!r}"
                )
        elif entry:
            entry.lines.append(line)
    if fenced:
        raise PersonaError(f"{file}:{number}: a fenced block is never closed")
    if entry:
        yield entry


def _only_once(entries: Iterator[_Entry]) -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    for entry in entries:
        if entry.id not in CLAUSE_IDS:
            raise PersonaError(f"{entry.place}: there is no clause {entry.id}")
        if entry.id in found:
            first = found[entry.id].place
            raise PersonaError(f"{entry.place}: clause {entry.id} already stands in {first}")
        found[entry.id] = entry
    return found


def _check_mentions(texts: Mapping[str, str]) -> None:
    for file, text in sorted(texts.items()):
        for number, line in enumerate(text.splitlines(), start=1):
            for mention in _REFERENCE.findall(line):
                if mention not in CLAUSE_IDS:
                    raise PersonaError(f"{file}:{number}: there is no clause {mention}")


def _clause(clause_id: str, rules: Mapping[str, _Entry], sections: Mapping[str, _Entry]) -> Clause:
    section = sections.get(clause_id)
    if section is None:
        raise PersonaError(
            f"references/: clause {clause_id} has no heading `### {clause_id} · ...`"
        )
    rule = rules.get(clause_id)
    if rule is None:
        raise PersonaError(f"{SKILL_FILE}: clause {clause_id} has no rule `- **{clause_id} · ...`")
    if rule.title != section.title:
        raise PersonaError(
            f"{rule.place}: clause {clause_id} is called {rule.title!r} here and "
            f"{section.title!r} in {section.place}"
        )
    sentence = " ".join(part.strip() for part in rule.lines if part.strip())
    if not sentence:
        raise PersonaError(f"{rule.place}: clause {clause_id} has a title and no rule")
    text, details = _text_and_details(section)
    return Clause(
        id=clause_id,
        kind=kind_of(clause_id),
        title=section.title,
        rule=sentence,
        text=text,
        details=details,
        source=section.place,
    )


def _text_and_details(section: _Entry) -> tuple[str, Details | None]:
    fences = [at for at, line in enumerate(section.lines) if line.startswith("```")]
    wanted = DETAILS_OF_KIND.get(kind_of(section.id))
    name = f"clause {section.id}"
    if wanted is None and fences:
        line = section.line + 1 + fences[0]
        raise PersonaError(f"{section.file}:{line}: {name} is of a kind that has no block")
    details = None
    text = section.lines
    if wanted is not None:
        if len(fences) != 2 or section.lines[fences[0]].strip() != "```yaml":
            raise PersonaError(f"{section.place}: {name} needs one ```yaml block of its details")
        start, end = fences
        text = section.lines[:start] + section.lines[end + 1 :]
        block = "\n".join(section.lines[start + 1 : end])
        details = _details(section, wanted, block, first_line=section.line + 2 + start)
    prose = "\n".join(text).strip()
    if not prose:
        raise PersonaError(f"{section.place}: {name} has no text")
    return prose, details


def _details(section: _Entry, wanted: type[Details], block: str, *, first_line: int) -> Details:
    try:
        return wanted.model_validate(yaml.safe_load(block))
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        raise PersonaError(
            f"{section.file}:{line}: the block of clause {section.id} is not YAML: {error.problem}"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the block"
        raise PersonaError(
            f"{section.file}:{first_line}: clause {section.id}, {where}: {first['msg']}"
        ) from error
