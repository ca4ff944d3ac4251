"""Judging a body by the schema of its own version, with the reason told at the place where it is.

``jsonschema`` is the judge. Where ``jsonschema-rs`` is installed it goes first, since it is faster: what it finds valid
is valid, and what it does not is explained, and decided, by ``jsonschema``.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from apiref_verify.matching.skeleton import Instance
from apiref_verify.model.contract import DIALECT, Contract, Promise, Schema
from apiref_verify.model.reference import Direction

if TYPE_CHECKING:
    from jsonschema import FormatChecker
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

_LONGEST = 80
_MOST_ERRORS = 200


@dataclass(frozen=True, slots=True)
class Violation:
    """Why a body does not satisfy a schema: ``pointer`` is a JSON pointer into the body, ``message`` the reason.

    Of a choice (``oneOf``, ``anyOf``) the branch that came nearest is explained, and ``branch`` says which it was:
    its number from 1, and how many there are. ``names`` are properties that may not stand there, or that are missing.
    ``is_format``: the value is of a wrong format; ``is_null``: it is null, and of another type it would do.
    ``keyword`` is what failed, in the words of JSON Schema.
    """

    pointer: str
    message: str
    branch: tuple[int, int] | None = None
    names: tuple[str, ...] = ()
    is_format: bool = False
    is_null: bool = False
    keyword: str = ""

    def __str__(self) -> str:
        nearest = f" (nearest of {self.branch[1]} alternatives: number {self.branch[0]})" if self.branch else ""
        return self.message + nearest


class Validators:
    """The validators of one contract, each compiled once.

    :param fast: whether to use ``jsonschema-rs`` where it is installed.
    """

    def __init__(self, contract: Contract, fast: bool = True) -> None:
        self._contract = contract
        self._known: dict[int, tuple[Schema, Validator]] = {}
        self._gates: dict[int, Callable[[Any], bool] | None] = {}
        self._formats: FormatChecker | None = None
        self._fast = fast

    @cached_property
    def speak_of_null(self) -> bool:
        """Whether any schema of a request says where null may stand."""
        requests = {id(p.request): p.request for _, p in self._contract.rows if p.request is not None}
        return any(_says_null(schema) for schema in requests.values())

    def violations(self, body: Any, schema: Schema) -> list[Violation]:
        """Why a body does not satisfy a schema, as far as the first few hundred reasons go; empty if it does."""
        gate = self.gate(schema)
        if gate is not None and gate(body):
            return []
        errors = itertools.islice(self._validator(schema).iter_errors(body), _MOST_ERRORS)
        return list(dict.fromkeys(_violation(error) for error in errors if not self._is_unsure(error)))

    def _validator(self, schema: Schema) -> Validator:
        found = self._known.get(id(schema))
        if found is None:
            from jsonschema import Draft202012Validator
            from jsonschema.validators import validator_for

            dialect = {"$schema": self._contract.dialect}
            judge = validator_for(
                schema if isinstance(schema, dict) and "$schema" in schema else dialect, default=Draft202012Validator
            )
            found = self._known[id(schema)] = (schema, judge(schema, format_checker=self._format_checker()))
        return found[1]

    def _format_checker(self) -> FormatChecker:
        """The standard formats, and the contract's own as far as they are known: an unknown format never fails."""
        if self._formats is None:
            from jsonschema import FormatChecker

            self._formats = FormatChecker()
            for name, pattern in self._contract.formats.items():
                self._formats.checks(name)(_matcher(pattern))
        return self._formats

    def _is_unsure(self, error: ValidationError) -> bool:
        """Whether several branches of a ``oneOf`` fit only because nobody can tell the formats in them apart."""
        if error.validator != "oneOf" or error.context:
            return False
        known = set(self._format_checker().checkers) - {n for n, p in self._contract.formats.items() if p is None}
        return any(name not in known for name in _formats(error.validator_value))

    def gate(self, schema: Schema) -> Callable[[Any], bool] | None:
        """A faster check that a body is valid; ``None`` without ``jsonschema-rs``, or for a schema that it refuses."""
        if not self._fast or self._contract.dialect != DIALECT:
            return None
        if id(schema) not in self._gates:
            self._gates[id(schema)] = fast_gate(schema, self._contract.formats)
        return self._gates[id(schema)]


def fast_gate(schema: Schema, formats: Mapping[str, str | None]) -> Callable[[Any], bool] | None:
    """A compiled check by ``jsonschema-rs``, if it is installed and takes the schema."""
    try:
        import jsonschema_rs
    except ImportError:
        return None
    checks = {name: _matcher(pattern) for name, pattern in formats.items()}
    try:
        check: Callable[[Any], bool] = jsonschema_rs.Draft202012Validator(
            schema, validate_formats=True, formats=checks
        ).is_valid
    except ValueError:
        return None
    return check


def _says_null(schema: Any) -> bool:
    """Whether ``null`` is among the types that a schema names anywhere."""
    if isinstance(schema, dict):
        kind = schema.get("type")
        return kind == "null" or (isinstance(kind, list) and "null" in kind) or any(map(_says_null, schema.values()))
    return isinstance(schema, list) and any(map(_says_null, schema))


def _formats(schema: Any) -> Iterator[str]:
    """The names of all formats in a schema, or in several."""
    if isinstance(schema, dict):
        if isinstance(schema.get("format"), str):
            yield schema["format"]
        schema = list(schema.values())
    for part in schema if isinstance(schema, list) else ():
        yield from _formats(part)


def _matcher(pattern: str | None) -> Callable[[object], bool]:
    if pattern is None:
        return lambda value: True
    compiled = re.compile(pattern)
    return lambda value: not isinstance(value, str) or compiled.search(value) is not None


def _violation(error: ValidationError) -> Violation:
    """An error in words, of a choice the branch that came nearest: the one whose errors are deepest and fewest."""
    branch: tuple[int, int] | None = None
    while error.context and error.validator in ("oneOf", "anyOf"):
        number, error = _nearest(error)
        branch = branch or number
    steps = "".join(f"/{_escaped(step)}" for step in error.absolute_path)
    is_null = error.instance is None and error.validator in ("type", "enum")
    is_format = error.validator == "format"
    return Violation(steps, _words(error), branch, _names(error), is_format, is_null, str(error.validator))


def _names(error: ValidationError) -> tuple[str, ...]:
    """The properties that an error is about: those that may not stand there, or that are missing."""
    value: Any = error.instance
    if not isinstance(value, dict):
        return ()
    if error.validator == "additionalProperties":
        return tuple(_unexpected(error))
    said: Any = error.validator_value
    return tuple(name for name in said if name not in value) if error.validator == "required" else ()


def _nearest(error: ValidationError) -> tuple[tuple[int, int], ValidationError]:
    branches: dict[int, list[ValidationError]] = {}
    for cause in error.context or ():
        number = next(iter(cause.relative_schema_path), 0)
        branches.setdefault(int(number), []).append(cause)
    total = len(error.validator_value) if isinstance(error.validator_value, list) else len(branches)

    def distance(causes: list[ValidationError]) -> tuple[bool, int, int]:
        wrong_kind = any(cause.validator == "type" and not cause.path for cause in causes)
        return wrong_kind, -max(len(cause.path) for cause in causes), len(causes)

    best = min(branches, key=lambda number: distance(branches[number]))
    return (best + 1, total), max(branches[best], key=lambda cause: len(cause.path))


def _words(error: ValidationError) -> str:
    """The reason, short: long values are cut."""
    value: Any = error.instance
    said: Any = error.validator_value
    match error.validator:
        case "required" if isinstance(value, dict):
            missing = _names(error)
            return f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} required"
        case "additionalProperties" if isinstance(value, dict):
            return f"{', '.join(_names(error))} may not stand here"
        case "type":
            wanted = said if isinstance(said, str) else " or ".join(said)
            return f"{_short(value)} is not of type {wanted}"
        case "enum":
            return f"{_short(value)} is none of {_short(said)}"
        case "pattern":
            return f"{_short(value)} does not match {_short(said)}"
        case "format":
            return f"{_short(value)} is no {said}"
        case _:
            return _cut(error.message)


def _unexpected(error: ValidationError) -> Iterator[str]:
    known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    patterns = error.schema.get("patternProperties", {}) if isinstance(error.schema, dict) else {}
    body: Any = error.instance
    for name in body:
        if name not in known and not any(re.search(pattern, name) for pattern in patterns):
            yield str(name)


def _short(value: Any) -> str:
    """A value as JSON has it."""
    return _cut(json.dumps(value, ensure_ascii=False, default=str))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _escaped(step: Any) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


def judging(promises: list[Promise], instance: Instance, direction: Direction) -> list[tuple[Promise, list[Schema]]]:
    """The promises, with their schemas, one of which a body must satisfy: that of its version, or of any if unknown."""
    found = []
    for promise in promises:
        schemas = promise.success_schemas
        if direction is Direction.REQUEST:
            schemas = [promise.request] if promise.request is not None else []
        if schemas and _may_be_of(instance, promise):
            found.append((promise, schemas))
    return found


def violations(
    validators: Validators, instance: Instance, schemas: list[Schema], direction: Direction
) -> list[Violation]:
    """Why a body satisfies none of several schemas; empty if it satisfies one.

    A sample invents its values: in an answer a format, or null for a value, is no violation. In a request null is
    none where no schema of the contract's requests speaks of null.
    """
    lenient = direction is Direction.RESPONSE
    least: list[Violation] | None = None
    for schema in schemas:
        reasons = [
            reason
            for reason in validators.violations(instance.body, schema)
            if not (lenient and reason.is_format) and not (reason.is_null and (lenient or not validators.speak_of_null))
        ]
        if not reasons:
            return []
        if least is None or len(reasons) < len(least):
            least = reasons
    return least or []


def _may_be_of(instance: Instance, promise: Promise) -> bool:
    """Whether a body may be one of a promise's versions: its own, or any later one where it gives a lower bound."""
    if instance.version is None or instance.version in promise.versions:
        return True
    last = promise.versions.maximum
    return not instance.exact and (last is None or instance.version <= last)
