"""The content hash: one name for all prompts together, kept with each session and eval report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable


@lru_cache(maxsize=1)
def content_hash() -> str:
    """Return the SHA-256 of the persona's Markdown and all templates, by path and content.

    A word changed anywhere in them gives another hash; so results under different prompts are told
    apart. Line ends count as one character on every platform.
    """
    digest = hashlib.sha256()
    for folder in ("persona", "templates"):
        for path, text in sorted(_texts(files("ml_engineer_prompts") / folder, folder)):
            for part in (path, text):
                encoded = part.encode()
                digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()


def _texts(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            yield from _texts(entry, name)
        elif entry.name.endswith((".md", ".j2")):
            yield name, entry.read_text(encoding="utf-8")
