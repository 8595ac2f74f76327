"""Calls of the script's own functions and classes: their code is interpreted in place."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.expressions import evaluate
from ml_engineer_tools.leakage.process.facts import Columns
from ml_engineer_tools.leakage.process.knowledge.estimators import estimator
from ml_engineer_tools.leakage.process.machine import DEEPEST_CALL, Machine, Scope
from ml_engineer_tools.leakage.process.own_classes import (
    BOUND,
    decorator_name,
    default_of,
    fields,
    method,
)
from ml_engineer_tools.leakage.process.rows import UNSEEN, Part
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import UNKNOWN, Value, flat, join, shaped
from ml_engineer_tools.leakage.process.variants import together

MOST_WORDS = 80
"""Letters of the words given to a call that tell it from others (a convention)."""
MOST_REPEATS = 2
"""Times that a function is followed into itself."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def instantiate(machine: Machine, cls: Thing, arguments: Arguments, line: int) -> Value:
    """Return a new instance of a class of the script."""
    assert cls.blueprint is not None  # noqa: S101  told to the type checker
    base = next((b for b in map(decorator_name, cls.blueprint.bases) if estimator(b)), "")
    thing = Thing(
        cls.name, line, estimator=estimator(base), blueprint=cls.blueprint, scope=cls.scope,
        options={"<self>": UNKNOWN, **(arguments.named or {})}, within=machine.rounds,
    )  # fmt: skip
    machine.called.add(cls.blueprint)
    machine.instances.setdefault(cls.blueprint, thing)
    start = method(thing, "__init__")
    if start is not None:
        invoke(machine, start, arguments, bound=thing)
    else:
        _fill_in(machine, thing, arguments)
    if method(thing, "__getitem__") or method(thing, "__iter__"):
        return _data_set(thing, arguments)
    return Value(things=(thing,), choices=thing.choices)


def _fill_in(machine: Machine, thing: Thing, arguments: Arguments) -> None:
    """Give an instance of a class that lists its fields their values."""
    assert thing.blueprint is not None  # noqa: S101  told to the type checker
    for place, field in enumerate(fields(thing.blueprint)):
        name = field.target.id if isinstance(field.target, ast.Name) else ""
        given = arguments.get(place, name)
        start = default_of(field)
        if given is None and start is not None:
            given = evaluate(machine, start)
        if given is not None:
            thing.attributes[name] = given
    after = method(thing, "__post_init__")
    if after is not None:
        invoke(machine, after, Arguments(), bound=thing)


_LEARNT = re.compile(r"stat|mean|std|scal|norm|vocab|encod|token|transform|centre|center")
"""Names of what a data set is given beside its rows: what was learnt of others."""


def _data_set(thing: Thing, arguments: Arguments) -> Value:
    """Return what an instance that is a data set of its own holds."""
    plain = {k: v for k, v in (arguments.named or {}).items() if not _LEARNT.search(k)}
    data = Arguments(arguments.given, plain).data()
    own = (flat(value) for name, value in thing.attributes.items() if not _LEARNT.search(name))
    kept = join(*(value for value in own if value.rows))
    if data:
        held = shaped(flat(data[0]), Value(influences=kept.influences))
        return replace(held, things=(), columns=Columns(), origins=frozenset())
    if kept.rows and not kept.predictions:
        return replace(kept, things=(), columns=Columns(), origins=frozenset(), items=None)
    told = " ".join(text for value in arguments.all() for text in value.texts())
    return Value(rows=frozenset({Part(f"{UNSEEN}{thing.name} {told or thing.line}")}), opaque=True)


def invoke(
    machine: Machine, function: Thing, arguments: Arguments, *, bound: Thing | None = None
) -> Value:
    """Interpret the body of a function of the script, and return what it gives back."""
    from ml_engineer_tools.leakage.process.statements import run

    body = function.body
    assert body is not None  # noqa: S101  told to the type checker
    machine.called.add(body)
    if BOUND in function.options:
        bound = function.options[BOUND].things[0]
    if "<given>" in function.options:
        given = dict(function.options)
        given.pop(BOUND, None)
        first = given.pop("<given>").items or ()
        arguments = Arguments((*first, *arguments.given), {**given, **(arguments.named or {})})
    if len(machine.calls) >= DEEPEST_CALL or machine.calls.count(body) >= MOST_REPEATS:
        return join(*(flat(value) for value in arguments.all()))
    around = function.scope if isinstance(function.scope, Scope) else None
    scope = Scope(_bound(machine, body, arguments, bound), around)
    before = machine.scope, machine.returns, machine.yields, machine.control
    machine.scope, machine.returns, machine.yields = scope, [], []
    machine.calls.append(body)
    machine.callers.append(_caller(machine.line, arguments))
    machine.entered.append(machine.steps)
    machine.sites.append(machine.line if arguments.data() else 0)
    try:
        if isinstance(body, ast.Lambda):
            return evaluate(machine, body.body)
        run(machine, body.body)
        if machine.yields:
            rows = join(*(flat(value) for value in machine.yields))
            told = together(machine, rows, machine.yields, body.lineno, body.name)
            return Value(items=(told if told != rows else join(*machine.yields),))
        return join(*machine.returns) if machine.returns else UNKNOWN
    finally:
        machine.calls.pop()
        machine.callers.pop()
        machine.entered.pop()
        machine.sites.pop()
        machine.scope, machine.returns, machine.yields, machine.control = before


def _caller(line: int, arguments: Arguments) -> int | str:
    """Return what tells one call from others: its line, and the words that it is given there.

    Given nothing but words it brings what it brings wherever it is called.
    """
    words = " ".join(text for value in arguments.given for text in value.texts())[:MOST_WORDS]
    alone = arguments.given and not arguments.named and all(map(_is_words, arguments.given))
    if words and alone and len(words) < MOST_WORDS:
        return words
    return f"{line} {words}" if words else line


def _is_words(value: Value) -> bool:
    told = value.texts()
    return bool(told) and len(told) == max(len(value.items or ()), 1) and "{" not in "".join(told)


def read_property(machine: Machine, function: Thing, line: int) -> Value:
    """Return what a property of an instance gives back."""
    machine.line = line
    return invoke(machine, function, Arguments())


def _bound(
    machine: Machine,
    body: Function | ast.Lambda,
    arguments: Arguments,
    bound: Thing | None,
) -> dict[str, Value]:
    """Return the variables with which a function starts."""
    spec = body.args
    names = [argument.arg for argument in [*spec.posonlyargs, *spec.args]]
    given = list(arguments.given)
    static = any(decorator_name(d) == "staticmethod" for d in getattr(body, "decorator_list", ()))
    if bound is not None and not static:
        given.insert(0, Value(things=(bound,)))
    variables: dict[str, Value] = dict(zip(names, given, strict=False))
    if spec.vararg is not None:
        variables[spec.vararg.arg] = Value(items=tuple(given[len(names) :]))
    defaults = dict(zip(reversed(names), reversed(spec.defaults), strict=False))
    for argument, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True):
        names.append(argument.arg)
        if default is not None:
            defaults[argument.arg] = default
    named = arguments.named or {}
    given_names = set(variables)
    for name in names:
        if name in named:
            variables[name] = named[name]
        elif name not in variables and name in defaults:
            variables[name] = evaluate(machine, defaults[name])
        if name not in given_names and name not in named and "**" in named:
            # Something of a mapping that is not known entry by entry may come here.
            rest = variables.get(name, UNKNOWN)
            choices = rest.choices | named["**"].choices
            variables[name] = replace(rest, choices=choices)
        variables.setdefault(name, UNKNOWN)
    if spec.kwarg is not None:
        known = {key: value for key, value in named.items() if key not in names}
        variables[spec.kwarg.arg] = Value(entries=tuple(known.items()))
    return variables


def opaque_parameters(body: Function, origin: str) -> Arguments:
    """Return arguments for a function that the script never calls: rows of one unseen source."""
    from ml_engineer_tools.leakage.process.iteration import with_hint

    rows = frozenset({Part(f"{UNSEEN}arguments of {origin}")})
    whole = Value(rows=rows, opaque=True)
    named = {
        argument.arg: replace(with_hint(whole, argument.arg))
        for argument in [*body.args.posonlyargs, *body.args.args, *body.args.kwonlyargs]
        if argument.arg not in ("self", "cls")
    }
    return Arguments((), named)
