"""Frames: pandas, Polars and Arrow tables as Arrow, and as a file for another process to read."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from ml_engineer_tools.errors import BadInput


def to_arrow(frame: Any) -> Any:
    """Return a frame as a `pyarrow.Table`.

    Taken are Arrow tables, batches, readers and datasets, whatever speaks Arrow's C stream (Polars,
    DuckDB), lazy Polars frames, and pandas. A pandas index that has a name becomes a column.

    Raises:
        BadInput: it is no table, a column name stands twice, or cells are of several types.
    """
    import pyarrow as pa

    if isinstance(frame, pa.Table):
        arrow = frame
    elif hasattr(frame, "iloc") and hasattr(frame, "columns"):
        if any(name is not None for name in frame.index.names):
            frame = frame.reset_index()
        _refuse_repeats([str(name) for name in frame.columns])
        try:
            arrow = pa.Table.from_pandas(frame, preserve_index=False)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as error:
            named = str(error.args[-1]) if error.args else ""
            raise BadInput(
                "The table has a column whose cells are of several types, such as numbers and "
                f"text; convert it to one type first ({named.split(' with type')[0]})."
            ) from None
    elif hasattr(frame, "to_frame"):
        kind = type(frame).__name__
        raise BadInput(f"A {kind} is one column; give a table: frame[['name', ...]].")
    elif hasattr(frame, "collect") and hasattr(frame, "lazy"):
        arrow = frame.collect().to_arrow()
    elif hasattr(frame, "to_arrow"):
        arrow = frame.to_arrow()
    elif hasattr(frame, "scanner"):
        arrow = frame.to_table()
    elif hasattr(frame, "__arrow_c_stream__"):
        arrow = pa.table(frame)
    else:
        kind = type(frame).__name__
        raise BadInput(f"A {kind} is not a table; give a path, or a pandas, Polars or Arrow table.")
    _refuse_repeats(arrow.column_names)
    return arrow.replace_schema_metadata(None)


def write_frame(frame: Any, directory: Path) -> Path:
    """Write a frame as an Arrow file named for its content, and return the path.

    Raises:
        BadInput: it is no table.
    """
    import pyarrow.feather as feather

    arrow = to_arrow(frame)
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"frame-{arrow_sha256(arrow)[:16]}.arrow"
    if not path.exists():
        feather.write_feather(arrow, str(path), compression="lz4")
    return path


def arrow_sha256(arrow: Any) -> str:
    """Return the SHA-256 of a `pyarrow.Table`, written as one Arrow stream."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, arrow.schema) as writer:
        writer.write_table(arrow.combine_chunks())
    return hashlib.sha256(sink.getvalue()).hexdigest()


def _refuse_repeats(names: list[str]) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise BadInput(f"The table has more than one column called {repeated[0]!r}; rename one.")
