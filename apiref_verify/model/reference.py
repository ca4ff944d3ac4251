"""The claims: what a project's API reference says, with the place of every word that matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any, Final

from apiref_verify.model.location import Location
from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange


class Phase(StrEnum):
    """The four phases in which a reference is verified."""

    METHOD = "method"
    PARAMETER = "parameter"
    EXAMPLE = "example"
    BODY = "body"


class Direction(StrEnum):
    """Which half of an exchange a table or sample describes."""

    REQUEST = "request"
    RESPONSE = "response"


class Place(StrEnum):
    """Where a parameter travels: the ``in`` of its definition."""

    HEADER = "header"
    PATH = "path"
    QUERY = "query"
    BODY = "body"


class ProblemKind(StrEnum):
    """Why a part of a reference could not be read as meant."""

    MARKUP = "markup"
    INCLUDE = "include"
    PARAMETERS_FILE = "parameters_file"
    DEFINITION = "definition"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Problem:
    """A construct that could not be read as meant. ``parameter`` names the row or definition, if it is one."""

    kind: ProblemKind
    message: str
    location: Location
    hint: str = ""
    parameter: str | None = None
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """An entry of a parameters file.

    ``place`` is ``None`` where the file's ``in`` is missing or unknown; ``type`` is the text as written;
    ``required`` is ``None`` where it is missing or cannot be understood. ``fields`` has the location of each field
    that the file spells out itself (merged-in fields are absent), ``bases`` the definitions that it merges in,
    ``written`` the text of each field, merged in or not.
    """

    key: str
    place: Place | None
    type: str
    required: bool | None
    versions: VersionRange
    description: str
    location: Location
    fields: dict[str, Location] = field(default_factory=dict, compare=False, hash=False)
    bases: tuple[str, ...] = ()
    written: dict[str, str] = field(default_factory=dict, compare=False, hash=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of a table: the shown name, the key into the parameters file and the definition found there."""

    name: str
    key: str
    definition: Definition | None
    location: Location

    @property
    def place(self) -> Place | None:
        """Where the parameter travels, if its definition says so."""
        return self.definition.place if self.definition else None

    @property
    def type(self) -> str:
        """The documented type as written, or the empty string."""
        return self.definition.type if self.definition else ""

    @property
    def required(self) -> bool | None:
        """Whether the parameter is documented as required."""
        return self.definition.required if self.definition else None

    @property
    def versions(self) -> VersionRange:
        """The versions in which the parameter is documented to exist."""
        return self.definition.versions if self.definition else EVERY_VERSION

    @property
    def description(self) -> str:
        """The documented description, or the empty string."""
        return self.definition.description if self.definition else ""


@dataclass(frozen=True, slots=True)
class Table:
    """One ``rest_parameters`` directive; ``file`` is the parameters file it names, relative to the root."""

    direction: Direction
    heading: str
    versions: VersionRange
    rows: tuple[Parameter, ...]
    file: str
    location: Location


class _NotJSON(Enum):
    """A value of its own that survives copying."""

    NOT_JSON = "not JSON"


NOT_JSON: Final = _NotJSON.NOT_JSON
"""The body of a sample that is not JSON, by intent or by mistake."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample shown in the reference.

    ``path`` is the file's (relative to the root), or the section's where ``inline`` says that the sample stands in
    the text. ``body`` is the parsed JSON, or ``NOT_JSON``. ``first_line`` is the line of ``path`` where the sample's
    text begins.
    """

    path: str
    direction: Direction | None
    version: Microversion | None
    caption: str
    inline: bool
    body: Any
    location: Location
    first_line: int = 1
    caption_version: Microversion | None = None
    path_version: Microversion | None = None

    @property
    def is_json(self) -> bool:
        """Whether the body could be parsed."""
        return self.body is not NOT_JSON


@dataclass(frozen=True, slots=True)
class StatusCode:
    """A response code that an operation claims: ``success`` or error, with its name or reason as written."""

    code: int
    name: str
    success: bool
    versions: VersionRange
    location: Location


@dataclass(frozen=True, slots=True)
class Marker:
    """``.. needs:method_verification``: the claim that a phase of a section is not yet verified.

    ``claimed_by`` is who is on it, as in ``.. needs:method_verification (Ann)``, or empty.
    """

    phase: Phase
    location: Location
    claimed_by: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One ``rest_method`` with all that the reference says about it.

    ``action`` is the single key of the request body for operations on a ``…/action`` URL. ``repeats`` are further
    ``rest_method`` directives that say the same method and URL inside the same operation.
    """

    method: str
    url: str
    title: str
    action: str | None
    versions: VersionRange
    description: str
    location: Location
    title_location: Location
    codes: tuple[StatusCode, ...] = ()
    tables: tuple[Table, ...] = ()
    samples: tuple[Sample, ...] = ()
    repeats: tuple[Location, ...] = ()
    prose: tuple[tuple[str, Location], ...] = ()
    has_code_text: bool = False

    @property
    def name(self) -> str:
        """What it is called: ``GET /servers``, ``POST /servers/{server_id}/action (reboot)``."""
        return f"{self.method} {self.url}" + (f" ({self.action})" if self.action else "")

    def rows(self, direction: Direction) -> Iterator[Parameter]:
        """The rows of all tables of one direction, in reading order."""
        return (row for table in self.tables if table.direction is direction for row in table.rows)

    @property
    def text(self) -> str:
        """All the prose of the operation, one paragraph a line."""
        return "\n".join(" ".join(paragraph.split()) for paragraph, _ in self.prose)

    @property
    def path(self) -> str:
        """The URL without its query string, with one leading slash."""
        return "/" + self.url.split("?", 1)[0].strip("/")


@dataclass(frozen=True, slots=True)
class Section:
    """One source file: what a burndown counts.

    ``tables`` and ``samples`` are those that stand outside any operation. ``published`` is false for a file that
    nothing includes. ``folder`` is that of the document that shows it, against which its paths resolve.
    """

    path: str
    title: str
    markers: tuple[Marker, ...]
    operations: tuple[Operation, ...]
    tables: tuple[Table, ...] = ()
    samples: tuple[Sample, ...] = ()
    prose: tuple[tuple[str, Location], ...] = ()
    published: bool = True
    folder: str = ""

    @property
    def all_tables(self) -> Iterator[Table]:
        """Every table of the section, in operations first."""
        for operation in self.operations:
            yield from operation.tables
        yield from self.tables

    @property
    def all_samples(self) -> Iterator[Sample]:
        """Every sample of the section, in operations first."""
        for operation in self.operations:
            yield from operation.samples
        yield from self.samples


@dataclass(frozen=True, slots=True)
class ParametersFile:
    """A parameters file, its definitions in the order of the file."""

    path: str
    definitions: dict[str, Definition]


@dataclass(frozen=True, slots=True)
class Reference:
    """A project's whole API reference. ``root`` is absolute; ``source`` and all other paths are relative to it.

    ``sample_files`` are all JSON files beside the shown ones, each with the property names that stand in it.
    ``focus`` is the one file that was asked for: the whole tree is read, for what it says about the file.
    """

    root: str
    source: str
    sections: tuple[Section, ...]
    parameters_files: tuple[ParametersFile, ...]
    sample_files: dict[str, frozenset[str]]
    files: tuple[str, ...]
    problems: tuple[Problem, ...]
    focus: str | None = None

    @property
    def operations(self) -> Iterator[tuple[Section, Operation]]:
        """Every operation, with its section, in reading order."""
        return ((section, operation) for section in self.sections for operation in section.operations)
