"""The commands that measure, with their options."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser
from typing import Any

from ml_engineer.cli.options import (
    SEVERITIES,
    add_command,
    add_html,
    add_json,
    add_output,
    add_roles,
)

MODELS = ("trivial", "one_rule", "linear", "lightgbm")

DRIFT_REFERENCE = "drift-reference"
"""The command behind `drift reference`: argparse can't tell a word from a file's name."""

DRIFT_EPILOG = """\
for cron and CI:
  ml-engineer drift reference build train.parquet -o reference.json
  ml-engineer drift reference check reference.json today.parquet --prometheus drift.prom
"""

EVALUATE_EPILOG = """\
such as:
  ml-engineer evaluate live.csv --target churned --score p --claimed roc_auc=0.93
  ml-engineer evaluate live.csv --target churned --score p --reference validation.csv
  ml-engineer evaluate live.csv --target churned --score p --costs fp=1 fn=5 unit=EUR
  ml-engineer evaluate live.csv --score p --reference validation.csv --target churned
"""


def add_measuring(commands: Any) -> None:
    """Add the commands that measure."""
    profile = add_command(commands, "profile", "measuring:profile", "what is this table?")
    profile.add_argument("data", metavar="FILE")
    add_roles(profile)
    profile.add_argument("--key", metavar="COLUMN", help="said to be unique; it is checked")
    profile.add_argument(
        "--by", metavar="COLUMN", help="tell the target and means of numbers by its levels"
    )
    add_output(profile)
    leakage = add_command(
        commands, "leakage", "measuring:leakage", "can a score on it be believed?"
    )
    leakage.add_argument(
        "data", metavar="FILE", nargs="?", help="a table; or a script or notebook, as with --code"
    )
    add_roles(leakage)
    leakage.add_argument(
        "--code", metavar="FILE", nargs="+", action="extend", default=[],
        help="training scripts or notebooks to read (never run)",
    )  # fmt: skip
    leakage.add_argument("--test", metavar="FILE", help="the other side of the split")
    leakage.add_argument(
        "--without", metavar="COLUMN", nargs="+", default=[], help="columns that no model will get"
    )
    leakage.add_argument("--fold", metavar="COLUMN", help="says in which fold or part a row is")
    add_output(leakage)
    baseline = add_command(
        commands, "baseline", "measuring:baseline", "what do simple models reach?"
    )
    baseline.add_argument("data", metavar="FILE")
    add_roles(baseline)
    baseline.add_argument(
        "--without", metavar="COLUMN", nargs="+", default=[], help="score without these as well"
    )
    baseline.add_argument(
        "--split", choices=("time", "group", "both", "random"),
        help="by what rows are split (default: by the roles given)",
    )  # fmt: skip
    baseline.add_argument(
        "--gap", metavar="30d", help="how long it takes until an outcome is known"
    )
    baseline.add_argument("--positive", metavar="CLASS", help="the positive one of two classes")
    _costs(baseline)
    baseline.add_argument(
        "--sensitive", metavar="COLUMN", nargs="+", default=[],
        help="groups that must not do worse (default: found by their values)",
    )  # fmt: skip
    baseline.add_argument(
        "--look-into", choices=MODELS[1:],
        help="tell calibration, costs and slices of this model (default: the one worth having)",
    )  # fmt: skip
    baseline.add_argument(
        "--confirm",
        choices=MODELS,
        help="score this one model on the locked holdout; counts as a look, and is spent at once "
        "(`look ask` drafts a request that another person accepts)",
    )
    add_output(baseline)
    _drift(commands)
    _evaluate(commands)
    _parity(commands)


def _evaluate(commands: Any) -> None:
    evaluate = add_command(
        commands, "evaluate", "judging:evaluate", "how good is a model that exists?"
    )
    evaluate.formatter_class = argparse.RawDescriptionHelpFormatter
    evaluate.epilog = EVALUATE_EPILOG
    evaluate.add_argument("data", metavar="FILE", help="predictions, and outcomes if known")
    add_roles(evaluate)
    evaluate.add_argument("--prediction", metavar="COLUMN", help="predicted class or number")
    evaluate.add_argument(
        "--score", metavar="COLUMN", nargs="+", default=[],
        help="probability of the positive class, or one column for each class",
    )  # fmt: skip
    evaluate.add_argument("--threshold", type=float, help="score from which is acted (0.5)")
    evaluate.add_argument("--positive", metavar="CLASS", help="the positive one of two classes")
    evaluate.add_argument("--reference", metavar="FILE", help="a period that went well")
    evaluate.add_argument(
        "--reference-until", metavar="INSTANT", help="rows up to it are the reference (--time)"
    )
    evaluate.add_argument(
        "--claimed", metavar="METRIC=VALUE", nargs="+", default=[], help="offline figures to check"
    )
    _costs(evaluate)
    evaluate.add_argument(
        "--sensitive", metavar="COLUMN", nargs="+", default=[],
        help="groups that must not do worse (default: found by their values)",
    )  # fmt: skip
    evaluate.add_argument("--action", metavar="COLUMN", help="whether somebody acted on it")
    evaluate.add_argument("--training", metavar="FILE", help="the model's training table")
    evaluate.add_argument(
        "--confirm", action="store_true", default=None,
        help="judge the locked rows too; counts as a look, and is spent at once "
        "(`look ask` drafts a request that another person accepts)",
    )  # fmt: skip
    add_output(evaluate)


def _parity(commands: Any) -> None:
    parity = add_command(
        commands, "parity", "judging:parity", "does serving see the same features?"
    )
    parity.add_argument("training", metavar="TRAINING", help="features as training saw them")
    parity.add_argument("serving", metavar="SERVING", help="features as serving logged them")
    parity.add_argument(
        "--key", metavar="COLUMN", nargs="+", required=True,
        help="names a row in both tables, such as --key ID DATE",
    )  # fmt: skip
    parity.add_argument("--time", metavar="COLUMN", help="when a row was known (stale values)")
    parity.add_argument("--target", metavar="COLUMN", help="tells which features matter")
    parity.add_argument(
        "--importance-of", metavar="E3", help="weigh features by this evidence of a model"
    )
    parity.add_argument(
        "--tolerance", type=float, help="relative difference of equal numbers (0.000001)"
    )
    add_output(parity)


def _costs(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--costs", metavar="OUTCOME=COST", nargs="+", default=[],
        help="of one decision: fp=1 fn=5, and tp=, tn=, unit= if they are not nothing",
    )  # fmt: skip


def _drift(commands: Any) -> None:
    drift = add_command(commands, "drift", "measuring:drift", "what moved between two tables?")
    drift.formatter_class = argparse.RawDescriptionHelpFormatter
    drift.epilog = DRIFT_EPILOG
    drift.add_argument("reference", metavar="REFERENCE", help="a table, or a saved reference")
    drift.add_argument("current", metavar="CURRENT", nargs="?", help="or --windows of the one")
    add_roles(drift)
    drift.add_argument(
        "--classifier", action=argparse.BooleanOptionalAction, default=None,
        help="let a model tell the tables apart (default: if they are small)",
    )  # fmt: skip
    drift.add_argument(
        "--importance-of", metavar="E3",
        help="weigh columns by this evidence of a model (default: by labels, with --target)",
    )  # fmt: skip
    drift.add_argument(
        "--windows", choices=("day", "week", "month", "auto"),
        help="compare each by itself, in order of --time",
    )  # fmt: skip
    drift.add_argument("--prediction", metavar="COLUMN", help="holds a model's predictions")
    add_output(drift)
    saved = add_command(
        commands, DRIFT_REFERENCE, None, "save a drift reference; check a table against it"
    )
    saved.prog = "ml-engineer drift reference"
    actions = saved.add_subparsers(metavar="ACTION", required=True, prog=saved.prog)
    build = add_command(actions, "build", "drift_reference:build", "save what a table is like")
    build.add_argument("data", metavar="TABLE")
    build.add_argument("-o", "--output", metavar="FILE", required=True, help="where to save it")
    add_roles(build)
    build.add_argument("--prediction", metavar="COLUMN", help="holds a model's predictions")
    build.add_argument("--seed", type=int, default=0, help="of samples")
    add_json(build)
    check = add_command(
        actions, "check", "drift_reference:check",
        "exits with 0 if all is quiet, 1 if something moved, 2 if it can't be told",
    )  # fmt: skip
    check.add_argument("reference", metavar="FILE", help="a saved reference")
    check.add_argument("current", metavar="CURRENT")
    check.add_argument("--prometheus", metavar="FILE", help="write gauges to this text file")
    check.add_argument("--seed", type=int, default=0, help="of samples")
    check.add_argument(
        "--fail-on", choices=SEVERITIES, default="medium",
        help="exit with 1 from this severity of finding on (medium)",
    )  # fmt: skip
    add_html(check)
    add_json(check)
