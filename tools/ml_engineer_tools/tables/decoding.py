"""Decoding: what compression and which encoding a text file has, and a plain copy for an engine.

Files are read as streams, in pieces of a megabyte, whatever their size.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import hashlib
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from ml_engineer_tools.errors import BadInput

Compression = Literal["gzip", "bzip2", "xz", "zstd", "zip"]
COMPRESSIONS: dict[str, Compression] = {
    ".gz": "gzip", ".gzip": "gzip", ".bz2": "bzip2", ".xz": "xz",
    ".zst": "zstd", ".zstd": "zstd", ".zip": "zip",
}  # fmt: skip

CHUNK = 1 << 20
SNIFFED = 1 << 16
"""Bytes at the start by which UTF-16 is told."""
BOMB_BYTES, BOMB_RATIO = 256 << 20, 200
"""A file that grows beyond both of these is refused: tables hardly compress better than 50 to 1."""

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1a\x1b")
CONTROLS = bytes(code for code in range(32) if code not in TEXT_CONTROLS)
NOT_IN_WINDOWS_1252 = bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D])
ENCODING_NAMES = {"cp1252": "Windows-1252", "latin-1": "Latin-1", "utf-16": "UTF-16",
                  "utf-32": "UTF-32", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decoded:
    """What one pass over a file told.

    Attributes:
        sha256: hash of the file's own bytes.
        encoding: as Python names it; "utf-8" and "utf-8-sig" need no copy.
        guessed: whether the encoding is a guess: the bytes fit it, but nothing proves it.
    """

    sha256: str
    encoding: str
    guessed: bool = False


def compression_of(path: Path) -> Compression | None:
    """Return how the file's name says that it is compressed."""
    return COMPRESSIONS.get(path.suffix.lower())


@contextmanager
def open_bytes(path: Path, compression: Compression | None) -> Iterator[IO[bytes]]:
    """Open a file for reading, decompressed.

    Raises:
        BadInput: a damaged archive, or a zip that doesn't hold exactly one file.
    """
    try:
        if compression == "zip":
            with zipfile.ZipFile(path) as archive:
                members = [name for name in archive.namelist() if not name.endswith("/")]
                if len(members) != 1:
                    raise BadInput(
                        f"{path} holds {len(members)} files; give a zip with exactly one table."
                    )
                with archive.open(members[0]) as member:
                    yield member
        elif compression == "zstd":
            import pyarrow as pa

            with pa.OSFile(str(path)) as raw, pa.CompressedInputStream(raw, "zstd") as plain:
                yield cast(IO[bytes], io.BufferedReader(plain))
        else:
            opener = {"gzip": gzip.open, "bzip2": bz2.open, "xz": lzma.open}.get(
                compression or "", open
            )
            with opener(path, "rb") as file:  # type: ignore[operator]  # four kinds of opener
                yield file
    except (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error, zipfile.BadZipFile) as error:
        raise _damaged(path, compression, error) from None
    except OSError as error:
        # Decompressors say so without a number; what the system says has one.
        if error.errno is None and compression is not None:
            raise _damaged(path, compression, error) from None
        raise


def read_through(path: Path, compression: Compression | None, *, text: bool) -> Decoded:
    """Read the whole file once: hash it, and tell its encoding if it is text.

    Raises:
        BadInput: it is damaged, no text, or grows without bound.
    """
    digest = _hash(path)
    if not text:
        return Decoded(digest, "binary")
    seen = _Seen()
    for chunk in chunks(path, compression):
        seen.look(chunk)
    return seen.verdict(path, digest)


def chunks(path: Path, compression: Compression | None) -> Iterator[bytes]:
    """Return the decompressed content in pieces.

    Raises:
        BadInput: it is damaged, or grows without bound.
    """
    own, total = path.stat().st_size, 0
    with open_bytes(path, compression) as file:
        while chunk := file.read(CHUNK):
            total += len(chunk)
            if total > BOMB_BYTES and total > BOMB_RATIO * own:
                raise BadInput(
                    f"{path} grows to more than {BOMB_RATIO} times its size when it is "
                    "decompressed; decompress it yourself if you trust it."
                )
            yield chunk


@contextmanager
def open_text(path: Path, compression: Compression | None, encoding: str) -> Iterator[IO[str]]:
    """Open a text file for reading, decompressed and decoded, line breaks left as they are."""
    with open_bytes(path, compression) as file:
        yield io.TextIOWrapper(file, encoding=_as_read(encoding), newline="")


def write_plain(
    path: Path, compression: Compression | None, encoding: str, copy: Path, *, newline: bool = False
) -> None:
    """Write the file's text as plain UTF-8, decompressed; `newline` makes line breaks alike."""
    decoder: codecs.IncrementalDecoder | io.IncrementalNewlineDecoder
    decoder = codecs.getincrementaldecoder(_as_read(encoding))()
    if newline:
        decoder = io.IncrementalNewlineDecoder(decoder, translate=True)
    copy.parent.mkdir(parents=True, exist_ok=True)
    with copy.open("wb") as plain:
        for chunk in chunks(path, compression):
            plain.write(decoder.decode(chunk).encode("utf-8", "surrogatepass"))
        plain.write(decoder.decode(b"", final=True).encode())


def needs_copy(compression: Compression | None, encoding: str) -> bool:
    """Tell whether an engine can't read the file as it lies there."""
    return compression is not None or encoding not in ("utf-8", "utf-8-sig", "binary")


class _Seen:
    """What the bytes of a text, read piece by piece, allow it to be."""

    def __init__(self) -> None:
        self.start = b""
        self.lines = 0
        self.bad_line: int | None = None
        self.zeros = False
        self.controls = False
        self.outside_1252 = False
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def look(self, chunk: bytes) -> None:
        if len(self.start) < SNIFFED:
            self.start += chunk[: SNIFFED - len(self.start)]
        self.zeros = self.zeros or b"\0" in chunk
        if self.bad_line is None:
            try:
                self._decoder.decode(chunk)
            except UnicodeDecodeError as error:
                self.bad_line = self.lines + chunk[: max(error.start, 0)].count(b"\n") + 1
            self.lines += chunk.count(b"\n")
        self.controls = self.controls or len(chunk) != len(chunk.translate(None, CONTROLS))
        self.outside_1252 = self.outside_1252 or any(code in chunk for code in NOT_IN_WINDOWS_1252)

    def verdict(self, path: Path, digest: str) -> Decoded:
        named = next((name for bom, name in BOMS if self.start.startswith(bom)), None)
        if named in ("utf-16", "utf-32"):
            return Decoded(digest, named)
        if self.zeros:
            wide = _utf_16(self.start)
            if wide is None:
                raise BadInput(f"{path} holds binary data, not text; is its suffix right?")
            return Decoded(digest, wide, guessed=True)
        if self.bad_line is None:
            try:
                self._decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                self.bad_line = self.lines + 1
        if self.bad_line is None:
            return Decoded(digest, named or "utf-8")
        if named is not None or self.controls:
            raise BadInput(
                f"{path} is not UTF-8 text (line {self.bad_line}); save it as UTF-8, "
                "or correct its suffix if it is not a text file."
            )
        return Decoded(digest, "latin-1" if self.outside_1252 else "cp1252", guessed=True)


def _utf_16(start: bytes) -> str | None:
    """Return which UTF-16 a text without a mark at its start is: most of its zeros tell."""
    even, odd = start[0::2], start[1::2]
    if not odd:
        return None
    shares = [half.count(0) / len(half) for half in (even, odd)]
    if min(shares) > 0.05 or max(shares) < 0.4:
        return None
    return "utf-16-be" if shares[0] > shares[1] else "utf-16-le"


def _as_read(encoding: str) -> str:
    return "utf-8-sig" if encoding == "utf-8" else encoding


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(path: Path, compression: Compression | None, error: Exception) -> BadInput:
    return BadInput(
        f"{path} is damaged or is no {compression} file ({str(error)[:80]}); copy it again."
    )
