"""Schemas that a method applies inside, to one member of the body it gets: ``lazy_validate(schema, body.get("boat"))``.

Read in the source: a name that is assigned from the body, and a call that validates what is called so, in the method
itself or in a function that it hands the name to.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from apiref_verify.model.contract import Schema

Function = Callable[..., Any]

_VALIDATOR = "lazy_validate"
_BODIES = ("request_body_json", "get_json")


def lazy_body(function: Function, accepts: Callable[[Schema, Any], bool]) -> Schema | None:
    """The schema of a body of which a function validates members; ``None`` if it validates none.

    ``accepts`` says whether a schema accepts a value: a member is required if what stands for it is not accepted.
    """
    function = inspect.unwrap(function)
    calls = _calls(function)
    members = dict(_members(function))
    validated = [*_validated(function, calls), *_handed_on(function, calls)]
    found = {members[name][0]: (schema, members[name][1]) for name, schema in validated if name in members}
    if not found:
        return None
    required = [key for key, (schema, default) in found.items() if not accepts(schema, default)]
    return {"type": "object", "properties": {key: schema for key, (schema, _) in found.items()}, "required": required}


def _members(function: Function) -> Iterator[tuple[str, tuple[str, Any]]]:
    """The names that a function gives to members of the body: the key of each, and what stands for a missing one."""
    for node in _nodes(function):
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(
                    func=ast.Attribute(value=body, attr="get"), args=[ast.Constant(value=str() as key), *default]
                ),
            ) if any(word in ast.unparse(body) for word in _BODIES):
                yield name, (key, ast.literal_eval(default[0]) if default else None)


def _validated(function: Function, calls: list[ast.Call]) -> Iterator[tuple[str, Schema]]:
    """The names that a function validates, and the schema for each."""
    for call in calls:
        match call:
            case ast.Call(func=called, args=[schema, ast.Name(id=name)]) if _last_word(called) == _VALIDATOR:
                yield name, _value(function, schema)


def _handed_on(function: Function, calls: list[ast.Call]) -> Iterator[tuple[str, Schema]]:
    """The names that a function hands to another, which validates its first argument, and the schema for each."""
    for call in calls:
        match call:
            case ast.Call(func=called, args=[ast.Name(id=name)]):
                helper = _value(function, called)
                if inspect.isfunction(helper):
                    first = next(iter(inspect.signature(helper).parameters), None)
                    yield from (
                        (name, schema) for given, schema in _validated(helper, _calls(helper)) if given == first
                    )


def _calls(function: Function) -> list[ast.Call]:
    return [node for node in _nodes(function) if isinstance(node, ast.Call)]


def _nodes(function: Function) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function))))


def _last_word(expression: ast.expr) -> str:
    return ast.unparse(expression).rpartition(".")[2]


def _value(function: Function, expression: ast.expr) -> Any:
    """What a dotted name stands for in the module of a function; ``None`` for anything else."""
    first, *rest = ast.unparse(expression).split(".")
    found = function.__globals__.get(first)
    for word in rest:
        found = getattr(found, word, None)
    return found
