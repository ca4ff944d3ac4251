"""A contract: what an API promises by itself, range of versions by range of versions.

Only the standard library is used here, and in the bundle: both also run inside the environment of a service whose
contract is exported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange

Schema: TypeAlias = dict[str, Any] | bool
"""A JSON Schema. Schemas that are one object in memory are one schema: readers share them."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""The dialect of a contract that names none."""


def referred(root: Schema, reference: Any) -> Schema:
    """What a local ``$ref`` within ``root`` means; any schema at all where it means nothing."""
    if not isinstance(reference, str) or not reference.startswith("#"):
        return True
    value: Any = root
    for step in reference[1:].split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~").replace("%25", "%")
        if not isinstance(value, dict) or key not in value:
            return True
        value = value[key]
    return value if isinstance(value, dict | bool) else True


class Part(StrEnum):
    """A part of a contract, which may or may not have authority.

    ``ROUTES`` are the operations and their versions, ``REQUESTS`` the bodies and queries that are accepted,
    ``RESPONSES`` the bodies that are answered, ``TYPES`` the types in both, ``CODES`` the status codes.
    """

    ROUTES = "routes"
    REQUESTS = "requests"
    RESPONSES = "responses"
    TYPES = "types"
    CODES = "codes"


EVERY_PART = frozenset(Part)


class Standing(StrEnum):
    """How far a list of status codes can be relied on.

    ``DECLARED``: the API states them, and they are all. ``IMPLIED``: the framework's default, since nothing else is
    stated. ``INCOMPLETE``: there may be others.
    """

    DECLARED = "declared"
    IMPLIED = "implied"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Codes:
    """The status codes of one kind, success or error, in ascending order."""

    codes: tuple[int, ...] = ()
    standing: Standing = Standing.INCOMPLETE


UNKNOWN_CODES = Codes()


@dataclass(frozen=True, slots=True)
class Promise:
    """What one operation promises over a range of versions.

    ``request`` is the schema of the body, ``query`` that of the query string (an object of its parameters), and
    ``responses`` are those of the answers' bodies by status (``"200"``, ``"2XX"``, ``"default"``). ``None``, or a
    missing entry, means that nothing is known; that there is no body is said by a schema of type ``null``.
    ``removed``: the API knows the operation and refuses it in these versions (410).
    """

    versions: VersionRange = EVERY_VERSION
    request: Schema | None = None
    query: Schema | None = None
    responses: Mapping[str, Schema] = field(default_factory=dict)
    success: Codes = UNKNOWN_CODES
    errors: Codes = UNKNOWN_CODES
    removed: bool = False

    @property
    def success_schemas(self) -> list[Schema]:
        """The schemas of successful answers: by their status, else the default."""
        named = [schema for status, schema in self.responses.items() if status[:1] in ("2", "3")]
        default = self.responses.get("default")
        return named or ([default] if default is not None else [])


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of an API: ``template`` as ``/servers/{server_id}``, ``action`` the single key of the body.

    ``handler`` names the code that serves it; routes of one handler share what they accept. ``promises`` ascend by
    version and do not overlap.
    """

    method: str
    template: str
    action: str | None = None
    handler: str = ""
    promises: tuple[Promise, ...] = ()

    @property
    def live(self) -> list[Promise]:
        """The promises of versions in which the operation is served."""
        return [promise for promise in self.promises if not promise.removed]

    def at(self, version: Microversion | None) -> Promise | None:
        """The promise for one version, if the operation exists in it; for ``None``, the newest."""
        if version is None:
            return self.live[-1] if self.live else None
        return next((promise for promise in self.live if version in promise.versions), None)

    def __str__(self) -> str:
        return f"{self.method} {self.template}" + (f" ({self.action})" if self.action else "")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a contract comes from.

    ``source`` is the kind (``service``, ``openapi``, ``tempest``, ``folder``), ``package`` and ``version`` what was
    read, ``date`` when (ISO 8601), ``exporter`` the program that did it, with its version.
    """

    source: str
    package: str
    version: str = ""
    date: str = ""
    exporter: str = ""

    def __str__(self) -> str:
        return f"{self.package} {self.version}".strip()


@dataclass(frozen=True, slots=True)
class Contract:
    """All that an API promises.

    ``versions`` is the range of microversions that the contract speaks of; open at both ends for an API without.
    ``authority`` has the parts that may judge a reference. ``formats`` gives the formats of the service's own that
    its schemas use: a regular expression, or ``None`` where nothing is known, so that they never fail. ``path`` is
    the file that the contract was read from, if it was.
    """

    provenance: Provenance
    routes: tuple[Route, ...]
    versions: VersionRange = EVERY_VERSION
    authority: frozenset[Part] = EVERY_PART
    dialect: str = DIALECT
    formats: Mapping[str, str | None] = field(default_factory=dict)
    path: str = ""

    def may_judge(self, part: Part) -> bool:
        """Whether a part has authority."""
        return part in self.authority

    @property
    def rows(self) -> Iterator[tuple[Route, Promise]]:
        """Every operation in every range of versions."""
        return ((route, promise) for route in self.routes for promise in route.promises)
