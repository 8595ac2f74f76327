"""Notebooks: their code cells as one text, in the order in which they were run."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.tables.names import agreeing, quoted

_FOREIGN = re.compile(
    r"^\s*%%(?:bash|sh|html|javascript|js|latex|markdown|writefile|script|perl|ruby|R|sql|svg|cmd)\b"
)
_MAGIC = re.compile(r"^\s*(?:%{1,2}[A-Za-z]|!|\?)|^\s*[\w.]+\?{1,2}\s*$")
_ASSIGNED = re.compile(r"^(\s*[\w, ]+=\s*)(?:!|%[A-Za-z])")


@dataclass(frozen=True, slots=True)
class NotebookCode:
    """The code of a notebook.

    Attributes:
        text: its cells one after the other.
        cells: line of `text` -> number of the cell, counted from 1 with text cells included, and
            line within it.
        notes: what a reader has to know of how it was read.
    """

    text: str
    cells: Mapping[int, tuple[int, int]]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    number: int
    count: int | None
    lines: list[str]
    foreign: bool = False


def notebook_code(path: str, content: str) -> NotebookCode:
    """Return the code of a notebook in order of execution, its magics blanked out.

    Raises:
        BadInput: it is no notebook.
    """
    try:
        plain = json.loads(content)
        cells, language = _code_cells(plain), _language(plain)
    except (ValueError, RecursionError, AttributeError, TypeError, KeyError):
        raise BadInput(f"{path} is not a notebook (JSON with cells); save it again.") from None
    if language not in ("", "python", "ipython"):
        raise BadInput(f"{path} is a notebook in {quoted(language)}; only Python is read.")
    if not cells:
        raise BadInput(f"{path} has no code cells, so there is nothing to check.")
    notes = []
    foreign = sum(cell.foreign for cell in cells)
    if foreign:
        words = agreeing(foreign, "cell in another language was", "cells in other languages were")
        notes.append(f"{foreign} {words} left out.")
    ordered = _in_order_of_execution(cells)
    if [cell.number for cell in ordered] != [cell.number for cell in cells]:
        notes.append("Its cells were not run from top to bottom; they are read in the order of "
                     "their execution counts.")  # fmt: skip
    lines: list[str] = []
    places: dict[int, tuple[int, int]] = {}
    for cell in ordered:
        for place, line in enumerate(cell.lines, 1):
            lines.append(line)
            places[len(lines)] = (cell.number, place)
    return NotebookCode("\n".join(lines) + "\n", places, tuple(notes))


def _code_cells(plain: Any) -> list[_Cell]:
    found = plain.get("cells")
    if found is None:
        # Version 3 of the format kept its cells in worksheets, and their text under `input`.
        found = [cell for sheet in plain["worksheets"] for cell in sheet["cells"]]
    cells = []
    for number, cell in enumerate(found, 1):
        if cell.get("cell_type") != "code":
            continue
        source = cell.get("source", cell.get("input", ""))
        text = source if isinstance(source, str) else "".join(source)
        count = cell.get("execution_count", cell.get("prompt_number"))
        known = count if isinstance(count, int) else None
        cells.append(_Cell(number, known, _plain(text), bool(_FOREIGN.match(text))))
    return cells


def _language(plain: Any) -> str:
    """Return the language that a notebook says it is in, in lower case; "" for none."""
    told = plain.get("metadata") or {}
    kernel = told.get("kernelspec") or {}
    found = kernel.get("language") or (told.get("language_info") or {}).get("name") or ""
    return str(found).lower()


def _plain(text: str) -> list[str]:
    """Return the lines of a cell as Python: magics and shell lines blanked, lines kept in place."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines and _FOREIGN.match(lines[0]):
        return [""] * len(lines)
    return [_plain_line(line) for line in lines]


def _plain_line(line: str) -> str:
    assigned = _ASSIGNED.match(line)
    if assigned and "==" not in line.split("!")[0]:
        return f"{assigned[1]}None"
    if _MAGIC.search(line) and not line.lstrip().startswith("#"):
        indent = line[: len(line) - len(line.lstrip())]
        return f"{indent}pass"
    return line


def _in_order_of_execution(cells: list[_Cell]) -> list[_Cell]:
    """Return the cells as they were run; one that was never run stays behind the one above it."""
    if not any(cell.count is not None for cell in cells):
        return cells
    keyed = []
    last = 0
    for cell in cells:
        last = cell.count if cell.count is not None else last
        keyed.append((last, cell.number, cell))
    return [cell for _, _, cell in sorted(keyed, key=lambda item: item[:2])]
