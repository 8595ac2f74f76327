"""Drift: what moved between a reference table and a current one, and by how much."""

from ml_engineer_tools.drift.request import DriftRequest

__all__ = ["DriftRequest"]
