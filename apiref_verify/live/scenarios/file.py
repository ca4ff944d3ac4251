"""A scenario file: YAML or JSON, judged by the published schema, every fault with its line."""

from __future__ import annotations

import difflib
import importlib.resources
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from apiref_verify.evidence.contracts.documents.files import read_text
from apiref_verify.evidence.contracts.documents.values import parse
from apiref_verify.evidence.contracts.errors import ContractError
from apiref_verify.live.scenarios.scenario import NEWEST, BodyOrigin, Name, Scenario, Step, Wait
from apiref_verify.reading.data.positions import locate

_OPERATION = re.compile(r"([A-Z]+) (\S+)(?: \((.+)\))?")


class ScenarioError(ValueError):
    """A scenario that cannot be used; its text is one line for the user, with the place and what to do."""


def read_scenario(path: Path) -> Scenario:
    """The scenario in a file.

    :raises ScenarioError: if it cannot be read, or is not what the schema says.
    """
    try:
        text = read_text(path)
        document = parse(text, str(path))
    except ContractError as error:
        raise ScenarioError(str(error)) from None
    _check(document, text, str(path))
    reader = _Reader(text)
    return Scenario(
        str(path),
        tuple(reader.step(item, ("steps", n)) for n, item in enumerate(document["steps"])),
        document.get("values", {}),
    )


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    file = importlib.resources.files("apiref_verify") / "schemas" / "scenario-1.json"
    return dict(json.loads(file.read_text("utf-8")))


def _check(document: Any, text: str, path: str) -> None:
    """Refuse a document that is not what the schema says, for its first fault."""
    from jsonschema import Draft202012Validator

    faults = sorted(
        Draft202012Validator(_schema()).iter_errors(document), key=lambda fault: locate(text, list(fault.absolute_path))
    )
    for fault in map(_deepest, faults):
        message, pointer = _words(fault)
        raise ScenarioError(f"{path}:{locate(text, pointer)[0]}: {message}")


def _deepest(fault: Any) -> Any:
    """What is wrong in the alternative that was most likely meant: the one of the right type."""
    while fault.context:
        fault = min(fault.context, key=lambda inner: (inner.validator == "type", -len(inner.absolute_path)))
    return fault


def _words(fault: Any) -> tuple[str, list[str | int]]:
    """What a fault means, and where it is."""
    pointer = list(fault.absolute_path)
    where = ".".join(map(str, pointer)) or "a scenario"
    if fault.validator == "additionalProperties" and isinstance(fault.validator_value, bool):
        known = sorted(fault.schema["properties"])
        unknown = sorted(fault.instance.keys() - set(known))[0]
        near = difflib.get_close_matches(unknown, known, 1, 0.7)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
        return f"{where} has no {unknown!r}; {hint}", [*pointer, unknown]
    if fault.validator == "required":
        return f"{where} needs {' and '.join(map(repr, fault.validator_value))}", pointer
    told = _description(fault)
    if pointer and "version" in pointer and isinstance(fault.instance, int | float | list):
        return f"{where} is a number; put versions in quotes: 2.10 without them is 2.1", pointer
    return f"{where} is {_shown(fault.instance)}{f'; {told}' if told else f': {fault.message}'}", pointer


def _description(fault: Any) -> str:
    """What the schema says of the place of a fault, or of what it is an alternative for."""
    while fault is not None:
        if isinstance(fault.schema, dict) and "description" in fault.schema:
            return str(fault.schema["description"]).rstrip(".")
        fault = fault.parent
    return ""


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:37] + "…"


class _Reader:
    """Makes steps of values that the schema allows."""

    def __init__(self, text: str) -> None:
        self._text = text

    def step(self, value: dict[str, Any], pointer: tuple[str | int, ...]) -> Step:
        """One step; ``pointer`` is where it stands."""
        return Step(
            operation=_name(value["operation"], value.get("action")),
            line=self._line(*pointer),
            versions=_several(value.get("version", NEWEST)),
            changes=value.get("with", {}),
            without=tuple(value.get("without", ())),
            path=value.get("path", {}),
            query=value.get("query", {}),
            capture=value.get("capture", {}),
            expect=_several(value.get("expect", ())),
            wait=self._wait(value["wait"], (*pointer, "wait")) if "wait" in value else None,
            cleanup=self._cleanup(value.get("cleanup", ()), (*pointer, "cleanup")),
            **_body(value),
        )

    def _cleanup(self, value: Any, pointer: tuple[str | int, ...]) -> tuple[Step, ...]:
        if isinstance(value, dict):
            return (self.step(value, pointer),)
        return tuple(self.step(item, (*pointer, n)) for n, item in enumerate(value))

    def _wait(self, value: dict[str, Any], pointer: tuple[str | int, ...]) -> Wait:
        more = {
            name: value[name] for name in ("version", "until", "unless", "status", "timeout", "every") if name in value
        }
        return Wait(_name(value["operation"], None), self._line(*pointer), **more)

    def _line(self, *pointer: str | int) -> int:
        return locate(self._text, pointer)[0]


def _body(value: dict[str, Any]) -> dict[str, Any]:
    """What a step says of its body."""
    if "body" not in value:
        return {"origin": BodyOrigin.USUAL}
    body = value["body"]
    if body is None:
        return {"origin": BodyOrigin.NONE}
    if body == "sample":
        return {"origin": BodyOrigin.SAMPLE}
    if set(body) == {"sample"} and isinstance(body["sample"], str):
        return {"origin": BodyOrigin.SAMPLE, "sample": body["sample"]}
    return {"origin": BodyOrigin.GIVEN, "body": body}


def _name(text: str, action: str | None) -> Name:
    match = _OPERATION.fullmatch(text)
    return Name(match[1], match[2], match[3] or action) if match else Name("", text, action)


def _several(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)
