"""The registry: opens a chat model by its name. No provider's library is imported before that."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

from ml_engineer.models.base import ChatModel, ModelError

FORMS = ("playbook", "anthropic:<id>", "openai:<id>", "chat:<url>#<id>")
"""How models are named."""

WORKING = "use `playbook`, `anthropic:<id>`, `openai:<id>` or `chat:<url>#<id>`"
"""The kinds of model that there are, as a hint within a message."""

KINDS = {form.partition(":")[0]: form for form in FORMS}
EXAMPLES = {
    "anthropic": "anthropic:claude-sonnet-5-5",
    "openai": "openai:gpt-6.1-sol",
    "chat": "chat:http://127.0.0.1:11434/v1#qwen3",
}
SHOWN = 60


def open_model(spec: str, *, egress: Callable[[bytes], None] | None = None) -> ChatModel:
    """Open the model of this name.

    Args:
        spec: `playbook`; `anthropic:<id>` or `openai:<id>` with an id of the provider's; or
            `chat:<url>#<id>` with the address of a server that speaks Chat Completions.
        egress: is called with each request body that leaves the machine, as it is sent.

    Raises:
        ModelError: the name is not known (`unknown_model`), or the provider's key is missing
            (`authentication`).
    """
    kind, _, rest = spec.strip().partition(":")
    rest = rest.strip()
    if kind == "playbook" and not rest:
        from ml_engineer.models.playbook import Playbook

        return Playbook()
    if kind == "anthropic" and rest:
        from ml_engineer.models.anthropic import AnthropicModel

        return AnthropicModel(rest, egress=egress)
    if kind == "openai" and rest:
        from ml_engineer.models.openai_responses import OpenAIResponsesModel

        return OpenAIResponsesModel(rest, egress=egress)
    url, _, model_id = rest.partition("#")
    if kind == "chat" and url.strip() and model_id.strip():
        from ml_engineer.models.openai_chat import OpenAIChatModel

        return OpenAIChatModel(url, model_id.strip(), egress=egress)
    raise ModelError(_why_not(spec, kind), kind="unknown_model")


def _why_not(spec: str, kind: str) -> str:
    if kind == "chat":
        return (
            "`chat:` needs the address of a server and the name of a model there, "
            f"for instance `{EXAMPLES[kind]}`."
        )
    if kind in EXAMPLES:
        return f"`{kind}:` needs the id of a model, for instance `{EXAMPLES[kind]}`."
    shown = repr(spec if len(spec) <= SHOWN else spec[: SHOWN - 1] + "…")
    nearest = _nearest(spec.strip(), kind)
    meant = f", did you mean `{nearest}`?" if nearest else ":"
    return f"There is no model {shown}{meant} {WORKING.capitalize()}."


def _nearest(spec: str, kind: str) -> str | None:
    """The spec that was probably meant; None when nothing is near."""
    if len(spec) <= SHOWN:
        if spec.startswith("claude"):
            return f"anthropic:{spec}"
        if spec.startswith("gpt-"):
            return f"openai:{spec}"
        if spec.startswith(("http://", "https://")) and "@" not in spec:
            return f"chat:{spec}" if "#" in spec else f"chat:{spec}#<id>"
    close = get_close_matches(kind.lower(), KINDS, n=1)
    return KINDS[close[0]] if close else None
