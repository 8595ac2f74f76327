"""What a cassette keeps of a request and its response: no key, account, cookie or machine."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from vcr.request import Request

from ml_engineer.session.secrets import SHAPES

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
    for start, end in reversed(secret_places(text)):
        text = text[:start] + SCRUBBED + text[end:]
    return text


def secret_places(text: str) -> list[tuple[int, int]]:
    """Where secrets stand, in their order; those that overlap are one."""
    known = {
        form
        for name, value in os.environ.items()
        if SECRET_NAMES.search(name) and len(value.strip()) >= SHORTEST_SECRET
        for form in (value.strip(), json.dumps(value.strip(), ensure_ascii=False)[1:-1])
    }
    patterns = [SECRETS, SHAPES, *(re.compile(re.escape(form)) for form in known)]
    found = sorted(match.span() for pattern in patterns for match in pattern.finditer(text))
    places: list[tuple[int, int]] = []
    for start, end in found:
        if places and start < places[-1][1]:
            places[-1] = (places[-1][0], max(end, places[-1][1]))
        else:
            places.append((start, end))
    return places


def scrub_stream(text: str) -> str:
    """The events of a stream without secrets, those included that several deltas hold in pieces.

    Texts at the same place of events of the same kind are read as one; an event in which nothing
    is found stays as it came.
    """
    lines = text.split("\n")
    events: dict[int, Any] = {}
    runs: dict[object, list[tuple[int, Path, str]]] = {}
    for number, line in enumerate(lines):
        if not line.startswith("data:"):
            continue
        try:
            events[number] = json.loads(line.removeprefix("data:"))
        except ValueError:
            continue
        kind = events[number].get("type") if isinstance(events[number], dict) else None
        leaves = list(_leaves(events[number]))
        which = tuple(leaf for path, leaf in leaves if str(path[-1]).endswith("index"))
        for path, leaf in leaves:
            if isinstance(leaf, str):
                runs.setdefault((kind, path, which), []).append((number, path, leaf))
    for pieces in runs.values():
        for number, path, clean in _scrubbed_pieces(pieces):
            _put(events[number], path, clean)
            lines[number] = "data: " + json.dumps(events[number], ensure_ascii=False)
    return "\n".join(lines)


Path = tuple[str | int, ...]


def _scrubbed_pieces(pieces: list[tuple[int, Path, str]]) -> Iterator[tuple[int, Path, str]]:
    """Pieces that held a secret or a part of one; the first of them tells that it was there."""
    places = secret_places("".join(piece for _, _, piece in pieces))
    begins = 0
    for number, path, piece in pieces:
        clean, ends = piece, begins + len(piece)
        for start, end in reversed(places):
            if start < ends and end > begins:
                told = SCRUBBED if start >= begins else ""
                clean = clean[: max(start - begins, 0)] + told + clean[max(end - begins, 0) :]
        if clean != piece:
            yield number, path, clean
        begins = ends


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict | list):
        within = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in within:
            yield from _leaves(each, (*path, key))
    elif path:
        yield path, value


def _put(value: Any, path: Path, leaf: str) -> None:
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = leaf


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
        clean = scrub_text(scrub_stream(text))
        body = body | {"string": clean.encode("utf-8", "surrogateescape")}
    headers = {name: kept[name] for name in sorted(RECEIVED_HEADERS & kept.keys())}
    return response | {"headers": headers, "body": body}
