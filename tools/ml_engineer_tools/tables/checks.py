"""Checks of a file before an engine sees it: is it there, is it what it says, what is its hash."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Literal

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.tables.decoding import (
    ENCODING_NAMES,
    Compression,
    compression_of,
    needs_copy,
    open_text,
    read_through,
)
from ml_engineer_tools.tables.dialect import DELIMITERS, Dialect, find_dialect
from ml_engineer_tools.tables.parts import find_parts
from ml_engineer_tools.tables.table import ROW

Format = Literal["csv", "parquet", "jsonl", "json", "arrow"]
FORMATS: dict[str, Format] = {
    ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".txt": "csv", ".data": "csv",
    ".parquet": "parquet", ".pq": "parquet",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json",
    ".arrow": "arrow", ".feather": "arrow", ".ipc": "arrow",
}  # fmt: skip
TEXT: tuple[Format, ...] = ("csv", "jsonl", "json")

HEADER_LIMIT = 1 << 22


DATUM = re.compile(r"[-+]?\d+[.,]\d+|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d{2}.*)?")
"""What a cell of data looks like that a column is seldom called."""

MOST_TOLD = 3
"""Names that a note lists."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What was learned from a file's bytes, or from those of several parts of one table.

    Attributes:
        path: the file; the pattern or directory of a table in parts.
        format: what its bytes are.
        sha256: hash of all its bytes; of the hashes of its parts.
        compression: of a text file, None if it lies there plainly.
        encoding: of a text file, as Python names it.
        encoding_guessed: whether nothing proves the encoding.
        dialect: of a CSV file, else None.
        header: names in the header of a CSV file, as written; empty otherwise.
        newline: what ends the first record of a CSV file, else None.
        parts: of a table in parts, in the order of their names; else empty.
        rewritten: whether line breaks of several kinds have to be made alike.
    """

    path: Path
    format: Format
    sha256: str
    compression: Compression | None = None
    encoding: str = "utf-8"
    encoding_guessed: bool = False
    dialect: Dialect | None = None
    header: tuple[str, ...] = ()
    newline: str | None = None
    parts: tuple[FileFacts, ...] = ()
    rewritten: bool = False

    @property
    def needs_copy(self) -> bool:
        """Whether an engine can't read it as it lies there."""
        marked = self.encoding == "utf-8-sig" and self.format in ("jsonl", "json")
        return marked or self.rewritten or needs_copy(self.compression, self.encoding)

    def with_alike_line_breaks(self) -> list[FileFacts]:
        """Return each part as one whose line breaks have to be made alike."""
        return [replace(part, rewritten=True) for part in self.parts or (self,)]

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader has to know of how the file was read."""
        first = self.parts[0] if self.parts else self
        name = first.path.name
        told = []
        if first.encoding_guessed:
            encoding = ENCODING_NAMES[first.encoding]
            told.append(
                f"{name} is not UTF-8 and doesn't name its encoding: it was read as {encoding}, "
                "a guess."
            )
        if first.dialect is not None and first.dialect.decimal == ",":
            told.append(f"Numbers in {name} were read with a decimal comma.")
        if data := [name for name in first.header if DATUM.fullmatch(name.strip())]:
            told.append(
                f"The header of {name} reads like a row of data ({', '.join(data[:MOST_TOLD])}): "
                "if it is one, add a header line, since its values name the columns now."
            )
        if self.parts:
            told.append(f"The table was read from {len(self.parts):,} parts, in order of name.")
        return tuple(told)


def check_file(path: str | Path) -> FileFacts:
    """Read the file, or each part of a table in parts, once, and say what it is.

    Raises:
        BadInput: it is missing, empty, damaged, unreadable, of an unknown type, not what its
            name says, no text, or a CSV whose header is unusable; or its parts don't fit.
    """
    path = Path(path)
    parts = find_parts(path)
    if parts == (path,):
        return _check_one(path)
    checked = tuple(_check_one(part) for part in parts)
    first = checked[0]
    for other in checked[1:]:
        if sorted(other.header) != sorted(first.header):
            raise BadInput(
                f"{other.path} has other columns than {first.path}; "
                "the parts of a table have the same header."
            )
    digest = hashlib.sha256("".join(part.sha256 for part in checked).encode()).hexdigest()
    return replace(first, path=path, sha256=digest, parts=checked)


def _check_one(path: Path) -> FileFacts:
    try:
        return _check_decoded(path)
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} ends within a character: it is damaged or cut off.") from error


def _check_decoded(path: Path) -> FileFacts:
    file_format, compression = _format_of(path)
    try:
        decoded = read_through(path, compression, text=file_format in TEXT)
    except PermissionError:
        raise BadInput(f"{path} can't be read: no permission; make it readable.") from None
    except OSError as error:
        raise BadInput(f"{path} can't be read: {error.strerror or error}.") from None
    _check_magic(path, file_format)
    facts = FileFacts(
        path, file_format, decoded.sha256, compression, decoded.encoding, decoded.guessed
    )
    if file_format in ("jsonl", "json"):
        return replace(facts, format=_check_json(facts))
    return _with_header(facts) if file_format == "csv" else facts


@contextmanager
def open_checked(facts: FileFacts) -> Iterator[IO[str]]:
    """Open a text file that was checked, decompressed and decoded."""
    with open_text(facts.path, facts.compression, facts.encoding) as file:
        yield file


def check_names(path: str | Path, names: Sequence[str]) -> None:
    """Check that column names can be told apart by an engine, which ignores case.

    Raises:
        BadInput: a name comes up twice, or differs from another in case only, or is reserved.
    """
    folded: dict[str, str] = {}
    for name in names:
        other = folded.setdefault(name.casefold(), name)
        if name.casefold() == ROW:
            raise BadInput(f"{path} has a column called {name!r}, which is reserved; rename it.")
        if len(folded) < len(names) and other != name:
            raise BadInput(
                f"{path} has columns {other!r} and {name!r}, which differ in case only; "
                "rename one of them."
            )
    if repeated := sorted(name for name, count in Counter(names).items() if count > 1):
        shown = ", ".join(repr(name) for name in repeated[:3])
        if all(name.strip().lstrip("-").replace(".", "", 1).isdigit() for name in repeated):
            raise BadInput(
                f"{path} seems to have no header: its first line has {shown} more than once; "
                "add a line that names the columns."
            )
        raise BadInput(f"{path} has more than one column called {shown}; rename one of them.")


def _format_of(path: Path) -> tuple[Format, Compression | None]:
    if not path.exists():
        raise BadInput(f"There is no file {path}; check the path.")
    if not path.is_file():
        raise BadInput(f"{path} is not a regular file; name a table file.")
    compression = compression_of(path)
    inner = Path(path.stem) if compression else path
    file_format = FORMATS.get(inner.suffix.lower(), "csv" if compression else None)
    if file_format is None:
        kinds = ".csv, .parquet, .jsonl or .arrow"
        raise BadInput(
            f"{path} is of an unknown type ({path.suffix or 'no suffix'}); give {kinds}."
        )
    if path.stat().st_size == 0:
        raise BadInput(f"{path} is empty; export the table again.")
    if compression and file_format not in TEXT:
        raise BadInput(f"{path} is compressed twice over; decompress it once and name that file.")
    return file_format, compression


def _check_magic(path: Path, file_format: Format) -> None:
    magics: dict[Format, tuple[bytes, ...]] = {
        "parquet": (b"PAR1",),
        "arrow": (b"ARROW1", b"\xff\xff\xff\xff"),
    }
    expected = magics.get(file_format)
    if expected is None:
        return
    with path.open("rb") as file:
        start = file.read(8)
    if not start.startswith(expected):
        raise BadInput(f"{path} is not a {file_format} file; is its suffix right?")


def _with_header(facts: FileFacts) -> FileFacts:
    path = facts.path
    with open_checked(facts) as file:
        start = file.read(HEADER_LIMIT)
    dialect = find_dialect(start, delimiter="\t" if ".tsv" in path.suffixes else None)
    rows = dialect.reader(io.StringIO(start, newline=""))
    try:
        header = next((row for row in rows if row), [])
        second = next((row for row in rows if row), None)
    except csv.Error as error:
        raise BadInput(f"{path} has an unreadable header ({error}).") from None
    if start[:1] in ("\r", "\n") and header:
        raise BadInput(f"{path} starts with an empty line; its first line must name the columns.")
    if header and (reason := _no_header(start)):
        raise BadInput(f"{path} starts with {reason}; remove what comes before the header.")
    if not any(name.strip() for name in header):
        raise BadInput(f"{path} has no header; its first line must name the columns.")
    if second is None:
        raise BadInput(f"{path} has a header but no rows; export the table again.")
    check_names(path, [name for name in header if name.strip()])
    newline = _newline(start, dialect.quote)
    return replace(facts, dialect=dialect, header=tuple(header), newline=newline)


def _no_header(start: str) -> str | None:
    """Say what the first line is if it certainly names no columns: a remark, or Excel's mark."""
    first, _, rest = start.lstrip("\ufeff").partition("\n")
    if re.fullmatch(r"sep=.\s*", first):
        return "the mark `sep=` of a spreadsheet"
    second = rest.partition("\n")[0]
    widths = [max(line.count(sign) for sign in DELIMITERS) for line in (first, second)]
    if first.startswith(("#", "//", "%")) and (widths[0] == 0 < widths[1] or second[:1] == "#"):
        return "a remark"
    return None


def _newline(start: str, quote: str) -> str:
    """Return what ends the first record: the first line break outside quotes."""
    quoted = False
    for place, character in enumerate(start):
        if character == quote:
            quoted = not quoted
        elif character in "\r\n" and not quoted:
            return "\r\n" if start[place : place + 2] == "\r\n" else character
    return "\n"


def _check_json(facts: FileFacts) -> Format:
    """Check that it begins with an object with usable names, and say whether in an array."""
    path = facts.path
    with open_checked(facts) as file:
        start = file.read(HEADER_LIMIT)
    text = start.lstrip()
    if not text:
        raise BadInput(f"{path} holds no records; export the table again.")
    in_array = facts.format == "json" and text[0] == "["
    lines = (line for line in text.splitlines() if line.strip())
    try:
        if in_array:
            decoder = json.JSONDecoder(object_pairs_hook=_Pairs)
            record, _ = decoder.raw_decode(text[1:].lstrip())
        else:
            record = json.loads(next(lines), object_pairs_hook=_Pairs)
    except (ValueError, RecursionError):
        raise BadInput(
            f"{path} is not JSON lines: its first line isn't a complete JSON value; "
            "write one object on each line."
        ) from None
    if not isinstance(record, _Pairs) or not record:
        raise BadInput(
            f"{path} is not a table of JSON lines: its first line is not an object with names; "
            "write one object on each line."
        )
    check_names(path, [name for name, _ in record])
    return "json" if in_array else "jsonl"


class _Pairs(list[tuple[str, object]]):
    """The pairs of a JSON object, repeated names included."""
