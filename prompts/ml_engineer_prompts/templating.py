"""The Jinja2 environment of all templates, made when the first one is rendered."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment; a template that names something it was not given raises."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # What comes out is Markdown for a model or a terminal: escaping for HTML would spoil it.
    return Environment(
        loader=PackageLoader("ml_engineer_prompts", "templates"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701
        trim_blocks=True,
        lstrip_blocks=True,
    )
