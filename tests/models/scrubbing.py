"""What a cassette keeps of a request and its response: no key, account, cookie or machine."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from vcr.request import Request

SENT_HEADERS = {"accept", "anthropic-version", "content-type"}
RECEIVED_HEADERS = {"content-type", "retry-after", "x-should-retry"}
"""What a cassette keeps of the headers. The rest names machines, accounts and keys."""

PROVIDERS = {
    "/v1/messages": "https://api.anthropic.com",
    "/v1/responses": "https://api.openai.com",
    "/v1/chat/completions": "http://127.0.0.1:11434",
}
"""Whose address a cassette names, by the path that was asked of a simulator or a local server."""

SCRUBBED = "(scrubbed)"
SECRETS = re.compile(
    r"\b(?:sk|rk|pk|ak)-[A-Za-z0-9_-]{6,}"
    r"|\bBearer\s+[A-Za-z0-9._~+/=-]{6,}"
    r"|\b(?:org|proj|acct|wrkspc)[-_][A-Za-z0-9]{6,}"
)
SECRET_NAMES = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL", re.IGNORECASE)
SHORTEST_SECRET = 6


def scrub_text(text: str) -> str:
    """The text without what looks like a key, and without the environment's own secrets."""
    for name, value in os.environ.items():
        if SECRET_NAMES.search(name) and len(value.strip()) >= SHORTEST_SECRET:
            text = text.replace(value.strip(), SCRUBBED)
    return SECRETS.sub(SCRUBBED, text)


def scrub_request(request: Request) -> Request:
    """Keep few headers, and the provider's address for a simulator's."""
    kept = {name.lower(): value for name, value in request.headers.items()}
    request.headers = {name: kept[name] for name in sorted(SENT_HEADERS & kept.keys())}
    address = urlsplit(request.uri)
    if address.path in PROVIDERS:
        request.uri = PROVIDERS[address.path] + address.path
    if request.body:
        request.body = scrub_text(request.body.decode()).encode()
    return request


def scrub_response(response: dict[str, Any]) -> dict[str, Any]:
    """Keep few headers, and no secret that an error message repeats."""
    kept = {name.lower(): value for name, value in response["headers"].items()}
    body = response["body"]
    if body.get("string"):
        text = body["string"].decode("utf-8", "surrogateescape")
        body = body | {"string": scrub_text(text).encode("utf-8", "surrogateescape")}
    headers = {name: kept[name] for name in sorted(RECEIVED_HEADERS & kept.keys())}
    return response | {"headers": headers, "body": body}
