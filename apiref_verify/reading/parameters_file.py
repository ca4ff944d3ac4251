"""A parameters file: YAML into definitions, each field with its place."""

from __future__ import annotations

import difflib
from typing import Any

from apiref_verify.model.location import Location
from apiref_verify.model.microversion import Microversion, VersionRange
from apiref_verify.model.reference import Definition, ParametersFile, Place, Problem, ProblemKind
from apiref_verify.reading.positions import YAMLProblem, compose, key_text, merged_pairs

_FIELDS = ("description", "in", "required", "type", "min_version", "max_version", "default", "format", "enum")
_MISSPELT_FROM = ("description", "required", "min_version", "max_version", "type")
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_NULLS = {"", "null", "~", "none"}


def read_parameters_file(path: str, text: str) -> tuple[ParametersFile, list[Problem]]:
    """Read a parameters file; ``path`` is relative to the root. Never raises: what is wrong comes as problems."""
    problems: list[Problem] = []
    definitions: dict[str, Definition] = {}
    try:
        root = compose(text)
    except YAMLProblem as broken:
        place = Location(path, broken.line, broken.column)
        hint = "mend the YAML; until then no table that uses this file can be checked"
        problems.append(Problem(ProblemKind.PARAMETERS_FILE, f"not YAML: {broken}", place, hint))
        return ParametersFile(path, definitions), problems
    if root is None:
        problems.append(Problem(ProblemKind.PARAMETERS_FILE, "the parameters file is empty", Location(path)))
        return ParametersFile(path, definitions), problems
    if root.id != "mapping":
        what = f"the parameters file is a {root.id}, not a mapping of names to definitions"
        problems.append(Problem(ProblemKind.PARAMETERS_FILE, what, _place(path, root)))
        return ParametersFile(path, definitions), problems
    for key, value, own in merged_pairs(root):
        name = key_text(key)
        place = _place(path, key)
        if own and name in definitions:
            first = definitions[name].location.line
            message = f"{name} is defined twice: the definition in line {first} is lost"
            problems.append(Problem(ProblemKind.DEFINITION, message, place, parameter=name))
        definitions[name] = _definition(path, name, place, value, problems)
    return ParametersFile(path, definitions), problems


def _place(path: str, node: Any) -> Location:
    return Location(path, node.start_mark.line + 1, node.start_mark.column + 1)


def _definition(path: str, name: str, place: Location, node: Any, problems: list[Problem]) -> Definition:
    def problem(message: str, where: Location, hint: str = "", harmless: bool = False) -> None:
        problems.append(Problem(ProblemKind.DEFINITION, f"{name}: {message}", where, hint, name, harmless))

    if node.id != "mapping":
        problem("the definition is not a mapping of fields", place, "an indentation is missing, perhaps")
        return Definition(name, None, "", None, VersionRange(), "", place)
    texts: dict[str, str] = {}
    fields: dict[str, Location] = {}
    for key, value, own in merged_pairs(node):
        field = key_text(key)
        where = _place(path, key)
        if own and field in fields:
            problem(f"the field {field} is given twice", where)
        if field not in _FIELDS:
            near = difflib.get_close_matches(field.lower(), _MISSPELT_FROM, n=1, cutoff=0.75)
            if near:
                problem(f"unknown field {field!r}", where, f"did you mean {near[0]}?")
                field = near[0]
        texts[field] = value.value if value.id == "scalar" else ""
        if own:
            fields[field] = where
    return Definition(
        name,
        _place_of(texts, fields, place, problem),
        texts.get("type", "").strip(),
        _required(texts, fields, place, problem),
        VersionRange(*(_version(end, texts, fields, place, problem) for end in ("min_version", "max_version"))),
        texts.get("description", "").strip(),
        place,
        fields,
    )


def _place_of(texts: dict[str, str], fields: dict[str, Location], place: Location, problem: Any) -> Place | None:
    text = texts.get("in", "").strip()
    if text.lower() in Place._value2member_map_:
        if text != text.lower():
            problem(f"in: {text} must be lower case", fields.get("in", place), harmless=True)
        return Place(text.lower())
    where = fields.get("in", place)
    if not text:
        problem("does not say where the parameter travels", where, "add in: header, path, query or body")
    else:
        near = difflib.get_close_matches(text.lower(), [p.value for p in Place], n=1, cutoff=0.6)
        expected = f"did you mean {near[0]}?" if near else "expected header, path, query or body"
        problem(f"in: {text} is not a place", where, expected)
        return Place(near[0]) if near else None
    return None


def _required(texts: dict[str, str], fields: dict[str, Location], place: Location, problem: Any) -> bool | None:
    text = texts.get("required", "").strip()
    if text.lower() in _BOOLEANS:
        return _BOOLEANS[text.lower()]
    where = fields.get("required", place)
    if not text:
        problem("does not say whether the parameter is required", where, "add required: true or required: false")
        return None
    word = text.lower().replace("(", " ").split()[0]
    near = difflib.get_close_matches(word, ["true", "false"], n=1, cutoff=0.7)
    problem(f"required: {text} is neither true nor false", where, f"did you mean {near[0]}?" if near else "")
    return _BOOLEANS[near[0]] if near else None


def _version(
    end: str, texts: dict[str, str], fields: dict[str, Location], place: Location, problem: Any
) -> Microversion | None:
    text = texts.get(end, "").strip()
    if text.lower() in _NULLS:
        return None
    try:
        return Microversion.parse(text)
    except ValueError:
        problem(f"{end}: {text} is not a version", fields.get(end, place), "write it as 2.10")
        return None
