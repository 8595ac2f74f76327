"""Parity: whether serving computes the features that training saw, row by row."""

from ml_engineer_tools.parity.request import ParityRequest

__all__ = ["ParityRequest"]
