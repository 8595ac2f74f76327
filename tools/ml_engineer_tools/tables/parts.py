"""Parts: the files behind one name, which may be a file, a pattern or a directory of parts."""

from __future__ import annotations

import glob
from pathlib import Path

from ml_engineer_tools.errors import BadInput

MOST_PARTS = 10_000


def find_parts(path: Path) -> tuple[Path, ...]:
    """Return the files that a name stands for, in the order of their names.

    A name that is a file stands for itself, whatever signs it has. Hidden files, and those that
    writers leave as marks (`_SUCCESS`), are no parts.

    Raises:
        BadInput: nothing fits, or the parts are of several kinds.
    """
    if path.is_file() or (not path.is_dir() and not glob.has_magic(str(path))):
        return (path,)
    if path.is_dir():
        found = sorted(part for part in path.rglob("*") if part.is_file())
        where = f"{path} is a directory"
    else:
        # pathlib takes no absolute pattern.
        named = glob.glob(str(path), recursive=True)  # noqa: PTH207
        found = sorted(Path(part) for part in named)
        found = [part for part in found if part.is_file()]
        where = f"The pattern {path}"
    parts = [part for part in found if part.name[0] not in "._"]
    if not parts:
        ending = "without a table in it" if path.is_dir() else "fits no file"
        raise BadInput(f"{where} {ending}; name a table file.")
    if len(parts) > MOST_PARTS:
        raise BadInput(f"{where} stands for {len(parts):,} files, more than {MOST_PARTS:,}.")
    kinds = sorted({"".join(part.suffixes[-2:]).lower() for part in parts})
    if len({part.suffix.lower() for part in parts}) > 1:
        raise BadInput(
            f"{where} with files of several kinds ({', '.join(kinds[:4])}); "
            "name the parts of one table, as in data/*.parquet."
        )
    return tuple(parts)
