"""Classes of the script: their methods, their fields, what an instance of them starts with."""

from __future__ import annotations

import ast

from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import Value

Function = ast.FunctionDef | ast.AsyncFunctionDef
BOUND = "<bound>"
"""Under which option a method keeps the instance that it belongs to."""


def method(thing: Thing, name: str) -> Thing | None:
    """Return the method of an instance of a class of the script; None if it defines none."""
    if thing.blueprint is None:
        return None
    for statement in thing.blueprint.body:
        if isinstance(statement, Function) and statement.name == name:
            return Thing(name, statement.lineno, body=statement, scope=thing.scope)
    return None


def bound_method(thing: Thing, name: str) -> Thing | None:
    """Return a method as a function that knows its instance: `study.optimize(task.objective)`."""
    found = method(thing, name) if "<self>" in thing.options else None
    if found is None:
        return None
    found.options[BOUND] = Value(things=(thing,))
    return found


def is_property(function: Thing) -> bool:
    """Tell whether a method is read as an attribute is."""
    decorators = getattr(function.body, "decorator_list", ())
    return any(decorator_name(one) in ("property", "cached_property") for one in decorators)


def decorator_name(node: ast.expr) -> str:
    """Return the last part of the name of a decorator or of a base class."""
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


_WITH_FIELDS = ("dataclass", "define", "frozen", "attrs", "s", "NamedTuple", "BaseModel")
"""Decorators and bases of classes whose annotated names are what an instance is made with."""


def fields(cls: ast.ClassDef) -> list[ast.AnnAssign]:
    """Return what an instance is made with, in order, of a class that lists it as its fields."""
    told = {decorator_name(node) for node in (*cls.decorator_list, *cls.bases)}
    if not told & set(_WITH_FIELDS):
        return []
    return [one for one in cls.body if isinstance(one, ast.AnnAssign) and _is_given(one)]


def _is_given(field: ast.AnnAssign) -> bool:
    """Tell whether an instance is made with a field: not so of `field(init=False)`."""
    options = field.value.keywords if isinstance(field.value, ast.Call) else []
    return isinstance(field.target, ast.Name) and not any(
        one.arg == "init" and isinstance(one.value, ast.Constant) and one.value.value is False
        for one in options
    )


def default_of(field: ast.AnnAssign) -> ast.expr | None:
    """Return the expression that a field starts with; None if there is none."""
    value = field.value
    if not isinstance(value, ast.Call) or decorator_name(value) not in ("field", "Field", "ib"):
        return value
    for one in value.keywords:
        if one.arg in ("default", "default_factory", "factory"):
            call = ast.Call(func=one.value, args=[], keywords=[])
            return one.value if one.arg == "default" else ast.copy_location(call, value)
    return None
