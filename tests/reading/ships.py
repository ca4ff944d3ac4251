"""References of one file, written in a test, by way of the whole reader."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from apiref_verify.model.reference import Operation, Reference
from apiref_verify.reading.reader import read

PARAMETERS = """
ship_id:
  {in: path, type: string, required: true, description: The ship.}
name:
  {in: body, type: string, required: true, description: The name.}
moor:
  {in: body, type: object, required: true, description: The action.}
"""


def harbour(folder: Path, text: str, **samples: str) -> Reference:
    """A reference of one file, ``ships.inc``, below a title."""
    source = folder / "api-ref" / "source"
    (source / "samples").mkdir(parents=True)
    (source / "index.rst").write_text("=======\nHarbour\n=======\n\n.. include:: ships.inc\n")
    (source / "ships.inc").write_text(dedent(text).lstrip("\n"))
    (source / "parameters.yaml").write_text(PARAMETERS)
    for name, body in samples.items():
        (source / "samples" / f"{name}.json").write_text(body)
    return read(folder)


def only(reference: Reference) -> Operation:
    ((_, operation),) = reference.operations
    return operation


def versions(reference: Reference) -> dict[str, str]:
    return {operation.title: str(operation.versions) for _, operation in reference.operations}
