"""Reads clauses out of Markdown: rules from SKILL.md, headings, text and blocks from references.

In SKILL.md a clause is a list item, `- **R1 · Title.** The rule.`, with indented continuation.
In a reference it is a heading, `### R1 · Title`, with a list of four facts below it, prose and, for
some kinds, one fenced `yaml` block. Each error names the file and the line that has to be mended.

    - **Why:** one sentence.
    - **Kept when:** one sentence.
    - **Enforced by:** tool `name`; gate `name`        (or: the model's judgement)
    - **Tested by:** `case-id`, `case-id`
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
    Enforcer,
    PersonaError,
    kind_of,
)

SKILL_FILE = "SKILL.md"
_RULE = re.compile(r"^- \*\*(?P<id>[A-Z][0-9]+) · (?P<title>.+?)\.\*\*(?P<rule>.*)$")
_HEADING = re.compile(r"^### (?P<id>[A-Z][0-9]+) · (?P<title>.+?)\s*$")
_FACT = re.compile(r"^- \*\*(?P<label>[^*]+):\*\* (?P<words>.+)$")
_ENFORCER = re.compile(r"(?P<kind>tool|gate) `(?P<name>[a-z0-9_]+)`")
_CASE = re.compile(r"`(?P<name>[a-z0-9-]+)`")
JUDGEMENT = "the model's judgement"
WHY, KEPT_WHEN, ENFORCED_BY, TESTED_BY = FACTS = "Why", "Kept when", "Enforced by", "Tested by"
"""The labels of the facts, in the order in which they stand below a heading."""
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


@dataclass(frozen=True)
class _Facts:
    """The facts of a clause by their labels, and how many lines they take."""

    words: dict[str, str]
    lines: int


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
    facts, section.lines = _facts(section)
    text, details = _text_and_details(section, skipped=facts.lines)
    return Clause(
        id=clause_id,
        kind=kind_of(clause_id),
        title=section.title,
        rule=sentence,
        why=facts.words[WHY],
        kept_when=facts.words[KEPT_WHEN],
        enforced_by=_enforcers(section, facts.words[ENFORCED_BY]),
        tested_by=_cases(section, facts.words[TESTED_BY]),
        text=text,
        details=details,
        source=section.place,
    )


def _facts(section: _Entry) -> tuple[_Facts, list[str]]:
    """Return the facts below a heading, and the lines behind them."""
    words: dict[str, str] = {}
    label = ""
    end = 0
    for end, line in enumerate(section.lines):
        if match := _FACT.match(line):
            label = match["label"]
            if label not in FACTS or label in words:
                told = "stands twice" if label in words else "is no fact of a clause"
                raise PersonaError(f"{section.file}:{section.line + 1 + end}: {label!r} {told}")
            words[label] = match["words"].strip()
        elif label and line.startswith("  ") and line.strip():
            words[label] += f" {line.strip()}"
        elif label or line.strip():
            break
    for missing in (name for name in FACTS if name not in words):
        raise PersonaError(
            f"{section.place}: clause {section.id} lacks `- **{missing}:** ...` below its heading"
        )
    return _Facts(words, end), section.lines[end:]


def _enforcers(section: _Entry, words: str) -> tuple[Enforcer, ...]:
    found: list[Enforcer] = []
    for part in words.rstrip(".").split("; "):
        if part == JUDGEMENT:
            found.append(Enforcer(kind="judgement"))
        elif match := _ENFORCER.fullmatch(part):
            found.append(Enforcer.model_validate(match.groupdict()))
        else:
            raise PersonaError(
                f"{section.place}: clause {section.id} is enforced by tool `name`, gate `name` or "
                f"{JUDGEMENT}, not by {part!r}"
            )
    return tuple(found)


def _cases(section: _Entry, words: str) -> tuple[str, ...]:
    parts = [_CASE.fullmatch(part) for part in words.split(", ")]
    if not all(parts):
        raise PersonaError(
            f"{section.place}: clause {section.id} is tested by `case-id`, `case-id`, not {words!r}"
        )
    return tuple(part["name"] for part in parts if part)


def _text_and_details(section: _Entry, *, skipped: int) -> tuple[str, Details | None]:
    fences = [at for at, line in enumerate(section.lines) if line.startswith("```")]
    wanted = DETAILS_OF_KIND.get(kind_of(section.id))
    name = f"clause {section.id}"
    if wanted is None and fences:
        line = section.line + 1 + skipped + fences[0]
        raise PersonaError(f"{section.file}:{line}: {name} is of a kind that has no block")
    details = None
    text = section.lines
    if wanted is not None:
        if len(fences) != 2 or section.lines[fences[0]].strip() != "```yaml":
            raise PersonaError(f"{section.place}: {name} needs one ```yaml block of its details")
        start, end = fences
        text = section.lines[:start] + section.lines[end + 1 :]
        block = "\n".join(section.lines[start + 1 : end])
        details = _details(section, wanted, block, first_line=section.line + 2 + skipped + start)
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
