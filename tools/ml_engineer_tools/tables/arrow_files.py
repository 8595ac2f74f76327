"""Arrow files: one or several parts, files or streams, as one stream of checked batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.tables.checks import check_names

if TYPE_CHECKING:
    import pyarrow as pa


def open_arrow(files: Sequence[Path]) -> pa.RecordBatchReader:
    """Return the parts as one stream of batches, of which one is in memory at a time.

    Every batch is checked before it is handed on: a damaged one could otherwise make whoever
    reads it look outside of its memory.

    Raises:
        BadInput: names can't be told apart, or the parts have other columns.
        pyarrow.ArrowException, OSError: a file is damaged.
    """
    import pyarrow as pa

    schemas = []
    for file in files:
        with _open(file) as reader:
            schemas.append(reader.schema)
        check_names(file, reader.schema.names)
        if set(reader.schema.names) != set(schemas[0].names):
            raise BadInput(
                f"{file} has other columns than {files[0]}; "
                "the parts of a table have the same columns."
            )
    schema = _readable(pa.unify_schemas(schemas, promote_options="permissive"))
    return pa.RecordBatchReader.from_batches(schema, _batches(files, schema))


def _batches(files: Sequence[Path], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for file in files:
        with _open(file) as reader:
            for batch in _all_of(reader):
                batch.validate(full=True)
                yield batch.select(schema.names).cast(schema)


def _all_of(reader: Any) -> Iterator[pa.RecordBatch]:
    if not hasattr(reader, "num_record_batches"):
        yield from reader
        return
    for position in range(reader.num_record_batches):
        yield reader.get_batch(position)


def _open(file: Path) -> Any:
    """Open a file or, where it is none, a stream."""
    import pyarrow as pa

    source = pa.memory_map(str(file))
    try:
        return pa.ipc.open_file(source)
    except (pa.ArrowException, OSError):
        source.seek(0)
        return pa.ipc.open_stream(source)


def _readable(schema: pa.Schema) -> pa.Schema:
    """Return the schema with types that engines read: decimals of up to 38 digits, no halves."""
    import pyarrow as pa

    for position, field in enumerate(schema):
        if pa.types.is_decimal256(field.type):
            schema = schema.set(position, field.with_type(pa.float64()))
        elif pa.types.is_float16(field.type):
            schema = schema.set(position, field.with_type(pa.float32()))
    return schema
