"""A training script or notebook as text: read, hashed, its lines placed, never imported."""

from __future__ import annotations

import hashlib
import io
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import ScriptFingerprint

SUFFIXES = (".py", ".ipynb")
LARGEST = 20_000_000
"""Bytes of a file that is read; notebooks with pictures are large (a convention)."""
MOST_CODE = 3_000_000
"""Characters of code that are analysed (a convention)."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script.

    Attributes:
        path: as the user wrote it.
        sha256: hash of the file's bytes.
        lines: of code.
        text: the code; of a notebook, its cells one after the other.
        cells: line of `text` -> cell and line within it, of a notebook.
        notebook: it is one.
        notes: what a reader has to know of how it was read.
    """

    path: str
    sha256: str
    lines: int
    text: str
    cells: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    notebook: bool = False
    notes: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> ScriptFingerprint:
        """Which code this is."""
        return ScriptFingerprint(name=self.path, sha256=self.sha256, lines=self.lines)

    def cell(self, line: int) -> tuple[int | None, int]:
        """Return the cell of a notebook in which a line stands, and its line within the cell."""
        return self.cells.get(line, (None, line))

    def place(self, line: int) -> str:
        """Return how a reader finds a line: `line 12`, or `cell 4, line 2`."""
        cell, within = self.cell(line)
        return f"line {within}" if cell is None else f"cell {cell}, line {within}"


def is_script(path: str) -> bool:
    """Tell whether a path is named like a script or notebook."""
    return path.lower().endswith(SUFFIXES)


def check_script(path: str | Path) -> str:
    """Return the hash of a script's bytes.

    Raises:
        BadInput: it is missing, no regular file, empty, too large or of an unknown type.
    """
    return hashlib.sha256(_bytes_of(Path(path))).hexdigest()


def read_script(path: str | Path) -> Script:
    """Read a script or notebook.

    Raises:
        BadInput: see `check_script`; or it is not text, or a notebook that is not one.
    """
    from ml_engineer_tools.leakage.process.notebook import notebook_code

    path = Path(path)
    content = _bytes_of(path)
    sha256 = hashlib.sha256(content).hexdigest()
    if path.suffix.lower() == ".ipynb":
        code = notebook_code(str(path), _decoded(path, content))
        text, cells, notes, notebook = code.text, code.cells, code.notes, True
    else:
        text, cells, notes, notebook = _decoded(path, content), {}, (), False
    if len(text) > MOST_CODE:
        raise BadInput(
            f"{path} holds {len(text):,} characters of code, more than the {MOST_CODE:,} that are "
            "analysed; give the part that trains the model."
        )
    return Script(str(path), sha256, text.count("\n") + 1, text, cells, notebook, notes)


def _bytes_of(path: Path) -> bytes:
    if not path.exists():
        raise BadInput(f"There is no file {path}; check the path.")
    if not path.is_file():
        raise BadInput(f"{path} is not a regular file; name a script or notebook.")
    if path.suffix.lower() not in SUFFIXES:
        raise BadInput(f"{path} is neither a .py script nor an .ipynb notebook; give one of these.")
    size = path.stat().st_size
    if size == 0:
        raise BadInput(f"{path} is empty; save the script again.")
    if size > LARGEST:
        raise BadInput(
            f"{path} has {size:,} bytes, more than the {LARGEST:,} that are read; "
            "clear the outputs of the notebook, or give the part that trains the model."
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} can't be read: {error.strerror}.") from None


def _decoded(path: Path, content: bytes) -> str:
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInput(f"{path} holds NUL bytes, so it is no text; save it as UTF-8.")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = content.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError):
        raise BadInput(f"{path} is not UTF-8 text; save it as UTF-8.") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
