"""The evidence tools of ML Engineer. They know no language model and are useful alone.

from ml_engineer_tools import profile

evidence = profile(frame, target="churned")
for finding in evidence.measurement.findings:
print(finding.severity, finding.statement)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ml_engineer_tools.direct import (
        check_leakage,
        check_parity,
        evaluate_predictions,
        measure_drift,
        profile,
        train_baselines,
    )

__all__ = [
    "check_leakage",
    "check_parity",
    "evaluate_predictions",
    "measure_drift",
    "profile",
    "train_baselines",
]


def __getattr__(name: str) -> Any:
    # Imported when used: an engine and its libraries are heavy.
    if name in __all__:
        from ml_engineer_tools import direct

        return getattr(direct, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
