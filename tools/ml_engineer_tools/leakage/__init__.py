"""Leakage: can a score on this data be believed?"""

from ml_engineer_tools.leakage.request import LeakageRequest

__all__ = ["LeakageRequest"]
