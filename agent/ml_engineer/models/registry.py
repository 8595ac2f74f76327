"""The registry: opens a chat model by its name. No provider's library is imported before that."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

from ml_engineer.models.base import ChatModel, ModelError

WORKING = "use `playbook` or `anthropic:<id>`"
"""The kinds of model that this version opens, as a hint within a message."""

KINDS = ("playbook", "anthropic", "openai", "chat")
SHOWN = 60


def open_model(spec: str, *, egress: Callable[[bytes], None] | None = None) -> ChatModel:
    """Open the model of this name.

    Args:
        spec: `playbook`, or `anthropic:<id>` with an id of the provider's.
        egress: is called with each request body that leaves the machine, as it is sent.

    Raises:
        ModelError: the name is not known or not served by this version (`unknown_model`), or
            the provider's key is missing (`authentication`).
    """
    kind, _, model_id = spec.strip().partition(":")
    if kind == "playbook" and not model_id:
        from ml_engineer.models.playbook import Playbook

        return Playbook()
    if kind == "anthropic" and model_id.strip():
        from ml_engineer.models.anthropic import AnthropicModel

        return AnthropicModel(model_id.strip(), egress=egress)
    raise ModelError(_why_not(spec, kind), kind="unknown_model")


def _why_not(spec: str, kind: str) -> str:
    if kind == "anthropic":
        return "`anthropic:` needs the id of a model, for instance `anthropic:claude-sonnet-5-5`."
    if kind in {"openai", "chat"}:
        return f"Models of kind `{kind}:` do not work in this version yet; {WORKING}."
    shown = repr(spec if len(spec) <= SHOWN else spec[: SHOWN - 1] + "…")
    nearest = _nearest(spec.strip(), kind)
    meant = f", did you mean `{nearest}`?" if nearest else ":"
    return f"There is no model {shown}{meant} {WORKING.capitalize()}."


def _nearest(spec: str, kind: str) -> str | None:
    """The spec that was probably meant; None when nothing is near."""
    if spec.startswith("claude") and len(spec) <= SHOWN:
        return f"anthropic:{spec}"
    close = get_close_matches(kind.lower(), KINDS, n=1)
    if not close:
        return None
    return close[0] if close[0] == "playbook" else f"{close[0]}:<id>"
