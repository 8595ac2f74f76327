"""`evaluate` and `parity`: a model that exists, by its predictions and by its features."""

from __future__ import annotations

from argparse import Namespace

from ml_engineer.cli.measuring import ROLES, obtain, show
from ml_engineer.cli.pairs import read_claims, read_costs

ASKED = ("prediction", "score", "threshold", "positive", "reference", "reference_until", "claimed",
         "costs", "sensitive", "action", "training", "confirm")  # fmt: skip


def evaluate(options: Namespace) -> int:
    """Say how good a model is that exists."""
    options.claimed = read_claims(options.claimed)
    options.costs = read_costs(options.costs)
    return show(obtain("evaluate_predictions", options, "data", *ROLES, *ASKED), options)


def parity(options: Namespace) -> int:
    """Say whether serving computes the features that training saw."""
    asked = ("training", "serving", "key", "time", "target", "importance_of", "tolerance", "seed")
    return show(obtain("check_parity", options, *asked), options)
