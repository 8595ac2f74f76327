"""The folder of a workspace in which everything lies that is written without being asked for."""

from __future__ import annotations

from pathlib import Path

from ml_engineer_tools.errors import StoreError

FOLDER = ".ml-engineer"


def make_folder(workspace: Path) -> Path:
    """Make the folder, ignored by git, if it is not there yet; return its path.

    Raises:
        StoreError: it can't be made or written.
    """
    folder = workspace / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except (FileExistsError, NotADirectoryError):
        raise StoreError(
            f"{folder} can't be made: a file is in the way; move it, or work elsewhere."
        ) from None
    except OSError as error:
        raise StoreError(
            f"{folder} can't be written ({error.strerror}); make it writable or work elsewhere."
        ) from None
    return folder
