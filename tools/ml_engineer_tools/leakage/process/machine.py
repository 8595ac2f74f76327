"""The state of an interpretation: variables, events, where control stands, steps left."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from ml_engineer_tools.leakage.process.events import Event, Events, Split
from ml_engineer_tools.leakage.process.facts import Choice, ChoiceKind, Influence, Score, Trait
from ml_engineer_tools.leakage.process.hints import suggests_sampled
from ml_engineer_tools.leakage.process.rows import Rows
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import UNKNOWN, Value, bounded, join

MOST_STEPS = 400_000
"""Expressions that are interpreted before the analysis stops (a convention: some seconds)."""
DEEPEST_CALL = 8
"""Calls of the script's functions that are followed into each other (a convention)."""


class _Spelt(ast.NodeTransformer):
    """Writes names as the literals that they stand for."""

    def __init__(self, known: dict[str, object]) -> None:
        self.known = known

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Return the literal."""
        return ast.Constant(self.known[node.id]) if node.id in self.known else node  # type: ignore[arg-type]  # a literal


def _is_literal(value: Value) -> bool:
    known = value.constant
    if isinstance(known, str):
        return "{" not in known
    return isinstance(known, int | float)


class Exhausted(Exception):
    """The script takes more steps to interpret than it is given."""


@dataclass(slots=True)
class Scope:
    """Variables, and those around them.

    `outer` are names that are said to be of a scope around, `lines` those of the assignments to a
    name, the latest last.
    """

    variables: dict[str, Value] = field(default_factory=dict)
    around: Scope | None = None
    outer: set[str] = field(default_factory=set)
    lines: dict[str, list[int]] = field(default_factory=dict)

    def find(self, name: str) -> Value | None:
        """Return the value of a variable, from the nearest scope that has it."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.variables:
                return scope.variables[name]
            scope = scope.around
        return None

    def holder(self, name: str) -> Scope | None:
        """Return the nearest scope that has a variable."""
        scope: Scope | None = self
        while scope is not None and name not in scope.variables:
            scope = scope.around
        return scope


@dataclass(slots=True)
class Loop:
    """A loop that is being interpreted: what was fitted in it, what moves with it.

    `over_parts` tells that it goes through the parts of one row. `choices` are those made round by
    round: only at its end the best is in use.
    """

    place: str = ""
    brought: set[str] = field(default_factory=set)
    moving: frozenset[str] = frozenset()
    over_rows: bool = False
    over_parts: bool = False
    node: ast.expr | ast.stmt | None = None
    assigned: set[str] = field(default_factory=set)
    learnt: bool = False
    over_folds: bool = False
    round: int = 0
    fitted: dict[Thing, None] = field(default_factory=dict)
    choices: dict[Choice, None] = field(default_factory=dict)


@dataclass
class Machine:
    """The state of one interpretation.

    Attributes:
        targets: columns that are known to be labels.
        notebook: the script is a notebook: bare expressions are shown.
        scope: the variables in reach.
        events: what happened so far.
        control: the choices on which it depends that this statement runs.
        grounds: the statistics on which it depends that this statement runs.
        loops: the loops around this statement, outermost first.
        calls: the functions around this statement.
        sites: the lines that called them with rows, 0 for others.
        callers: the lines that called them, with the words that they gave.
        line: of the call that is being interpreted.
        column: where that call ends in its line: two calls of one line may bring other rows.
        bare: the expression that is a statement of its own: nobody keeps its value.
        returns: what the function around this statement returned.
        called: code that was interpreted.
        last_model: the model that was fitted last.
        reported: what the objective that is interpreted told its tuner.
        noted: what it noted with the try, by name.
        picked: which choice took the first of rows sorted by some scores.
        instances: the first instance of each class of the script.
        found_targets: columns that were seen to be labels.
        time_columns: columns that the script reads as dates.
        views: what queries made, by name.
        files: what was read.
        origins: moving points up to which rows were taken, by the rows.
        places: which element the comprehensions around this expression are at.
        entered: what tells the calls of functions around this statement apart.
        cuts: where rows were cut by position, by what was cut and by the bounds.
    """

    targets: frozenset[str] = frozenset()
    notebook: bool = False
    scope: Scope = field(default_factory=Scope)
    events: Events = field(default_factory=Events)
    control: frozenset[Choice] = frozenset()
    grounds: frozenset[Influence] = frozenset()
    loops: list[Loop] = field(default_factory=list)
    calls: list[ast.AST] = field(default_factory=list)
    sites: list[int] = field(default_factory=list)
    callers: list[int | str] = field(default_factory=list)
    line: int = 0
    column: int = 0
    bare: ast.expr | None = None
    returns: list[Value] = field(default_factory=list)
    yields: list[Value] = field(default_factory=list)
    called: set[ast.AST] = field(default_factory=set)
    last_model: Thing | None = None
    reported: list[Value] = field(default_factory=list)
    noted: dict[object, Value] = field(default_factory=dict)
    picked: dict[frozenset[Score], Choice] = field(default_factory=dict)
    instances: dict[ast.ClassDef, Thing] = field(default_factory=dict)
    found_targets: set[str] = field(default_factory=set)
    time_columns: set[str] = field(default_factory=set)
    cuts: dict[str, dict[str, Split]] = field(default_factory=dict)
    views: dict[str, Value] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    places: list[int] = field(default_factory=list)
    entered: list[int] = field(default_factory=list)
    origins: dict[str, set[str]] = field(default_factory=dict)
    steps: int = 0

    @property
    def site(self) -> int:
        """Line that called the function around this statement; 0 outside of functions."""
        return self.sites[-1] if self.sites else 0

    @property
    def from_where(self) -> str:
        """What tells apart what a function with parameters does for one caller and another."""
        body = self.calls[-1] if self.calls else None
        spec = body.args if isinstance(body, ast.FunctionDef | ast.AsyncFunctionDef) else None
        given = spec is not None and (spec.args or spec.kwonlyargs)
        caller = f" for {self.callers}" if given else ""
        return f"{caller} element {self.places}" if self.places else caller

    def spot(self, line: int) -> str:
        """Return what tells what a call brings from what others bring, and for whom."""
        return f"line {line}:{self.column}{self.from_where}"

    def bring(self, source: str) -> None:
        """Note that a source is read in the loops around: each time it is another item."""
        for loop in self.loops:
            loop.brought.add(source)

    def is_of_one_item(self, rows: Rows) -> bool:
        """Tell whether rows are those of one item that the loop around has just read."""
        return bool(rows) and any(
            all(part.source in loop.brought for part in rows) for loop in self.loops
        )

    def is_one_window(self, value: Value) -> bool:
        """Tell whether a value is one window that a loop around has just cut out of a series."""
        if any(side.kind == "origin" for part in value.rows for side in part.path):
            return False
        bodies = [loop.node for loop in self.loops if isinstance(loop.node, ast.For)]
        lines = {n for node in bodies for n in range(node.lineno, (node.end_lineno or 0) + 1)}
        return any(trait.kind == "windows" and trait.line in lines for trait in value.traits)

    def own_text(self, node: ast.expr) -> str:
        """Return a key as it is written, and where that is needed to tell it from its like.

        One name may stand for other rows in each call of a function, for each element that a
        comprehension goes through, and after each assignment. A name that stands for a literal is
        written as that.
        """
        names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        known = {name: value.constant for name in names if _is_literal(value := self.value(name))}
        text = ast.unparse(_Spelt(known).visit(copy.deepcopy(node)) if known else node)
        names -= known.keys()
        for name in sorted(names):
            again = self._assigned_again(name)
            text = f"{text} with {name} of line {again}" if again else text
        for loop in self.loops:
            if names & loop.moving:
                text = f"{text} of loop {loop.place}"
        if self.places and any(names & loop.moving for loop in self.loops):
            text = f"{text} of element {self.places}"
        spec = getattr(self.calls[-1], "args", None) if self.calls else None
        if not isinstance(spec, ast.arguments):
            return text
        own = {argument.arg for argument in ast.walk(spec) if isinstance(argument, ast.arg)}
        if own - {"self", "cls"}:
            own |= self.scope.variables.keys()
        return f"{text} of call {self.entered[-1]}" if names & (own - {"self", "cls"}) else text

    def _assigned_again(self, name: str) -> int:
        """Return the line that gave a name another value than its first; 0 if there is none."""
        holder = self.scope.holder(name)
        lines = holder.lines.get(name, []) if holder is not None else []
        moves = any(name in loop.moving for loop in self.loops)
        return lines[-1] if len(lines) > 1 and lines[-1] != lines[0] and not moves else 0

    def step(self) -> None:
        """Count one step.

        Raises:
            Exhausted: no steps are left.
        """
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Exhausted

    def note(self, event: Event) -> None:
        """Note an event."""
        self.events.add(event)

    def tell_entities(self, value: Value, line: int) -> None:
        """Note that the script lists the entities of rows: there are fewer than there are rows."""
        name = value.columns.only() or ""
        if suggests_sampled(name):
            for part in value.rows:
                self.events.entities.setdefault(part.source, Trait("group", line, name))

    def tell_unique(self, line: int) -> None:
        """Note that the entities that this line counts are compared with the rows: one each."""
        told = self.events.entities
        for source in [s for s, trait in told.items() if trait.line == line]:
            self.events.unique.add(source)

    def cut_at(self, split: Split, key: str, low: str, high: str) -> None:
        """Note that rows were cut by position; with their other side it is a split."""
        known = self.cuts.setdefault(key, {})
        known[f"{low}:{high}"] = split
        for bounds, first in known.items():
            other_low, other_high = bounds.split(":", 1)
            if (low and low == other_high) or (high and high == other_low):
                self.note(first)

    def choose(
        self, kind: ChoiceKind, scores: frozenset[Score], line: int, call: str, *, site: int = 0
    ) -> Choice:
        """Note that something was chosen by scores, and return the choice."""
        rows = frozenset(part for score in scores for part in score.rows)
        kinds = {score.of for score in scores} if kind == "model" else {kind}
        of = kind if kind in kinds else sorted(kinds)[0]
        choice = Choice(of, rows, line, call, site or self.site)
        self.events.choose(choice)
        if self.loops and call == "if":
            self.loops[-1].choices[choice] = None
        return choice

    @property
    def rounds(self) -> frozenset[int]:
        """What tells the rounds of loops around this statement from all others."""
        return frozenset(loop.round for loop in self.loops if loop.round)

    def next_round(self) -> None:
        """Note that the innermost loop goes round."""
        self.steps += 1
        self.loops[-1].round = self.steps

    def fitted(self, thing: Thing) -> None:
        """Note that a thing was fitted, in every loop around."""
        thing.fits += 1
        if thing.role in ("predictor", "search", "composite", ""):
            self.last_model = thing
        for loop in self.loops:
            loop.fitted[thing] = None

    def set(self, name: str, value: Value) -> None:
        """Give a variable a value, which then depends on what this statement depends on."""
        holder = self.scope.holder(name) if name in self.scope.outer else None
        (holder or self.scope).variables[name] = self.dependent(value)

    def tell_assigned(self, name: str, line: int) -> None:
        """Note that a line gave a variable a value."""
        holder = self.scope.holder(name) or self.scope
        lines = holder.lines.setdefault(name, [])
        if not lines or lines[-1] != line:
            lines.append(line)

    def dependent(self, value: Value) -> Value:
        """Return a value that depends on the choices on which this statement depends."""
        value = bounded(value)
        if not self.control or self.control <= value.choices:
            return value
        return replace(value, choices=value.choices | self.control)

    @contextmanager
    def under(self, choices: frozenset[Choice]) -> Iterator[None]:
        """Interpret statements that run only because of some choices."""
        before = self.control
        self.control = before | choices
        try:
            yield
        finally:
            self.control = before

    @contextmanager
    def because_of(self, fits: frozenset[Influence]) -> Iterator[None]:
        """Interpret statements that run only because of some statistics."""
        before = self.grounds
        self.grounds = before | fits
        try:
            yield
        finally:
            self.grounds = before

    @contextmanager
    def loop(
        self,
        moving: frozenset[str] = frozenset(),
        node: ast.expr | ast.stmt | None = None,
        *,
        over_rows: bool = False,
    ) -> Iterator[Loop]:
        """Interpret the body of a loop; what was chosen in it is in use from its end on."""
        place = "" if node is None else f"{node.lineno}:{node.col_offset}"
        loop = Loop(place, moving=moving, over_rows=over_rows, node=node)
        self.loops.append(loop)
        try:
            yield loop
        finally:
            self.loops.pop()
            for name, value in self.scope.variables.items():
                if value.item and name not in moving:
                    self.scope.variables[name] = replace(value, item=False)
            for choice in loop.choices:
                self.events.choose(choice)

    @contextmanager
    def element(self, place: int) -> Iterator[None]:
        """Interpret what a comprehension makes of one element."""
        self.places.append(place)
        try:
            yield
        finally:
            self.places.pop()

    def keep_things(self, value: Value) -> None:
        """Mark the things of a value as chosen by what this statement depends on."""
        for thing in value.things:
            thing.choices |= self.control

    def merge(self, one: dict[str, Value], other: dict[str, Value]) -> None:
        """Set the variables to what they may be after either of two branches."""
        merged = dict(one)
        for name, value in other.items():
            merged[name] = join(merged[name], value) if name in merged else value
        self.scope.variables.clear()
        self.scope.variables.update(merged)

    def value(self, name: str) -> Value:
        """Return the value of a variable."""
        return self.scope.find(name) or UNKNOWN
