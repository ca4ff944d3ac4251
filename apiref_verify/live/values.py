"""Values for the variables of documented URLs: from the user, or from what earlier answers named."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from apiref_verify.live.filling import VARIABLE, Filled, NoValueError, filled, query_string
from apiref_verify.live.names_in_answers import Thing, properties_in, things_in
from apiref_verify.matching.names import squashed, url_variables
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Direction, Operation, Place

_MAJOR = re.compile(r"v\d+(?:\.\d+)?")
_PROJECT = re.compile(r"(?:project|tenant)_?id", re.I)
_SUBORDINATE = ("detail", "details")
_USUAL = ("id", "uuid", "name", "")
_MOST_THINGS = 3
_MOST_PATHS = 3
_MOST_NAMED = 3

Prefix = tuple[str, ...]


@dataclass(slots=True)
class _Search:
    """A search for values at a version.

    A strict one takes those below a filled path from answers to just that path. ``missing`` are the names of variables
    for which it found none.
    """

    version: Microversion | None
    is_strict: bool = False
    missing: list[str] = field(default_factory=list)


class Values:
    """Knows what to put for variables.

    ``given`` are values by name, which win over all that answers name; ``queries`` are sent wherever a query parameter
    of that name is documented.
    """

    def __init__(self, given: Mapping[str, str], queries: Mapping[str, str] | None = None) -> None:
        self._given = dict(given)
        self._queries = dict(queries or {})
        self._things: dict[Prefix, dict[Microversion | None, list[Thing]]] = defaultdict(dict)
        self._named: dict[str, list[str]] = defaultdict(list)
        self._suggested: dict[str, str] = {}

    def learn(self, path: str, version: Microversion | None, body: Any) -> None:
        """Take the names from the answer to a GET of a filled path."""
        prefix = _prefix(path)
        things = things_in(body, prefix[-1] if prefix else "versions")
        if things:
            known = self._things[prefix].get(version, [])
            self._things[prefix][version] = max(known, things, key=len)
        for name, value in properties_in(body):
            if len(self._named[name]) < _MOST_NAMED and value not in self._named[name]:
                self._named[name].append(value)

    def suggest(self, name: str, value: str) -> None:
        """Take a value for variables of a name, from whoever knows it; it is tried before those that answers name."""
        self._suggested[name] = value

    def knows_nothing_below(self, filled: Filled) -> bool:
        """Whether nothing below a path was named so far."""
        return not self._things.get(_prefix(filled.path))

    def fill(self, operation: Operation, version: Microversion | None) -> list[Filled]:
        """The ways to fill the URL of an operation, the likeliest first; at least one.

        :raises NoValueError: if a variable of the path, or a query parameter that is required, has no value.
        """
        query = self._query(operation, version)
        segments = [part for part in operation.path.split("/") if part]
        for is_strict in (True, False):
            search = _Search(version, is_strict)
            paths = list(itertools.islice(self._paths(segments, (), search), _MOST_PATHS))
            if paths:
                return [filled(operation, parts, query) for parts in paths]
        raise NoValueError(search.missing[-1])

    def sources(self, operation: Operation) -> list[str]:
        """For each variable of an operation's path, where its value will come from, in words."""
        return [f"{{{name}}}: {self._source(operation, name)}" for name in url_variables(operation.path)]

    def _source(self, operation: Operation, name: str) -> str:
        if name in self._given:
            return f"--value {name}={self._given[name]}"
        before = operation.path.split(f"{{{name}}}", 1)[0].rstrip("/")
        return f"what GET {before or '/'} names" if before or "version" in name else f"an answer that names {name}"

    def _paths(self, segments: list[str], done: Prefix, search: _Search) -> Iterator[Prefix]:
        """Filled segments, depth first."""
        if len(done) == len(segments):
            yield done
            return
        for text in self._texts(segments[len(done)], done, search):
            yield from self._paths(segments, (*done, text), search)

    def _texts(self, segment: str, done: Prefix, search: _Search) -> list[str]:
        """What a segment may be filled with."""
        names = [match[1] or match[2] for match in VARIABLE.finditer(segment)]
        if not names:
            return [segment]
        choices = {name: self._choices(name, done, search) for name in names}
        search.missing += [name for name, found in choices.items() if not found]
        if not all(choices.values()):
            return []
        if VARIABLE.fullmatch(segment):
            return choices[names[0]]
        return [VARIABLE.sub(lambda match: choices[match[1] or match[2]][0], segment)]

    def _choices(self, name: str, done: Prefix, search: _Search) -> list[str]:
        """The values for a variable after some filled segments, the likeliest first."""
        if name in self._given:
            return [self._given[name]]
        suggested = [self._suggested[name]] if name in self._suggested else []
        return list(dict.fromkeys(suggested + self._from_answers(name, _without_major(done), search)))

    def _from_answers(self, name: str, prefix: Prefix, search: _Search) -> list[str]:
        """What answers name below a prefix; if the search is not strict, or this is the first variable, elsewhere."""
        own = self._called(name, prefix, search.version) if prefix or "version" in name else []
        if own or (search.is_strict and len(prefix) > 1):
            return own
        endings = {*prefix[-1:], *_collections(name)}
        for other in [known for known in self._things if known and known[-1] in endings]:
            if found := self._called(name, other, search.version):
                return found
        keys = [key for key in self._named if key == name or (_PROJECT.fullmatch(name) and _PROJECT.fullmatch(key))]
        return [value for key in keys for value in self._named[key]]

    def _called(self, name: str, prefix: Prefix, version: Microversion | None) -> list[str]:
        """What the things below a prefix are called: by the property that fits the variable best, then the next."""
        things = self._at(prefix, version)[:_MOST_THINGS]
        keys = list(dict.fromkeys(key for thing in things for key in thing))
        fitting = [key for word in _properties_for(name) for key in keys if squashed(key) == squashed(word)]
        found = [thing[key] for key in fitting[:1] for thing in things if key in thing]
        found += [things[0][key] for key in fitting[1:] if key in things[0]]
        return list(dict.fromkeys(found))

    def _at(self, prefix: Prefix, version: Microversion | None) -> list[Thing]:
        """The things that were named below a prefix, at a version or at the nearest one before it, else after it."""
        known = self._things.get(prefix, {})
        if version in known or not known:
            return known.get(version, [])
        dated = sorted(v for v in known if v is not None)
        earlier = [v for v in dated if version is not None and v < version]
        nearest = earlier[-1] if earlier else dated[0] if dated else None
        return known[nearest]

    def _query(self, operation: Operation, version: Microversion | None) -> str:
        """The query that a documented URL shows, and that its table requires."""
        wanted: dict[str, str] = {}
        search = _Search(version)
        for pair in operation.url.partition("?")[2].split("&"):
            name, _, template = pair.partition("=")
            if name and template and "{" not in name:
                found = self._texts(template, (), search)
                wanted |= {name: found[0]} if found else {}
        for row in operation.rows(Direction.REQUEST):
            if row.place is not Place.QUERY or (version is not None and version not in row.versions):
                continue
            if row.name in self._queries:
                wanted[row.name] = self._queries[row.name]
            elif row.required and row.name not in wanted:
                choices = self._choices(row.name, (), search)
                if not choices:
                    raise NoValueError(row.name, Place.QUERY)
                wanted[row.name] = choices[0]
        return query_string(wanted)


def _prefix(path: str) -> Prefix:
    """The segments of a path, without the major version, and without a word for all details."""
    parts = _without_major(tuple(unquote(part) for part in path.split("/") if part))
    return parts[:-1] if parts and parts[-1] in _SUBORDINATE else parts


def _without_major(parts: Prefix) -> Prefix:
    return parts[1:] if parts and _MAJOR.fullmatch(parts[0]) else parts


def _properties_for(name: str) -> list[str]:
    """The properties that may hold the value of a variable: its own name, parts of it, then the usual ones.

    Those of an API version are by its ``id``: what its documents call ``version`` is the newest microversion.
    """
    words = name.split("_")
    if "version" in words:
        return ["id"]
    parts = ["_".join(words[i : i + n]) for n in range(len(words), 1, -1) for i in range(len(words) - n, -1, -1)]
    return list(dict.fromkeys((*parts, words[-1], *_USUAL)))


def _collections(name: str) -> set[str]:
    """What the collection may be called whose members a variable names: ``{server_id}`` is one of ``servers``."""
    base = re.sub(r"_(?:id|uuid|name|ident)$", "", name)
    if base == name:
        return set()
    plural = base[:-1] + "ies" if base.endswith("y") else base + "s"
    return {form for word in (base, plural) for form in (word, word.replace("_", "-"), f"os-{word}")} - {base}
