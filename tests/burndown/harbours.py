"""A small reference in which every state and claim stands, and texts that a spreadsheet would run."""

from __future__ import annotations

from pathlib import Path

from apiref_verify.reading.reader import read
from apiref_verify.verification import Result, verify
from tests.reading.trees import operation, write

FORMULA = "=1+1"
FILES: dict[str, str | bytes] = {
    "index.rst": "===\nAPI\n===\n\n.. include:: boats.inc\n.. include:: piers.inc\n.. include:: islands.inc\n",
    "boats.inc": ".. needs:body_verification\n.. needs:parameter_verification (Ann)\n\n"
    + operation("List Boats")
    + "Response\n--------\n\n.. rest_parameters:: parameters.yaml\n\n   - name: name\n\n"
    + ".. literalinclude:: boats.json\n\n",
    "piers.inc": f"{FORMULA}\n----\n\n"
    + operation("@Show | Pier", url="/piers/{pier_id}")
    + "Request\n-------\n\n.. rest_parameters:: parameters.yaml\n\n   - pier_id: pier_id\n\n"
    + "Response\n--------\n\n.. rest_parameters:: parameters.yaml\n\n   - name: name\n\n"
    + ".. literalinclude:: pier.json\n\n"
    + operation("List Piers", url="/piers"),
    "islands.inc": ".. needs:method_verification\n\nIslands\n=======\n\nNobody has described them.\n",
    "parameters.yaml": "name: {description: A name., in: body, required: true, type: string}\n"
    "pier_id: {description: An id., in: path, required: true, type: string}\n",
    "boats.json": '{"name": "Swan"}',
    "pier.json": '{"name": "West", "depth": 3}',
}


def harbour(root: Path) -> Result:
    """Write the reference, and verify it by its own samples."""
    return verify(read(write(root, FILES)))
