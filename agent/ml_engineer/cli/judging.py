"""`evaluate` and `parity`: a model that exists, by its predictions and by its features."""

from __future__ import annotations

from argparse import Namespace

from ml_engineer.cli.measuring import obtain, show
from ml_engineer.cli.pairs import read_claims, read_costs


def evaluate(options: Namespace) -> int:
    """Say how good a model is that exists."""
    options.claimed = read_claims(options.claimed)
    options.costs = read_costs(options.costs)
    return show(obtain("evaluate_predictions", options), options)


def parity(options: Namespace) -> int:
    """Say whether serving computes the features that training saw."""
    return show(obtain("check_parity", options), options)
