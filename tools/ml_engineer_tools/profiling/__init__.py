"""The profile: what is this table? Its columns, its gaps, its duplicates, its target."""

from ml_engineer_tools.profiling.request import ProfileRequest

__all__ = ["ProfileRequest"]
