"""Checks of a file before an engine sees it: is it there, is it what it says, what is its hash."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.tables.table import ROW

Format = Literal["csv", "parquet", "jsonl", "arrow"]
FORMATS: dict[str, Format] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv",
    ".parquet": "parquet", ".pq": "parquet",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".arrow": "arrow", ".feather": "arrow", ".ipc": "arrow",
}  # fmt: skip

CHUNK = 1 << 20
HEADER_LIMIT = 1 << 22
DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What was learned from a file's bytes.

    Attributes:
        path: the file.
        format: what its bytes are.
        sha256: hash of all its bytes.
        delimiter: of a CSV file, else None.
        header: names in the header of a CSV file, as written; empty otherwise.
        newline: what ends the first record of a CSV file, else None.
    """

    path: Path
    format: Format
    sha256: str
    delimiter: str | None = None
    header: tuple[str, ...] = ()
    newline: str | None = None


def check_file(path: str | Path) -> FileFacts:
    """Read the file once, and say what it is.

    Raises:
        BadInput: it is missing, a directory, empty, unreadable, of an unknown type, not what its
            name says, not UTF-8, or a CSV whose header is unusable.
    """
    path = Path(path)
    file_format = _format_of(path)
    try:
        digest = _hash_and_check_text(path, text=file_format in ("csv", "jsonl"))
    except PermissionError:
        raise BadInput(f"{path} can't be read: no permission; make it readable.") from None
    except OSError as error:
        raise BadInput(f"{path} can't be read: {error.strerror}.") from None
    _check_magic(path, file_format)
    if file_format == "jsonl":
        _check_first_record(path)
    if file_format != "csv":
        return FileFacts(path, file_format, digest)
    delimiter, header, newline = _csv_header(path)
    return FileFacts(path, file_format, digest, delimiter, header, newline)


def find_ragged_row(facts: FileFacts) -> str | None:
    """Say in one sentence where a CSV file's rows stop fitting its header; None if they fit.

    A second, slow reading, done only after an engine has refused the file.
    """
    width = len(facts.header)
    with facts.path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=facts.delimiter or ",", strict=True)
        try:
            for row in rows:
                if row and len(row) != width:
                    return (
                        f"{facts.path} has {len(row)} fields in line {rows.line_num} where its "
                        f"header has {width}; mend or quote that line."
                    )
        except csv.Error as error:
            return (
                f"{facts.path} can't be parsed at line {rows.line_num} ({error}); "
                "look for an unclosed quote there."
            )
    return None


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


def _format_of(path: Path) -> Format:
    if not path.exists():
        raise BadInput(f"There is no file {path}; check the path.")
    if path.is_dir():
        raise BadInput(f"{path} is a directory; name a table file in it.")
    if not path.is_file():
        raise BadInput(f"{path} is not a regular file; name a table file.")
    file_format = FORMATS.get(path.suffix.lower())
    if file_format is None:
        kinds = ".csv, .parquet, .jsonl or .arrow"
        raise BadInput(
            f"{path} is of an unknown type ({path.suffix or 'no suffix'}); give {kinds}."
        )
    if path.stat().st_size == 0:
        raise BadInput(f"{path} is empty; export the table again.")
    return file_format


def _hash_and_check_text(path: Path, *, text: bool) -> str:
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            if not text:
                continue
            if b"\0" in chunk:
                raise BadInput(f"{path} holds binary data, not text; is its suffix right?")
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                line = lines + chunk[: error.start].count(b"\n") + 1
                raise BadInput(_encoding_sentence(path, line)) from None
            lines += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise BadInput(_encoding_sentence(path, lines + 1)) from None
    return digest.hexdigest()


def _encoding_sentence(path: Path, line: int) -> str:
    return (
        f"{path} is not UTF-8 text (line {line}); save it as UTF-8, "
        "or correct its suffix if it is not a text file."
    )


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


def _csv_header(path: Path) -> tuple[str, tuple[str, ...], str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        start = file.read(HEADER_LIMIT)
    delimiter = _guess_delimiter(path, start)
    rows = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
    try:
        header = next((row for row in rows if row), [])
        second = next((row for row in rows if row), None)
    except csv.Error as error:
        raise BadInput(f"{path} has an unreadable header ({error}).") from None
    if start[:1] in ("\r", "\n") and header:
        raise BadInput(f"{path} starts with an empty line; its first line must name the columns.")
    if not any(name.strip() for name in header):
        raise BadInput(f"{path} has no header; its first line must name the columns.")
    if second is None:
        raise BadInput(f"{path} has a header but no rows; export the table again.")
    check_names(path, [name for name in header if name.strip()])
    return delimiter, tuple(header), _newline(start)


def _newline(start: str) -> str:
    """Return what ends the first record: the first line break outside quotes."""
    quoted = False
    for place, character in enumerate(start):
        if character == '"':
            quoted = not quoted
        elif character in "\r\n" and not quoted:
            return "\r\n" if start[place : place + 2] == "\r\n" else character
    return "\n"


def _guess_delimiter(path: Path, start: str) -> str:
    """Take the candidate that splits header and first row alike, into the most fields.

    Where none does, the one that splits the header into the most; a comma when in doubt.
    """
    if path.suffix.lower() == ".tsv":
        return "\t"
    fits: dict[str, tuple[bool, int]] = {}
    for delimiter in DELIMITERS:
        rows = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
        try:
            first = next((row for row in rows if row), [])
            second = next((row for row in rows if row), [])
        except csv.Error:
            continue
        fits[delimiter] = (len(first) == len(second) > 1, len(first))
    return max(fits, key=lambda delimiter: fits[delimiter], default=",")


def _check_first_record(path: Path) -> None:
    """Check that the first line that isn't empty is a JSON object with usable names."""
    with path.open(encoding="utf-8-sig") as file:
        line = next((line for line in file if line.strip()), "")
    if not line:
        raise BadInput(f"{path} holds no records; export the table again.")
    try:
        record = json.loads(line, object_pairs_hook=_Pairs)
    except ValueError:
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


class _Pairs(list[tuple[str, object]]):
    """The pairs of a JSON object, repeated names included."""
