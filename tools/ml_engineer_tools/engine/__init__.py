"""Engines: what reads tables and answers the two primitives, aggregate and hash-sample."""

from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.engine.content import content_hash, hash_threshold

__all__ = ["Engine", "content_hash", "hash_threshold", "open_engine"]


def open_engine(name: str = "duckdb", *, memory_limit: str | None = None) -> Engine:
    """Return a new engine; DuckDB is the only one so far.

    Raises:
        ValueError: no engine is called that.
    """
    if name != "duckdb":
        raise ValueError(f"no engine is called {name!r}; there is 'duckdb'")
    from ml_engineer_tools.engine.duckdb_engine import DuckDBEngine

    return DuckDBEngine(memory_limit=memory_limit)
