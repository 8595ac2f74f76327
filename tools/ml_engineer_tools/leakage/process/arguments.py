"""Arguments: what a call is given, by place and by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ml_engineer_tools.leakage.process.values import UNKNOWN, Value


@dataclass(frozen=True)
class Arguments:
    """The arguments of a call.

    Attributes:
        given: by place.
        named: by name; `**` holds what is known of an unpacked mapping.
        lines: where those by name stand.
    """

    given: tuple[Value, ...] = ()
    named: dict[str, Value] | None = None
    lines: dict[str, int] | None = None

    def get(self, place: int | None, *names: str) -> Value | None:
        """Return the argument at a place or under one of some names; None if it isn't given."""
        for name in names:
            if self.named and name in self.named:
                return self.named[name]
        if place is not None and place < len(self.given):
            return self.given[place]
        return None

    def value(self, place: int | None, *names: str) -> Value:
        """Return the argument, or an unknown value."""
        found = self.get(place, *names)
        return found if found is not None else UNKNOWN

    def flag(self, name: str) -> bool:
        """Tell whether an argument is given and true."""
        return (self.named or {}).get(name, UNKNOWN).constant is True

    def constant(self, name: str) -> object:
        """Return the literal given under a name; None if there is none."""
        value = (self.named or {}).get(name)
        return None if value is None else value.constant

    def all(self) -> Iterator[Value]:
        """Yield every argument."""
        yield from self.given
        yield from (self.named or {}).values()

    def data(self) -> list[Value]:
        """Return the arguments that hold rows, in order."""
        from ml_engineer_tools.leakage.process.values import flat

        return [value for value in self.all() if flat(value).rows]
