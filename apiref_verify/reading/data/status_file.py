"""A status file: what each response code means, by reason, as ``rest_status_code`` of os-api-ref reads it."""

from __future__ import annotations

from dataclasses import dataclass, field

from apiref_verify.model.location import Location
from apiref_verify.model.reference import Problem, ProblemKind
from apiref_verify.reading.data.positions import Merges, Places, YAMLProblem, compose, key_text

DEFAULT_REASON = "default"
"""The reason that is shown where a directive names none."""


@dataclass(frozen=True, slots=True)
class Reason:
    """The text of one reason, and where it stands."""

    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class StatusFile:
    """The reasons of each code, by name; codes are kept as written."""

    path: str
    codes: dict[str, dict[str, Reason]] = field(default_factory=dict)

    def reason(self, code: str, name: str = "") -> Reason | None:
        """The reason of a code by its name, or the default one."""
        return self.codes.get(code, {}).get(name or DEFAULT_REASON)


def read_status_file(path: str, text: str) -> tuple[StatusFile, list[Problem]]:
    """Read a status file. Never raises: what is wrong comes as problems, and entries that say nothing are left out."""
    file = StatusFile(path)
    try:
        root = compose(text)
    except YAMLProblem as broken:
        place = Location(path, broken.line, broken.column)
        return file, [Problem(ProblemKind.PARAMETERS_FILE, f"not YAML: {broken}", place, broken.hint)]
    if root is None or root.id != "mapping":
        what = "the status file is empty" if root is None else "the status file is not a mapping of codes to reasons"
        hint = "write each code with a colon, and its reasons below, as in `default: |`"
        return file, [Problem(ProblemKind.PARAMETERS_FILE, what, Location(path), hint)]
    places, merges = Places(text), Merges()
    for key, value, _ in merges.pairs(root):
        if value.id == "mapping":
            reasons = merges.pairs(value)
            file.codes[key_text(key)] = {
                key_text(name): Reason(reason.value, Location(path, *places(name)))
                for name, reason, _ in reasons
                if reason.id == "scalar"
            }
    return file, []
