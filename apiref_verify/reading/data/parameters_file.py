"""A parameters file: YAML into definitions, each field with its place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from apiref_verify.model.location import Location
from apiref_verify.model.microversion import Microversion, VersionRange
from apiref_verify.model.reference import Definition, ParametersFile, Place, Problem, ProblemKind
from apiref_verify.reading.data.positions import Merges, Places, YAMLProblem, compose, key_text, merged_in

_FIELDS = ("description", "in", "required", "type", "min_version", "max_version", "default", "format", "enum")
_SCALARS = ("description", "in", "required", "type", "min_version", "max_version")
_MISSPELT_FROM = ("description", "required", "min_version", "max_version", "type")
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_NULLS = ("", "null", "~", "none")
_PLAIN_FIELD = re.compile(r"[\w.-]+")
_INVISIBLE = "\u00a0\u200b\u2060\ufeff"
PlaceOf = Callable[[Any], Location]

_WHAT = {"sequence": "list", "mapping": "mapping", "scalar": "single value"}


def read_parameters_file(path: str, text: str) -> tuple[ParametersFile, list[Problem]]:
    """Read a parameters file; ``path`` is relative to the root. Never raises: what is wrong comes as problems."""
    problems: list[Problem] = []
    places = Places(text)

    def whole(message: str, place: Location, hint: str) -> tuple[ParametersFile, list[Problem]]:
        problems.append(Problem(ProblemKind.PARAMETERS_FILE, message, place, hint))
        return ParametersFile(path, {}), problems

    try:
        root = compose(text)
    except YAMLProblem as broken:
        return whole(f"not YAML: {broken}", Location(path, broken.line, broken.column), broken.hint)
    if root is None or (root.id == "scalar" and not root.value):
        return whole("the parameters file is empty", Location(path), "define the parameters, or take the file out")
    if root.id != "mapping":
        what = f"the parameters file is a {_WHAT[root.id]}, not a mapping of names to definitions"
        return whole(what, Location(path, *places(root)), "begin each definition with its name and a colon")
    definitions = _definitions(root, lambda node: Location(path, *places(node)), problems)
    return ParametersFile(path, definitions), problems


def _definitions(root: Any, place_of: PlaceOf, problems: list[Problem]) -> dict[str, Definition]:
    definitions: dict[str, Definition] = {}
    own_names: set[str] = set()
    merges = Merges()
    names = {id(value): key_text(key) for key, value in root.value}
    for key, value, own in merges.pairs(root):
        name, place = key_text(key), place_of(key)
        if key.id != "scalar":
            message = f"the name of a definition is a {_WHAT[key.id]}"
            problems.append(Problem(ProblemKind.DEFINITION, message, place, "write a plain name"))
            continue
        if own and name in own_names:
            message = f"{name} is defined twice: the definition in line {definitions[name].location.line} is lost"
            problems.append(Problem(ProblemKind.DEFINITION, message, place, "rename or remove one", name))
        if own:
            own_names.add(name)
        bases = tuple(names[id(base)] for base in merged_in(value) if id(base) in names)
        definition = _Reader(name, place, place_of, problems).definition(value, merges)
        definitions[name] = replace(definition, bases=bases) if bases else definition
    return definitions


class _Reader:
    """Reads one definition."""

    def __init__(self, name: str, place: Location, place_of: PlaceOf, problems: list[Problem]) -> None:
        self._name = name
        self._place = place
        self._place_of = place_of
        self._problems = problems
        self._texts: dict[str, str] = {}
        self._fields: dict[str, Location] = {}

    def definition(self, node: Any, merges: Merges) -> Definition:
        """Return the definition that a node means."""
        if node.id != "mapping":
            empty = node.id == "scalar" and not node.value
            message = "the definition is empty" if empty else f"the definition is a {_WHAT[node.id]}, not a mapping"
            self._problem(message, self._place, "indent its fields below the name")
            return Definition(self._name, None, "", None, VersionRange(), "", self._place)
        self._read_fields(node, merges)
        return Definition(
            self._name,
            self._travels_in(),
            self._type(),
            self._required(),
            VersionRange(self._version("min_version"), self._version("max_version")),
            self._text("description"),
            self._place,
            self._fields,
            written=self._texts,
        )

    def _problem(self, message: str, where: Location, hint: str = "", harmless: bool = False) -> None:
        text = f"{self._name}: {message}"
        self._problems.append(Problem(ProblemKind.DEFINITION, text, where, hint, self._name, harmless))

    def _read_fields(self, node: Any, merges: Merges) -> None:
        before = len(merges.faults)
        for key, value, own in merges.pairs(node):
            written, where = key_text(key), self._place_of(key)
            field = self._field(written, where) if own else written.strip(_INVISIBLE)
            if own and field in self._fields:
                self._problem(f"the field {field} is given twice", where, "remove one of the two")
            if own and field in _SCALARS and value.id != "scalar":
                self._problem(f"{field} is a {_WHAT[value.id]}, not a text", where, "write a single value")
            self._texts[field] = value.value if value.id == "scalar" else ""
            if own:
                self._fields[field] = where
        for key, fault in merges.faults[before:]:
            self._problem(fault, self._place_of(key), "write `<<: *name`, where &name marks another definition")

    def _field(self, written: str, where: Location) -> str:
        """Return the field that is meant, whatever its spelling."""
        if written in _FIELDS:
            return written
        field = written.strip(_INVISIBLE)
        if field != written:
            self._problem(f"an invisible blank stands beside the field {field}", where, "replace it by a plain blank")
            return field
        near = difflib.get_close_matches(field.lower(), _MISSPELT_FROM, n=1, cutoff=0.75)
        if near:
            self._problem(f"unknown field {field!r}", where, f"did you mean {near[0]}?")
            return near[0]
        if not _PLAIN_FIELD.fullmatch(field):
            self._problem(f"unknown field {field[:40]!r}", where, "is it text that lacks its indentation?")
        return field

    def _text(self, field: str) -> str:
        return self._texts.get(field, "").strip()

    def _where(self, field: str) -> Location:
        return self._fields.get(field, self._place)

    def _travels_in(self) -> Place | None:
        text, where = self._text("in"), self._where("in")
        if text.lower() in Place._value2member_map_:
            if text != text.lower():
                self._problem(f"in: {text} is not lower case", where, f"write in: {text.lower()}", harmless=True)
            return Place(text.lower())
        if not text:
            if not self._is_told("in"):
                self._problem("it does not say where it travels", where, "add in: header, path, query or body")
            return None
        near = difflib.get_close_matches(text.lower(), [place.value for place in Place], n=1, cutoff=0.6)
        hint = f"did you mean {near[0]}?" if near else "write header, path, query or body"
        self._problem(f"in: {text[:40]} is not a place", where, hint)
        return Place(near[0]) if near else None

    def _type(self) -> str:
        text = self._text("type")
        if not text and not self._is_told("type"):
            self._problem("it does not say its type", self._where("type"), "add a type, such as type: string")
        return text

    def _required(self) -> bool | None:
        text, where = self._text("required"), self._where("required")
        if text.lower() in _BOOLEANS:
            return _BOOLEANS[text.lower()]
        if not text:
            if not self._is_told("required"):
                self._problem("it does not say whether it is required", where, "add required: true or required: false")
            return None
        word = (re.findall(r"[a-z]+", text.lower()) or [""])[0]
        near = difflib.get_close_matches(word, ["true", "false"], n=1, cutoff=0.7)
        hint = f"did you mean {near[0]}?" if near else "write true or false"
        self._problem(f"required: {text[:40]} is neither true nor false", where, hint)
        return _BOOLEANS[near[0]] if near else None

    def _version(self, end: str) -> Microversion | None:
        text = self._text(end)
        if text.lower() in _NULLS:
            return None
        try:
            return Microversion.parse(text)
        except ValueError:
            self._problem(f"{end}: {text[:40]} is not a version", self._where(end), "write it as 2.10")
            return None

    def _is_told(self, field: str) -> bool:
        """Whether a problem at the place of a field says enough already: it is a list or mapping."""
        message = f"{self._name}: {field} is a "
        return any(p.message.startswith(message) and p.parameter == self._name for p in self._problems)
