"""The arithmetic of derived figures: six operations, their errors and their units."""

from __future__ import annotations

from fractions import Fraction

from ml_engineer_tools.derivation.request import Operation
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import EXACT, Exactness, Figure, round_significant
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES

Number = int | float

PERCENT = "percent"


def check_operands(operation: Operation, figures: list[Figure]) -> list[Number]:
    """Return the operands' values, in order.

    Raises:
        BadInput: their number, their units or their kind doesn't suit the operation.
    """
    count = len(figures)
    if operation == "complement" and count != 1:
        raise BadInput(f"A complement takes one operand, not {count}.")
    if operation == "sum" and count < 2:
        raise BadInput("A sum takes two or more operands, not 1.")
    if operation not in ("complement", "sum") and count != 2:
        raise BadInput(f"A {operation} takes two operands, not {count}.")
    if len({figure.unit for figure in figures}) > 1:
        units = ", ".join(sorted({figure.unit or "no unit" for figure in figures}))
        raise BadInput(f"Figures of different units ({units}) can't be combined; choose others.")
    measures = {name for figure in figures if (name := _measure(figure.quantity)) is not None}
    if len(measures) > 1 and operation not in ("ratio", "percent_of"):
        told = " and ".join(sorted(METRIC_NAMES.get(name, name) for name in measures))
        raise BadInput(
            f"Figures of different measures ({told}) have no {operation.replace('_', ' ')}; choose "
            "those of one."
        )
    values: list[Number] = []
    for figure in figures:
        if isinstance(figure.value, str):
            raise BadInput(f"The {figure.quantity} is a date; only numbers can be combined.")
        values.append(figure.value)
    if operation == "complement" and (figures[0].unit is not None or not 0 <= values[0] <= 1):
        raise BadInput(f"The {figures[0].quantity} is no share from 0 to 1, so has no complement.")
    if operation == "percent_change" and values[0] < 0:
        raise BadInput("A change in percent of a negative figure says nothing; take a difference.")
    return values


RATES = ("error_rate", "precision", "recall", "selection_rate", "expected_calibration_error")
"""Measures besides the metrics that models are compared by."""


def _measure(quantity: str) -> str | None:
    """Return the measure that a quantity is of: `roc_auc` of `without_suspects_roc_auc`."""
    fitting = [name for name in (*METRIC_NAMES, *RATES) if f"_{quantity}".endswith(f"_{name}")]
    return max(fitting, key=len, default=None)


def result(operation: Operation, values: list[Number]) -> Number:
    """Return the operation's result, exact in the decimals that the figures have.

    Sums and differences of whole numbers stay whole.

    Raises:
        BadInput: it divides by zero, or is too large for a number.
    """
    try:
        exact = _apply(operation, [Fraction(str(value)) for value in values])
        whole = operation in ("difference", "sum") and all(isinstance(v, int) for v in values)
        return int(exact) if whole else float(exact)
    except ZeroDivisionError:
        raise BadInput(f"The {operation} divides by a figure that is zero.") from None
    except OverflowError:
        raise BadInput(f"The {operation} of these figures is too large for a number.") from None


def _apply(operation: Operation, values: list[Fraction]) -> Fraction:
    first, last = values[0], values[-1]
    match operation:
        case "complement":
            return 1 - first
        case "sum":
            return sum(values, Fraction())
        case "difference":
            return first - last
        case "ratio":
            return first / last
        case "percent_change":
            return (last - first) / first * 100
        case "percent_of":
            return first / last * 100


def unit_of(operation: Operation, figures: list[Figure]) -> str | None:
    """Return the result's unit: percent, none for a ratio, else that of the operands."""
    if operation in ("percent_change", "percent_of"):
        return PERCENT
    return None if operation == "ratio" else figures[0].unit


def quantity_of(operation: Operation, figures: list[Figure]) -> str:
    """Return the result's name: `roc_auc_difference`; `rows_and_groups_ratio` for two kinds."""
    names = list(dict.fromkeys(figure.quantity for figure in figures))
    subject = "_and_".join(names) if len(names) <= 2 else "mixed"
    return f"{subject}_{operation}"


def exactness_of(
    operation: Operation, values: list[Number], figures: list[Figure], value: Number
) -> Exactness:
    """Return how exact the result is: never more so than its operands.

    Absolute errors add up in sums, differences and complements; relative ones multiply in ratios.
    Both are worst cases: nothing is known of how the operands' errors go together.

    Raises:
        BadInput: the operands' errors leave nothing of the result.
    """
    errors = [figure.exactness.error or 0.0 for figure in figures]
    error = _relative_error(operation, values, errors, value) if any(errors) else None
    sizes = [f.exactness.n for f in figures if f.exactness.n is not None]
    if any(figure.exactness.kind == "sampled" for figure in figures):
        return Exactness(kind="sampled", n=min(sizes), error=error)
    return EXACT if error is None else Exactness(kind="approximate", error=error)


def _relative_error(
    operation: Operation, values: list[Number], errors: list[float], value: Number
) -> float:
    if operation in ("ratio", "percent_of", "percent_change"):
        upper, lower = errors if operation != "percent_change" else reversed(errors)
        if lower >= 1:
            raise BadInput(f"The {operation} divides by a figure that may be zero.")
        ratio_error = (1 + upper) / (1 - lower) - 1
        if operation != "percent_change":
            return round_significant(ratio_error)
        absolute = abs(values[1] / values[0]) * ratio_error * 100
    else:
        absolute = sum(abs(v) * error for v, error in zip(values, errors, strict=True))
    if value == 0:
        raise BadInput(f"The {operation} is smaller than the errors of the figures it is made of.")
    return round_significant(absolute / abs(value))
