"""Sessions: the journal of what was said and done, how it is resumed, and what left the machine."""

from ml_engineer.session.egress import EgressLog
from ml_engineer.session.journal import Journal, JournalError, SessionRow
from ml_engineer.session.session import Session

__all__ = ["EgressLog", "Journal", "JournalError", "Session", "SessionRow"]
