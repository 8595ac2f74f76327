"""Which models can be used from here, and why others can't: what `doctor` asks of model servers.

Servers on this machine are asked always; providers only on request, and only with a key.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from ml_engineer.models.base import ModelError
from ml_engineer.models.keys import usable_key
from ml_engineer.models.live import check_live, is_loopback
from ml_engineer_tools.evidence import Contract

LOCAL_SERVERS = {
    "Ollama": "http://127.0.0.1:11434/v1",
    "vLLM": "http://127.0.0.1:8000/v1",
    "llama.cpp": "http://127.0.0.1:8080/v1",
    "LM Studio": "http://127.0.0.1:1234/v1",
}
"""Where local servers listen unless they are told otherwise."""

PROVIDERS = {
    "anthropic": ("Anthropic", "ANTHROPIC_API_KEY", "https://api.anthropic.com/v1"),
    "openai": ("OpenAI", "OPENAI_API_KEY", "https://api.openai.com/v1"),
}
ANTHROPIC_VERSION = "2026-10-21"
"""The version of its API that the SDK asks for."""

SECONDS = 2.0
LONGEST_ANSWER = 2_000_000
CONTEXT_FIELDS = ("max_model_len", "context_length", "max_context_length", "max_input_tokens")
"""Fields in which vLLM, LM Studio and Anthropic tell how many tokens a model reads."""


class ModelSource(Contract):
    """Where models come from, and whether they can be used.

    Attributes:
        form: how its models are named, such as `chat:http://127.0.0.1:11434/v1#<id>`.
        usable: whether a model of it can be asked.
        why: what stands in the way, or what is known.
        models: full names of its models, as far as it was asked for them.
    """

    form: str
    usable: bool
    why: str
    models: tuple[str, ...] = ()


def discover(
    servers: Iterable[str] = (), *, online: bool = False, needed_tokens: int = 0
) -> list[ModelSource]:
    """Say which models can be used.

    Args:
        servers: addresses of further servers, such as `http://gpu.example:8000/v1`.
        online: whether providers are asked what they offer to the key; else nothing leaves.
        needed_tokens: what system prompt and tools take; models that read less are left out.
    """
    asked = [*servers]
    local = [url for url in LOCAL_SERVERS.values() if url not in asked]
    tasks: list[Callable[[], ModelSource | None]] = [
        *(lambda kind=kind: _provider(kind, online) for kind in PROVIDERS),
        *(lambda url=url: _server(url, needed_tokens, named=True) for url in asked),
        *(lambda url=url: _server(url, needed_tokens, named=False) for url in local),
    ]
    with ThreadPoolExecutor(len(tasks)) as pool:
        found = list(pool.map(lambda task: task(), tasks))
    rules = ModelSource(
        form="playbook", usable=True, why="rules, no language model: needs neither key nor network"
    )
    return [rules, *(source for source in found if source is not None)]


def list_models(url: str, headers: dict[str, str]) -> list[tuple[str, int | None]]:
    """The models that a server lists: their ids, and how many tokens they read if it tells.

    Args:
        url: where its API begins; `/models` is asked below it.
        headers: of the request.

    Raises:
        ModelError: it can't be reached, or its answer is no list of models.
    """
    import httpx

    host = urlsplit(url).hostname or ""
    check_live(host)
    try:
        with (
            httpx.Client(timeout=SECONDS, trust_env=not is_loopback(host)) as client,
            client.stream("GET", f"{url}/models", headers=headers) as response,
        ):
            if response.status_code in {401, 403}:
                raise ModelError("It does not accept the key.", kind="authentication")
            if response.status_code != 200:
                raise ModelError(
                    f"It answers with status {response.status_code}.", kind="bad_request"
                )
            body = b""
            for piece in response.iter_bytes():
                body += piece
                if len(body) > LONGEST_ANSWER:
                    raise ModelError("Its answer is too long.", kind="bad_request")
    except httpx.ConnectError as error:
        raise ModelError("Nothing answers there.", kind="unreachable") from error
    except httpx.TimeoutException as error:
        raise ModelError(f"It did not answer within {SECONDS:g} s.", kind="timeout") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ModelError("It does not speak HTTP as expected.", kind="bad_request") from error
    return _listed(body)


def _listed(body: bytes) -> list[tuple[str, int | None]]:
    import json

    try:
        entries = json.loads(body)["data"]
        return [(str(entry["id"]), _context(entry)) for entry in entries]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelError("Its answer is no list of models.", kind="bad_request") from error


def _context(entry: dict[str, Any]) -> int | None:
    told = (entry.get(field) for field in CONTEXT_FIELDS)
    return next((each for each in told if isinstance(each, int) and each > 0), None)


def _provider(kind: str, online: bool) -> ModelSource:
    name, variable, url = PROVIDERS[kind]
    form = f"{kind}:<id>"
    try:
        key = usable_key(name, variable)
        if not online:
            why = f"{variable} is set; `ml-engineer doctor --online` asks which models it may use"
            return ModelSource(form=form, usable=True, why=why)
        headers = {"authorization": f"Bearer {key}"}
        if kind == "anthropic":
            headers["anthropic-version"] = ANTHROPIC_VERSION
        listed = list_models(os.environ.get(f"{kind.upper()}_BASE_URL", url).rstrip("/"), headers)
    except ModelError as error:
        return ModelSource(form=form, usable=False, why=str(error).rstrip("."))
    models = tuple(f"{kind}:{model_id}" for model_id, _ in listed)
    return ModelSource(form=form, usable=bool(models), why=_counted(len(models)), models=models)


def _server(url: str, needed_tokens: int, *, named: bool) -> ModelSource | None:
    """A server of Chat Completions; None if nothing was expected there and nothing is."""
    from ml_engineer.models.openai_chat import NO_KEY, chat_key, server_url

    form = f"chat:{url}#<id>"
    try:
        url = server_url(url)
        form = f"chat:{url}#<id>"
        key = chat_key()
        headers = {} if key == NO_KEY else {"authorization": f"Bearer {key}"}
        listed = list_models(url, headers)
    except ModelError as error:
        if not named and error.kind != "authentication":
            return None
        return ModelSource(form=_shown(form), usable=False, why=str(error).rstrip("."))
    fitting = [name for name, context in listed if context is None or context >= needed_tokens]
    why = _counted(len(fitting))
    if short := len(listed) - len(fitting):
        why += f"; {short} read less than the {needed_tokens:,} tokens that prompt and tools take"
    models = tuple(f"chat:{url}#{name}" for name in fitting)
    return ModelSource(form=form, usable=bool(models), why=why, models=models)


def _shown(form: str) -> str:
    """The form without what may be a password before the host."""
    return re.sub(r"//[^/@#]*@", "//", form)


def _counted(models: int) -> str:
    if models == 0:
        return "it offers no model"
    return "it offers one model" if models == 1 else f"it offers {models} models"
