"""Baselines: what trivial, naive, one-rule, linear and boosted models reach on an honest split."""

from ml_engineer_tools.baselines.request import BaselinesRequest

__all__ = ["BaselinesRequest"]
