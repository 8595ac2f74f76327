"""The few errors that the tools raise; each message is one sentence that says what to mend."""

from __future__ import annotations


class ToolError(Exception):
    """A tool could not do what it was asked; the message is shown as it is."""


class BadInput(ToolError):
    """The table, a role or an argument is not usable; the message names it and the mend."""


class Refused(ToolError):
    """The tool understood and will not: what was asked is not allowed as it stands."""


class StoreError(ToolError):
    """The evidence store could not be opened or written."""
