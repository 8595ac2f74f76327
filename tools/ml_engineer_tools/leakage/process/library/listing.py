"""Lists of files: each file is a row, and what its name tells may be whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Trait
from ml_engineer_tools.leakage.process.hints import suggests_sampled
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import Part, rows_key
from ml_engineer_tools.leakage.process.values import UNKNOWN, Value

LISTING = frozenset({"glob", "iglob", "rglob", "listdir", "scandir", "iterdir", "list_files"})
"""Functions and methods that list files."""
FILES = "files "
"""How the source of rows begins that are files."""
TAKING_APART = frozenset({"split", "rsplit", "partition", "rpartition", "extract", "group",
                          "match", "search", "findall", "dirname", "parent", "parts"})  # fmt: skip
"""What takes the name of a file apart."""


def files(machine: Machine, arguments: Arguments, line: int, place: Value) -> Value:
    """Return a list of files: those of one place and pattern, if these are known."""
    given = (*([place] if place != UNKNOWN else []), *arguments.given)
    texts = [value.text() or "" for value in given]
    told = " ".join(texts).strip()
    known = all(texts) and "{" not in told and bool(told)
    source = f"{FILES}{told}" if known else f"{FILES}{told} of {machine.spot(line)}"
    machine.bring(source)
    folder = next((trait for value in given for trait in value.traits if _is_folder(trait)), None)
    if folder is not None:
        # The files in each folder, of which there is one for each of them.
        machine.events.entities.setdefault(source, Trait("group", line, folder.text))
    return Value(rows=frozenset({Part(source)}), opaque=True)


def _is_folder(trait: Trait) -> bool:
    return trait.kind == "one_each" and suggests_sampled(trait.text)


def is_path(value: Value) -> bool:
    """Tell whether a value is made of the names of files."""
    return bool(value.rows) and all(part.source.startswith(FILES) for part in value.rows)


def taken_apart(value: Value, name: str, line: int) -> Value:
    """Return what a part of a file's name tells."""
    if name not in TAKING_APART or not is_path(value):
        return value
    return replace(value, traits=value.traits | {Trait("of_path", line, name)})


def told_owner(machine: Machine, value: Value, name: str, line: int) -> Value:
    """Return what is kept under a name, noting whose the files are if it tells.

    What is called `speakers` is a list of them if it is one of folders, and else was read from the
    names of files.
    """
    if not suggests_sampled(name) or not is_path(value):
        return value
    if not any(trait.kind == "of_path" for trait in value.traits):
        one_each = Trait("one_each", line, name)
        return replace(value, traits=value.traits | {one_each})
    for part in value.rows:
        machine.events.entities.setdefault(part.source, Trait("group", line, name))
    return value


def tell_counted(
    machine: Machine, counts: Sequence[Value], words: Sequence[str], line: int
) -> None:
    """Note that a script counts whose its files are: a number, and behind it what it is of."""
    for count, word in zip(counts, words, strict=True):
        kinds = {trait.kind for trait in count.traits}
        if not count.counted or not kinds >= {"one_each", "of_path"}:
            continue
        named = next((w for w in word.split()[:2] if suggests_sampled(w.strip(",.;:)"))), None)
        for part in count.counted if named else ():
            machine.events.entities.setdefault(part.source, Trait("group", line, named or ""))


def source_of(path: Value, name: str, otherwise: str) -> str:
    """Return the source of what is read from a list of files as a whole."""
    if not is_path(path) or path.item:
        return otherwise
    return f"{name} {rows_key(path.rows)}"


def content(machine: Machine, path: Value, source: str) -> Value | None:
    """Return what is read from files: their rows, if they are one side of a split of the files.

    Of any other list it can't be told which of its files these are; that its rows come from these
    files is kept.
    """
    if not is_path(path):
        return None
    machine.events.read_from.setdefault(source, set()).update(p.source for p in path.rows)
    if not all(any(s.kind in SPLIT_SIDES for s in part.path) for part in path.rows):
        return None
    return replace(path, opaque=False, name="", columns=Value().columns)


SPLIT_SIDES = ("random", "fold", "ordered", "slice")
