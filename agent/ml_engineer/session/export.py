"""A session as one document: what was said, measured and answered, and every byte that was sent."""

from __future__ import annotations

from pydantic import JsonValue, TypeAdapter

from ml_engineer.session.egress import EgressLog
from ml_engineer.session.journal import EntryKind, Journal, SessionRow
from ml_engineer_tools.evidence import Contract

_BODY: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)


class ExportedEntry(Contract):
    """One entry of the journal, in its order."""

    number: int
    kind: EntryKind
    body: JsonValue


class ExportedRequest(Contract):
    """One request to a provider: when, to which model, and its body, byte for byte as UTF-8."""

    at: str
    destination: str
    body: str


class SessionExport(Contract):
    """All that is kept of a session. Its evidence is in the store, by the aliases it names."""

    session: SessionRow
    entries: tuple[ExportedEntry, ...]
    sent: tuple[ExportedRequest, ...]


def exported(journal: Journal, session: str) -> SessionExport:
    """Return all that is kept of a session.

    Raises:
        JournalError: there is no such session, or the file does not read.
    """
    entries = journal.entries(session)
    (row,) = (row for row in journal.sessions() if row.id == session)
    return SessionExport(
        session=row,
        entries=tuple(
            ExportedEntry(number=e.number, kind=e.kind, body=_BODY.validate_json(e.body))
            for e in entries
        ),
        sent=tuple(
            ExportedRequest(
                at=sent.at,
                destination=sent.destination,
                body=sent.body.decode("utf-8", errors="replace"),
            )
            for sent in EgressLog(journal.connection, session).sent()
        ),
    )
