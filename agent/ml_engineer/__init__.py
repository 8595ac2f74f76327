"""ML Engineer: an agent that answers machine-learning questions with evidence.

from ml_engineer import Engineer

async with Engineer() as engineer:
    answer = await engineer.ask("Can we ship this?", data="train.csv", target="churned")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ml_engineer.answer import Answer
    from ml_engineer.engineer import Engineer, consult
    from ml_engineer.limits import Limits

__all__ = ["Answer", "Engineer", "Limits", "consult"]

_HOMES = {
    "Answer": "ml_engineer.answer",
    "Engineer": "ml_engineer.engineer",
    "Limits": "ml_engineer.limits",
    "consult": "ml_engineer.engineer",
}


def __getattr__(name: str) -> Any:
    # Imported when used: `ml-engineer --help` must not wait for what only a turn needs.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
