"""Tables of so few rows that a comparison can't tell whether anything moved."""

from __future__ import annotations

from ml_engineer_tools.evidence import Evidence

FEWEST_ROWS = 20
"""With fewer rows in either table hardly more than the schema can be compared."""


def too_few_rows(evidence: Evidence) -> str | None:
    """Return the sentence that nothing can be told of a drift measurement; None if it can.

    Args:
        evidence: of `measure_drift`.
    """
    rows = [
        int(figure.value)
        for figure in evidence.measurement.figures
        if figure.quantity == "row_count"
        and figure.subject.window in ("reference", "current")
        and isinstance(figure.value, int | float)
    ]
    if not rows or min(rows) >= FEWEST_ROWS:
        return None
    found = min(rows)
    return (
        f"With {found:,} {'row' if found == 1 else 'rows'} in one of the tables it can't be told "
        f"whether anything moved; give {FEWEST_ROWS} rows at least."
    )
