"""Read a corpus: one JSON object a line, checked, with one sentence for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from ml_engineer_tools.errors import BadInput


class Item(BaseModel):
    """One labelled text. Keys that aren't known (a note, a language) are left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str


AnyItem = TypeVar("AnyItem", bound=Item)


def read_corpus(path: Path, kind: type[AnyItem]) -> list[AnyItem]:
    """Read the items of a corpus, in the order of its lines; empty lines are skipped.

    Raises:
        BadInput: the file can't be read, is empty, or a line is not an item of this kind.
    """
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise BadInput(f"The corpus {path} is not UTF-8 text.") from None
    except OSError as error:
        raise BadInput(f"The corpus {path} can't be read ({error.strerror}).") from None
    items: list[AnyItem] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        item = _item(f"{path}, line {number}", line, kind)
        if (earlier := seen.setdefault(item.id, number)) != number:
            raise BadInput(f"{path}, line {number}: the id {item.id!r} is that of line {earlier}.")
        items.append(item)
    if not items:
        raise BadInput(f"The corpus {path} has no items; it holds one JSON object on each line.")
    return items


def _item(place: str, line: str, kind: type[AnyItem]) -> AnyItem:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError) as error:
        told = error.msg if isinstance(error, json.JSONDecodeError) else "it can't be parsed"
        raise BadInput(f"{place} is not valid JSON ({told}).") from None
    if not isinstance(content, dict):
        raise BadInput(f"{place} is not a JSON object.")
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in problem["loc"]) or "the item"
        given = problem["input"]
        shown = f", not {given!r:.60}" if isinstance(given, str | int | float) else ""
        raise BadInput(f"{place}: {where}: {problem['msg']}{shown}.") from None
