"""The workspace and its fence: which files a person has named, and what a model may read."""

from __future__ import annotations

import os
from pathlib import Path

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.store.folder import FOLDER


class Fenced(BadInput):
    """A model asked for a file that no person has named."""


class Workspace:
    """A directory to work in, and the files that a person has granted.

    Args:
        root: the working directory; `.ml-engineer/` is made below it when something is written.
    """

    def __init__(self, root: str | Path | None = None) -> None:
        self.root = (Path.cwd() if root is None else Path(root)).resolve()
        self._granted: dict[str, Path] = {}

    @property
    def folder(self) -> Path:
        """Where evidence, sessions and spilled data live."""
        return self.root / FOLDER

    def grant(self, path: str) -> str:
        """Let tools read a file that a person named; returns the name a model uses for it.

        The name is the file's own, without its directories: where a file lies is nobody's
        business but the user's. Two files of the same name keep as much of the path as tells
        them apart.
        """
        resolved = Path(os.path.realpath(self.root / path))
        for name, known in self._granted.items():
            if known == resolved:
                return name
        parts = Path(path).parts
        for length in range(1, len(parts) + 1):
            name = "/".join(parts[-length:])
            if name not in self._granted:
                break
        self._granted[name] = resolved
        return name

    def restore(self, name: str, path: str) -> None:
        """Grant a file again by the name that a resumed conversation knows it by."""
        self._granted[name] = Path(path)

    def is_inside(self, path: str) -> bool:
        """Tell whether a path lies below the working directory, links followed."""
        return Path(os.path.realpath(self.root / path)).is_relative_to(self.root)

    @property
    def granted(self) -> dict[str, Path]:
        """The granted files: name -> resolved path."""
        return dict(self._granted)

    def without_paths(self, message: str) -> str:
        """Return a message for a model: files by their names, nothing of where they lie."""
        for name, path in sorted(self._granted.items(), key=lambda item: -len(str(item[1]))):
            message = message.replace(str(path), name)
        return message.replace(f"{self.root}{os.sep}", "").replace(str(self.root), "the workspace")

    def resolve(self, asked: str) -> Path:
        """Return the granted file that a model asked for.

        Raises:
            Fenced: the name isn't granted, has `..` in it, or leads elsewhere through a link.
        """
        if asked in self._granted:
            path = self._granted[asked]
            if Path(os.path.realpath(path)) != path:
                raise Fenced(f"{asked} now leads to another file; name it again.")
            return path
        if ".." not in Path(asked).parts and "\0" not in asked:
            resolved = Path(os.path.realpath(self.root / asked))
            if resolved in self._granted.values():
                return resolved
        names = ", ".join(sorted(self._granted)) or "none so far"
        raise Fenced(
            f"{asked} is not among the files that a person named ({names}); "
            "ask the person to name it."
        )
