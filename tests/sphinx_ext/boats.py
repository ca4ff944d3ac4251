"""A small reference of two documents, with a contract and a recording: something of all that a build may see change.

The length of a boat is documented as a text, and is a number: once for each of two tables, there is a finding.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CONF = 'project = "Boats"\nextensions = ["os_api_ref", "apiref_verify"]\nhtml_theme = "alabaster"\n'

SETTINGS = '[tool.apiref-verify]\ncontracts = ["contract"]\nrecordings = ["boats.jsonl"]\n'

INDEX = """\
=====
Boats
=====

See :apiref:op:`GET /boats/{boat_id}`.

.. toctree::

   crews/index

.. include:: boats.inc
"""

BOATS = """\
.. needs:body_verification

Boats
=====

List boats
----------

.. rest_method:: GET /boats

All boats.

Normal response codes: 200

Response
~~~~~~~~

.. rest_parameters:: parameters.yaml

   - boats: boats
   - name: boat_name
   - length: boat_length

.. literalinclude:: ../samples/boats-list-resp.json
   :language: javascript

Show a boat
-----------

.. rest_method:: GET /boats/{boat_id}

One boat.

.. rest_status_code:: success http-status.yaml

   - 200

Request
~~~~~~~

.. rest_parameters:: parameters.yaml

   - boat_id: boat_id

Response
~~~~~~~~

.. rest_parameters:: parameters.yaml

   - boat: boat
   - name: boat_name
   - length: boat_length

.. literalinclude:: ../samples/boat-show-resp.json
   :language: javascript

Moor a boat (moor Action)
-------------------------

.. rest_method:: POST /boats/{boat_id}/action

Moors a boat.

Normal response codes: 202

Request
~~~~~~~

.. rest_parameters:: parameters.yaml

   - boat_id: boat_id
   - moor: moor

.. literalinclude:: ../samples/boat-moor-req.json
   :language: javascript

Response
~~~~~~~~

No body is returned.
"""

CREWS = """\
=====
Crews
=====

.. include:: crew.inc
"""

CREW = """\
Show the crew
=============

.. rest_method:: GET /crews/{crew_id}

A crew.

Normal response codes: 200

Request
-------

.. rest_parameters:: ../parameters.yaml

   - crew_id: crew_id

Response
--------

.. rest_parameters:: ../parameters.yaml

   - crew: crew
   - size: crew_size

.. literalinclude:: ../../samples/crew-show-resp.json
   :language: javascript
"""

CODES = "200:\n  default: |\n    All is well.\n204:\n  default: |\n    Nothing to say.\n"


def definition(name: str, place: str, kind: str) -> str:
    """An entry of a parameters file."""
    return f"{name}:\n  description: |\n    Of a boat.\n  in: {place}\n  required: true\n  type: {kind}\n"


PARAMETERS = "".join(
    definition(*words)
    for words in (
        ("boat_id", "path", "string"),
        ("crew_id", "path", "string"),
        ("boat", "body", "object"),
        ("boat_length", "body", "string"),
        ("boat_name", "body", "string"),
        ("boats", "body", "array"),
        ("crew", "body", "object"),
        ("crew_size", "body", "integer"),
        ("moor", "body", "object"),
    )
)

BOAT: dict[str, Any] = {"name": "Ada", "length": 7}
SAMPLES: dict[str, Any] = {
    "boats-list-resp.json": {"boats": [BOAT]},
    "boat-show-resp.json": {"boat": BOAT},
    "boat-moor-req.json": {"moor": {}},
    "crew-show-resp.json": {"crew": {"size": 3}},
}

CONTRACT = """\
service: boats
operations:
- {method: GET, path: /boats, response: boats.json, success_codes: [200]}
- {method: GET, path: "/boats/{boat_id}", response: boat.json, success_codes: [200]}
- {method: POST, path: "/boats/{boat_id}/action", action: moor, success_codes: [202]}
- {method: GET, path: "/crews/{crew_id}", success_codes: [200]}
"""


def closed(**properties: Any) -> dict[str, Any]:
    """A schema of an object with just these properties, all of them required."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


SCHEMA = closed(name={"type": "string"}, length={"type": "integer"})
SCHEMAS: dict[str, Any] = {
    "boat.json": closed(boat=SCHEMA),
    "boats.json": closed(boats={"type": "array", "items": SCHEMA}),
}


def exchange(path: str, body: Any, status: int = 200) -> str:
    """A line of a recording."""
    return (
        json.dumps(
            {
                "exchange_version": 1,
                "method": "GET",
                "url": f"http://boats.example.org{path}",
                "status": status,
                "request": {"headers": {}, "body": {"kind": "empty"}},
                "response": {
                    "headers": {"content-type": "application/json"},
                    "body": {"kind": "json", "value": body},
                },
                "source": {"path": "boats.jsonl", "line": 1, "format": "exchange"},
            }
        )
        + "\n"
    )


def write(root: Path, path: str, text: str) -> None:
    """Write a file of the project, and folders where there are none."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def lay_out(root: Path, conf: str = CONF) -> Path:
    """Write the whole project below a folder; the folder."""
    texts = {
        "pyproject.toml": SETTINGS,
        "boats.jsonl": exchange("/crews/7", {"crew": {"size": 3}}),
        "contract/contract.yaml": CONTRACT,
        "api-ref/source/conf.py": conf,
        "api-ref/source/index.rst": INDEX,
        "api-ref/source/boats.inc": BOATS,
        "api-ref/source/crews/index.rst": CREWS,
        "api-ref/source/crews/crew.inc": CREW,
        "api-ref/source/parameters.yaml": PARAMETERS,
        "api-ref/source/http-status.yaml": CODES,
    }
    texts |= {f"contract/{name}": json.dumps(schema) for name, schema in SCHEMAS.items()}
    texts |= {f"api-ref/samples/{name}": json.dumps(body, indent=2) + "\n" for name, body in SAMPLES.items()}
    for path, text in texts.items():
        write(root, path, text)
    return root
