"""Status codes that a handler sets by itself, read from its source.

Seen are a status given to a response that is made (``Response(status_int=202)``, ``ResponseObject(view, code=207)``)
and one that is assigned (``req.response.status_int = 201``, ``answer._code = result``), in the handler and in the
methods of its own class that it calls.
"""

from __future__ import annotations

import ast
import functools
import inspect
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")

_ATTRIBUTES = frozenset({"status_int", "status_code", "_code"})
_KEYWORDS = frozenset({"status_int", "status", "code", "status_code"})
_RESPONSES = ("response", "resp")


@dataclass(frozen=True, slots=True)
class Statuses:
    """The status codes that a handler sets itself.

    ``codes`` are the constants, ascending; ``unknown`` says that another value is set too; ``default`` that some way
    through the handler sets none, so that the framework's own holds.
    """

    codes: tuple[int, ...] = ()
    unknown: bool = False
    default: bool = True


Decision: TypeAlias = Callable[[ast.Call], bool | None]
"""What a call in a condition is sure to return: asked for each, so that a branch for other versions is not read."""


def statuses(function: Callable[..., Any], decide: Decision = lambda call: None) -> Statuses:
    """The status codes that a handler sets itself; of a handler without readable source nothing is known."""
    function = inspect.unwrap(function)
    return _read(getattr(function, "__func__", function), decide, frozenset(), {})


def _read(
    function: Callable[..., Any], decide: Decision, readers: frozenset[str], given: dict[str, ast.expr]
) -> Statuses:
    definition = _definition(function)
    if definition is None:
        return Statuses(unknown=True)
    arguments = definition.args.args[len(definition.args.args) - len(definition.args.defaults) :]
    defaults = dict(zip((argument.arg for argument in arguments), definition.args.defaults, strict=True))
    reader = _Reader(function, decide, readers | {function.__qualname__}, defaults | given)
    reader.read(definition.body)
    return Statuses(tuple(sorted(reader.codes)), reader.unknown, reader.default)


@functools.cache
def _definition(function: Callable[..., Any]) -> ast.FunctionDef | None:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return None
    definition = tree.body[0]
    return definition if isinstance(definition, ast.FunctionDef) else None


class _Reader:
    """Goes through the statements of a function and notes each status.

    ``explicit`` are the expressions that hold a response with a status of its own at the statement being read.
    """

    def __init__(
        self, function: Callable[..., Any], decide: Decision, readers: frozenset[str], given: dict[str, ast.expr]
    ) -> None:
        self.codes: set[int] = set()
        self.unknown = False
        self.default = False
        self._function = function
        self._decide = decide
        self._readers = readers
        self._explicit: frozenset[str] = frozenset()
        self._values = {name: [value] for name, value in given.items()}

    def read(self, body: list[ast.stmt]) -> None:
        """Read a whole function, at whose end it returns nothing."""
        if self._falls_through(body):
            self._returned(None)

    def _falls_through(self, statements: list[ast.stmt]) -> bool:
        """Read statements one after the other; whether the one after them is reached."""
        return all(self._passes(statement) for statement in statements)

    def _passes(self, statement: ast.stmt) -> bool:
        match statement:
            case ast.Return(value=value):
                self._returned(value)
                return False
            case ast.Raise() | ast.Continue() | ast.Break():
                return False
            case ast.If(test=test, body=body, orelse=orelse):
                truth = self._truth(test)
                return self._branches(
                    [*([body] if truth is not False else []), *([orelse] if truth is not True else [])]
                )
            case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
                after = self._branches([[*body, *orelse], *(handler.body for handler in handlers)])
                return self._falls_through(final) and after
            case ast.With(body=body):
                return self._falls_through(body)
            case ast.For(body=body, orelse=orelse) | ast.While(body=body, orelse=orelse):
                return self._branches([[*body, *orelse], orelse])
            case ast.Assign(targets=[target], value=value):
                self._assigned(target, value)
        return True

    def _branches(self, branches: list[list[ast.stmt]]) -> bool:
        """Read statements of which one block is run; afterwards is explicit what is explicit at the end of each."""
        before, ends = self._explicit, []
        for branch in branches:
            self._explicit = before
            if self._falls_through(branch):
                ends.append(self._explicit)
        self._explicit = frozenset.intersection(*ends) if ends else before
        return bool(ends)

    def _assigned(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Attribute) and _sets_status(target):
            self._set(value)
            self._explicit |= {self._name(target.value)}
        elif isinstance(target, ast.Name):
            self._values.setdefault(target.id, []).append(value)
            self._explicit -= {target.id}
            if self._is_explicit(value):
                self._explicit |= {target.id}

    def _returned(self, value: ast.expr | None) -> None:
        ambient = any(name.rpartition(".")[2] in _RESPONSES and "." in name for name in self._explicit)
        if not (value is not None and self._is_explicit(value)) and not ambient:
            self.default = True

    def _is_explicit(self, value: ast.expr) -> bool:
        """Whether an expression is a response with a status of its own, which is noted."""
        if isinstance(value, ast.Call):
            status = next((k.value for k in value.keywords if k.arg in _KEYWORDS and _makes_response(value)), None)
            if status is not None:
                self._set(status)
                return True
            return self._is_explicit_helper(value)
        return self._name(value) in self._explicit

    def _name(self, value: ast.expr) -> str:
        """An expression as text; another name of an attribute (``answer = req.response``) as that attribute."""
        if isinstance(value, ast.Name):
            match self._values.get(value.id):
                case [ast.Attribute() as attribute]:
                    return ast.unparse(attribute)
        return ast.unparse(value)

    def _is_explicit_helper(self, call: ast.Call) -> bool:
        """Whether a call is of a method of the same class whose answer has a status of its own in any case."""
        helper = self._helper(call.func)
        if helper is None or helper.__qualname__ in self._readers:
            return False
        given: dict[str, ast.expr] = {
            k.arg: k.value for k in call.keywords if k.arg and isinstance(k.value, ast.Constant)
        }
        found = _read(helper, self._decide, self._readers, given)
        self.codes |= set(found.codes)
        self.unknown |= found.unknown
        return not found.default

    def _helper(self, called: ast.expr) -> Callable[..., Any] | None:
        """The function of the same class or module that an expression names."""
        found: Any = None
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "self":
            found = getattr(_owner(self._function), called.attr, None)
        elif isinstance(called, ast.Name):
            found = self._function.__globals__.get(called.id)
        return found if inspect.isfunction(found) else None

    def _set(self, value: ast.expr) -> None:
        constants = self._constants(value)
        self.codes |= constants
        self.unknown |= not constants

    def _constants(self, value: ast.expr) -> set[int]:
        """The status codes that an expression can be; none if it may be something else."""
        match value:
            case ast.Constant(value=int() | str() as constant):
                digits = str(constant)[:3]
                return {int(digits)} if digits.isdigit() else set()
            case ast.IfExp(body=body, orelse=orelse):
                return self._all_constants([body, orelse])
            case ast.Name(id=name) if name in self._values:
                return self._of_values(name, self._all_constants)
            case ast.Name() | ast.Attribute():
                found = self._global(value)
                return {int(found)} if isinstance(found, int) else set()
        return set()

    def _of_values(self, name: str, answer: Callable[[list[ast.expr]], T]) -> T:
        """An answer from what was assigned to a name, in which the name itself stands for nothing."""
        values = self._values.pop(name)
        result = answer(values)
        self._values[name] = values
        return result

    def _all_constants(self, values: list[ast.expr]) -> set[int]:
        found = [self._constants(value) for value in values]
        return set().union(*found) if all(found) else set()

    def _global(self, value: ast.expr) -> Any:
        first, *rest = ast.unparse(value).split(".")
        found = self._function.__globals__.get(first)
        for name in rest:
            found = getattr(found, name, None)
        return found

    def _truth(self, test: ast.expr) -> bool | None:
        """What a condition is sure to be, as far as the calls in it decide it."""
        match test:
            case ast.Call():
                return self._decide(test)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                truth = self._truth(operand)
                return None if truth is None else not truth
            case ast.BoolOp(op=op, values=values):
                truths = [self._truth(value) for value in values]
                settling = isinstance(op, ast.Or)
                if settling in truths:
                    return settling
                return None if None in truths else not settling
            case ast.Name(id=name) if len(self._values.get(name, ())) == 1:
                return self._of_values(name, lambda values: self._truth(values[0]))
        return None


def _owner(function: Callable[..., Any]) -> Any:
    """The class in whose body a function is defined, or its module."""
    found: Any = sys.modules.get(function.__module__)
    for name in function.__qualname__.split(".")[:-1]:
        found = getattr(found, name, None)
    return found


def _sets_status(target: ast.Attribute) -> bool:
    if target.attr == "status":
        return ast.unparse(target.value).rpartition(".")[2] in _RESPONSES
    return target.attr in _ATTRIBUTES


def _makes_response(call: ast.Call) -> bool:
    return ast.unparse(call.func).rpartition(".")[2].endswith(("Response", "ResponseObject"))
