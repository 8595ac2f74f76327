"""What a message tells of the attached table's columns: roles, columns left out, order of rows.

Only statements and requests count; a question ("is churned the target?", "without tickets?") tells
nothing for good. Words are read in English, German, French and Spanish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from ml_engineer.models.playbook.column_glosses import Role
from ml_engineer.models.playbook.known_afterwards import (
    asked_when,
    dropped_by_pronoun,
    known_afterwards,
    replies_afterwards,
)
from ml_engineer.models.playbook.known_beforehand import known_beforehand, replies_beforehand
from ml_engineer.models.playbook.loose_roles import accepted_target, with_loose_names
from ml_engineer.models.playbook.told_patterns import (
    ANSWERED,
    BACK,
    IN_ORDER,
    LEFT_OUT,
    MADE_OF,
    NO_ORDER,
    NOT_ROLE,
    POLITE,
    QUESTION,
    ROLES_TOLD,
    SWAPPED,
    WISHED,
    WISHED_TARGET,
)

__all__ = ["Told", "marked", "together", "told_after", "told_in"]

LONGEST_READ = 4000
"""Characters of a message that are read."""

MOST_COLUMNS = 400
"""Columns whose names are looked for."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of columns.

    Attributes:
        roles: column by role.
        refused: role -> columns that are said not to have it.
        left_out: columns that no model shall get.
        afterwards: those of them that are known only once the outcome is.
        known_before: columns that are known in time, and so are no leak.
        back: columns that it shall get again.
        new: the column of a correction that names no role ("I meant cnt").
        old: the column that the correction takes back, if it says.
        in_order: whether rows stand in order of time; None if nothing was said.
        wholly: whether the message tells this and nothing else.
    """

    roles: Mapping[Role, str] = field(default_factory=dict)
    refused: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    afterwards: tuple[str, ...] = ()
    known_before: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    new: str | None = None
    old: str | None = None
    in_order: bool | None = None
    wholly: bool = False

    @property
    def something(self) -> bool:
        """Whether anything was told."""
        kinds = (
            self.roles, self.refused, self.left_out, self.known_before, self.back, self.new
        )  # fmt: skip
        return any(kinds) or self.in_order is not None


@lru_cache(maxsize=128)
def told_in(text: str, columns: tuple[str, ...], asked_of: tuple[str, ...] = ()) -> Told:
    """Return what one message tells.

    Args:
        text: the message.
        columns: of the attached table; nothing else is a column.
        asked_of: columns of which the turn before asked when they are known.
    """
    names = columns[:MOST_COLUMNS]
    reading = _Reading(names, spoken_of=[names.index(name) for name in asked_of if name in names])
    if reading.spoken_of and replies_afterwards(text):
        reading.after += asked_of
    elif replies_beforehand(text, asked_of):
        reading.before += asked_of
    read = marked(text[:LONGEST_READ].replace("\u2019", "'"), names)
    rest = [
        reading.ask(sentence) if _asks(sentence) else reading.take(sentence)
        for sentence in _sentences(with_loose_names(read, names))
    ]
    told = reading.told()
    if not told.something:
        return told
    left_words = _compiled(ANSWERED).sub(" ", " ".join(rest))
    wholly = not re.search(r"[^\W\d]", left_words) and not any(_asks(one) for one in rest)
    return replace(told, wholly=wholly)


def told_after(text: str, before: Sequence[tuple[str, str]], columns: Sequence[str]) -> Told:
    """Return what a message tells as a reply to the turns before it, which are (role, text)."""
    said = before[-1][1] if before and before[-1][0] == "assistant" else ""
    if (target := accepted_target(text, said, columns)) is not None:
        return Told(roles={"target": target}, wholly=True)
    return told_in(text, tuple(columns), asked_when(said, columns))


@dataclass(slots=True)
class _Reading:
    """What the sentences of one message have told so far."""

    names: Sequence[str]
    spoken_of: list[int] = field(default_factory=list)
    roles: dict[Role, str] = field(default_factory=dict)
    refused: dict[Role, tuple[str, ...]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    new: str | None = None
    old: str | None = None
    in_order: bool | None = None

    def take(self, sentence: str) -> str:
        """Note what a statement tells, and return what it says beyond that."""
        self._wished(sentence)
        rest = sentence
        for part in (
            self._beforehand,
            self._afterwards,
            self._refusals,
            self._columns,
            self._pronouns,
            self._given,
            self._correction,
            self._order,
        ):
            rest = part(rest)
        self.hear(sentence)
        return rest

    def ask(self, sentence: str) -> str:
        """Note what a question wishes to predict; it tells nothing else for good."""
        self._wished(sentence)
        return self.hear(sentence)

    def _wished(self, sentence: str) -> None:
        if match := _compiled(WISHED_TARGET).search(sentence):
            self.roles.setdefault("target", _one(match, self.names))

    def hear(self, sentence: str) -> str:
        """Note which columns are spoken of, so that a pronoun may stand for them."""
        self.spoken_of = [int(at) for at in re.findall(MADE_OF, sentence)] or self.spoken_of
        return sentence

    def told(self) -> Told:
        """Return what was told; a column that is left out has no role."""
        return Told(
            roles={
                r: name for r, name in self.roles.items() if name not in (*self.left, *self.after)
            },
            refused=self.refused,
            left_out=tuple(dict.fromkeys((*self.left, *self.after))),
            afterwards=tuple(dict.fromkeys(self.after)),
            known_before=tuple(dict.fromkeys(self.before)),
            back=tuple(dict.fromkeys(self.back)),
            new=self.new,
            old=self.old,
            in_order=self.in_order,
        )

    def _beforehand(self, spare: str) -> str:
        places, spare = known_beforehand(spare, self.spoken_of)
        self.before += [self.names[place] for place in places]
        return spare

    def _afterwards(self, spare: str) -> str:
        places, spare = known_afterwards(spare, self.spoken_of)
        self.after += [self.names[place] for place in places]
        return spare

    def _pronouns(self, spare: str) -> str:
        places, spare = dropped_by_pronoun(spare, self.spoken_of)
        self.left += [self.names[place] for place in places]
        return spare

    def _refusals(self, spare: str) -> str:
        for role, pattern in NOT_ROLE.items():
            for match in _compiled(pattern).finditer(spare):
                self.refused[role] = (*self.refused.get(role, ()), _one(match, self.names))
            spare = _compiled(pattern).sub(" ; ", spare)
        return spare

    def _columns(self, spare: str) -> str:
        for patterns, found, kept in ((LEFT_OUT, self.left, _kept), (BACK, self.back, _nothing)):
            for pattern in patterns:
                for match in _compiled(pattern).finditer(spare):
                    found += _all(match, self.names)
                spare = _compiled(pattern).sub(kept, spare)
        return spare

    def _given(self, spare: str) -> str:
        for role, pattern in ROLES_TOLD:
            for match in _compiled(pattern).finditer(spare):
                name = _one(match, self.names)
                if name not in self.roles.values():
                    self.roles[role] = name
            spare = _compiled(pattern).sub(_kept, spare)
        return spare

    def _correction(self, spare: str) -> str:
        swap = _compiled(SWAPPED).search(spare)
        if swap is None:
            return spare
        self.new = _one(swap, self.names)
        self.old = self.names[int(swap["old"])] if swap["old"] else None
        return f"{spare[: swap.start()]} ; {spare[swap.end() :]}"

    def _order(self, spare: str) -> str:
        for pattern, in_order in ((NO_ORDER, False), (IN_ORDER, True)):
            if _compiled(pattern).search(spare):
                self.in_order = in_order
                return _compiled(pattern).sub(" ; ", spare)
        return spare


def together(told: Sequence[Told], asked: Role | None = None, outcome: str | None = None) -> Told:
    """Return what messages tell together, the oldest first; a later one corrects an earlier one.

    Args:
        told: what each message told.
        asked: the role that the turn before the newest message asked for.
        outcome: the column that is predicted, by other words; it may be known afterwards.
    """
    roles: dict[Role, str] = {}
    refused: dict[Role, tuple[str, ...]] = {}
    left: dict[str, None] = {}
    before: dict[str, None] = {}
    order: bool | None = None
    last: Role | None = None
    for place, one in enumerate(told):
        for name in (*one.back, *one.known_before):
            left.pop(name, None)
        before |= dict.fromkeys(one.known_before)
        new = dict(one.roles)
        if one.new is not None:
            newest = asked if place == len(told) - 1 else None
            role = next((r for r, name in roles.items() if name == one.old), None)
            new.setdefault(role or newest or last or "target", one.new)
        for role, names in one.refused.items():
            refused[role] = (*refused.get(role, ()), *names)
        for role, name in new.items():
            roles = {other: kept for other, kept in roles.items() if kept != name} | {role: name}
            refused[role] = tuple(kept for kept in refused.get(role, ()) if kept != name)
            left.pop(name, None)
            last = role
        for name in one.left_out:
            if name in one.afterwards and name in (outcome, roles.get("target")):
                continue
            left[name] = None
            before.pop(name, None)
            roles = {role: kept for role, kept in roles.items() if kept != name}
        order = order if one.in_order is None else one.in_order
    roles = {role: name for role, name in roles.items() if name not in refused.get(role, ())}
    return Told(
        roles=roles, refused=refused, left_out=tuple(left), known_before=tuple(before),
        in_order=order,
    )  # fmt: skip


def marked(text: str, names: Sequence[str]) -> str:
    """Return the text with each name of a column as `§3§`, without quotes around it."""
    places = {name.casefold(): place for place, name in reversed(list(enumerate(names)))}
    for place, name in reversed(list(enumerate(names))):
        if (worded := re.sub(r"[_-]+", " ", name).casefold()) != name.casefold():
            places.setdefault(worded, place)
    longest = sorted((name for name in places if name), key=len, reverse=True)
    if not longest:
        return text
    either = "|".join(map(re.escape, longest))
    pattern = rf"[`'\"\u201c\u201e]?(?<![\w§])({either})(?![\w§])(?:'s\b|[`'\"\u201d])?"
    return re.sub(pattern, lambda m: f"§{places[m[1].casefold()]}§", text, flags=re.IGNORECASE)


def _sentences(text: str) -> Iterator[str]:
    for sentence in re.findall(r"(?:[^.?!;\n]|\.(?=\w))+[.?!;\n]*", text):
        if sentence.strip(" .?!;\n"):
            yield sentence.strip()


def _asks(sentence: str) -> bool:
    """Tell whether it asks or supposes; a polite request ("could you drop x?") does not."""
    if _compiled(POLITE).match(sentence):
        return False
    return sentence.endswith("?") or _compiled(QUESTION).match(sentence) is not None


def _one(match: re.Match[str], names: Sequence[str]) -> str:
    """Return the column of the alternative that matched."""
    place = next(at for key, at in match.groupdict().items() if key[0] == "c" and at is not None)
    return names[int(place)]


def _kept(match: re.Match[str]) -> str:
    """Return what is left of a phrase that was taken out: a wish for a model asks for more."""
    return " wished ; " if _compiled(WISHED).match(match.group()) else " ; "


def _nothing(_: re.Match[str]) -> str:
    return " ; "


def _all(match: re.Match[str], names: Sequence[str]) -> list[str]:
    return [names[int(place)] for place in re.findall(MADE_OF, match["cs"])]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
