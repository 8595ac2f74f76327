"""Comparing and combining: tests of rows, predictions against labels, arithmetic."""

from __future__ import annotations

import ast
from collections.abc import Container
from dataclasses import replace

from ml_engineer_tools.leakage.process.events import Evaluation
from ml_engineer_tools.leakage.process.facts import (
    ChoiceKind,
    Columns,
    Influence,
    Prediction,
    Score,
    Trait,
)
from ml_engineer_tools.leakage.process.iteration import ACROSS, CURVE, SQUARE
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import NO_ROWS, Part, Rows, covers, taken_apart
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import NOTHING, Value, flat, join, shaped

SIGNS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
OPPOSITES = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "==",
             "in": "not in", "not in": "in", "true": "false", "false": "true",
             "within": "outside", "outside": "within"}  # fmt: skip


def inverted(tests: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return the tests that rows pass which fail these."""
    if len(tests) != 1:
        joint = ";".join(f"{subject} {test}" for subject, test in tests)
        return ((joint, f"false {joint}"),) if joint else ()
    subject, test = tests[0]
    sign, bound = taken_apart(test)
    return ((subject, f"{OPPOSITES.get(sign, 'false')} {bound}"),)


def compared(
    machine: Machine, left: Value, right: Value, sign: ast.cmpop, node: ast.Compare
) -> Value:
    """Return what is known of a comparison."""
    if _is_check(left, right) and isinstance(sign, ast.Eq | ast.NotEq):
        return scored(machine, [left, right], node.lineno, "==")
    result = replace(
        shaped(flat(left), flat(right)), constant=NOTHING, columns=Columns(), name="", things=(),
        index=False,
    )  # fmt: skip
    if left.scores or right.scores:
        return result
    if left.predictions or right.predictions:
        if _is_literal(node.comparators[0]) or _is_literal(node.left):
            # Always the same threshold: none is tried.
            return replace(result, rows=left.rows or right.rows)
        cut = Trait("cut", node.lineno, "a threshold")
        return replace(result, rows=left.rows or right.rows, traits=result.traits | {cut})
    if not left.rows and right.rows:
        result = replace(result, rows=right.rows)
    if left.rows and not left.predictions:
        subject = left.columns.only() or ast.unparse(node.left)
        bound = machine.own_text(node.comparators[0])
        if right.constant is not NOTHING:
            bound = repr(right.constant)
        symbol = SIGNS.get(type(sign), "true")
        result = replace(result, tests=((subject, f"{symbol} {bound}"),))
    return result


def _is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def _is_check(left: Value, right: Value) -> bool:
    """Tell whether predictions are compared with labels."""
    if bool(left.predictions) == bool(right.predictions):
        return False
    other = right if left.predictions else left
    return bool(other.rows)


def combined(machine: Machine, left: Value, right: Value, node: ast.BinOp) -> Value:
    """Return what is known of arithmetic with two values."""
    if isinstance(left.constant, str) or isinstance(right.constant, str):
        text = right if isinstance(left.constant, str) else left
        return replace(text, constant=NOTHING)
    if isinstance(node.op, ast.Sub) and _is_check(left, right):
        # What a hand-written model is off by on its training rows is what it learns by.
        said = left.predictions | right.predictions
        by_hand = not left.things and not right.things
        learns = by_hand and all(map(_of_training, said))
        return scored(machine, [left, right], node.lineno, "-", residual=True, loss=learns)
    if isinstance(node.op, ast.Div) and _is_share_of_label(machine, left, right):
        return scored(machine, [left, right], node.lineno, "/", residual=True)
    own = right.columns.only()
    if isinstance(node.op, ast.Sub) and own in left.origins and _so_far(left):
        # A total so far without the row's own value: what is left is of earlier rows.
        left, right = (replace(v, origins=v.origins - {own}) for v in (left, right))
    if isinstance(node.op, ast.Sub) and left.rows == right.rows and _so_far(left):
        # Likewise of totals a group and period: each period's own total is taken out.
        left, right = (_without_totals(v, right.influences) for v in (left, right))
    first, second = (left, right) if left.rows or not right.rows else (right, left)
    if isinstance(node.op, ast.Sub) and not left.rows and not right.rows:
        by_label = _between_labels(machine, left, right, node.lineno)
        first = replace(first, influences=first.influences | by_label)
    return replace(
        shaped(first, second), constant=NOTHING, items=None, entries=None, tests=(),
        name=_name_kept(left, right),
        things=_models(left, right), ranked=False, counted=NO_ROWS,
    )  # fmt: skip


def _is_share_of_label(machine: Machine, left: Value, right: Value) -> bool:
    """Tell whether predictions are divided by their labels, as for an error in percent."""
    return _is_check(left, right) and (left if right.predictions else right).columns.only() in (
        machine.targets
    )


def _models(left: Value, right: Value) -> tuple[Thing, ...]:
    """Return the models of which two values are predictions."""
    known = [one.things for one in (left, right) if one.predictions]
    return tuple(dict.fromkeys(thing for things in known for thing in things))


def _name_kept(left: Value, right: Value) -> str:
    """Return what a value still is after arithmetic with another: a square, a curve, a table."""
    if SQUARE in (left.name, right.name):
        return SQUARE
    if left.name == right.name == CURVE:
        return CURVE
    turned = [one for one in (left, right) if one.name == ACROSS]
    return ACROSS if len(turned) == 1 and not (left.rows and right.rows) else ""


def _between_labels(machine: Machine, left: Value, right: Value, line: int) -> frozenset[Influence]:
    """Return what a difference of two statistics tells of the label, if they are of its classes.

    Features that are picked by it are picked by the label.
    """
    told = []
    for one in left.influences:
        for other in right.influences:
            if one.kind != "statistic" or other.kind != "statistic" or one.rows == other.rows:
                continue
            if (whole := of_one_label(one.rows, other.rows, machine.targets)) is not None:
                told.append(Influence("feature_selection", whole, line, "-", machine.site))
    return frozenset(told)


def of_one_label(some: Rows, others: Rows, targets: Container[str]) -> Rows | None:
    """Return the rows of which two row sets are classes by the label; None if they are none."""
    wholes = []
    for rows in (some, others):
        last = {part.path[-1] for part in rows if part.path}
        if len(last) != 1 or not all(part.path for part in rows):
            return None
        side = last.pop()
        if side.kind != "mask" or side.key not in targets:
            return None
        wholes.append(frozenset(Part(part.source, part.path[:-1]) for part in rows))
    return wholes[0] if wholes[0] == wholes[1] else None


def _of_training(prediction: Prediction) -> bool:
    """Tell whether a model is asked about the rows that it was trained on."""
    return covers(prediction.trained, prediction.rows)


def _without_totals(value: Value, fits: frozenset[Influence]) -> Value:
    totals = {f for f in fits if f.call.startswith("groupby()")}
    return replace(value, influences=value.influences - totals)


def _so_far(value: Value) -> bool:
    totals = (".cumsum()", ".cumcount()", ".expanding()", ".rolling()")
    return any(t.kind == "lags" and t.text in totals for t in value.traits)


def scored(
    machine: Machine,
    values: list[Value],
    line: int,
    call: str,
    *,
    of: ChoiceKind | None = None,
    loss: bool = False,
    residual: bool = False,
) -> Value:
    """Return the score of predictions among some values, and note the evaluation.

    Args:
        machine: the state.
        values: labels and predictions.
        line: where.
        call: by what.
        of: what is chosen if it is chosen by this score; None to tell it from the loop.
        loss: it is a loss to be minimised, no score for a reader.
        residual: it is a value a row, not yet summed up.
    """
    told = join(*(flat(value) for value in values))
    predictions = told.predictions
    if not predictions:
        machine.events.judged.add(told.rows)
        return Value(choices=told.choices, influences=told.influences)
    kind = of or _kind(machine, told)
    scores = set()
    labels = [value for value in map(flat, values) if not value.predictions]
    for value in () if residual or loss or call == "==" else labels:
        only = value.columns.only()
        if only is not None and value.rows:
            machine.found_targets.add(only)
    for prediction in predictions:
        # What is forecast without being asked about rows stands beside the labels' rows.
        beside = next((value.rows for value in labels if value.rows), NO_ROWS)
        rows = prediction.rows or beside
        if covers(rows, beside):
            # Of what was predicted only the rows of the labels are compared.
            rows = beside
        if not rows:
            continue
        known = Prediction(
            prediction.trained,
            rows,
            prediction.influences,
            prediction.choices | told.choices,
            prediction.shaped,
        )
        machine.note(Evaluation(line, call, known, loss=loss))
        drawn = any(trait.kind == "resampled" for trait in told.traits)
        if not drawn and not _of_a_group(machine, told, rows):
            # Scores of one prediction on rows drawn again and again, or on one group of rows after
            # the other, are no scores to choose by.
            scores.add(Score(rows, line, kind))
    return Value(
        rows=told.rows if residual or loss else frozenset(),
        scores=frozenset(scores),
        choices=told.choices,
        predictions=predictions if residual or loss else frozenset(),
        things=told.things if loss or residual else (),
    )


def _of_a_group(machine: Machine, told: Value, rows: Rows) -> bool:
    """Tell whether a loop goes through groups of rows, and asks one model about each."""
    loop = machine.loops[-1] if machine.loops else None
    if loop is None or not loop.place or loop.fitted or loop.learnt:
        return False
    mark = f" of loop {loop.place}"
    of_loop = [any(side.kind == "mask" and mark in side.name for side in p.path) for p in rows]
    return all(of_loop) and not any(trait.kind == "cut" for trait in told.traits)


def _kind(machine: Machine, told: Value) -> ChoiceKind:
    """Tell what a loop tries: thresholds, if predictions are cut in it and no model is fitted."""
    cut = any(trait.kind == "cut" for trait in told.traits)
    trained = bool(machine.loops) and (machine.loops[-1].fitted or machine.loops[-1].learnt)
    if cut and machine.loops and not trained:
        return "threshold"
    return "model"
