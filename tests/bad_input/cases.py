"""What a malformed tree is: a healthy reference to which a case adds its own files, and what must be told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from apiref_verify.model.reference import ProblemKind

SOURCE = "api-ref/source"
INDEX = f"{SOURCE}/index.rst"
BROKEN = f"{SOURCE}/broken.inc"
PARAMETERS = f"{SOURCE}/parameters.yaml"
JSON = f"{SOURCE}/samples/broken.json"

HEALTHY_INC = """\
=======
Healthy
=======

Show a healthy thing
====================

.. rest_method:: GET /healthy/{thing_id}

Shows one thing.

Request
-------

.. rest_parameters:: healthy.yaml

   - thing_id: thing_id_path

Response
--------

.. rest_parameters:: healthy.yaml

   - thing: thing

**Example Show a healthy thing**

.. literalinclude:: samples/healthy-resp.json
   :language: javascript
"""

HEALTHY_YAML = """\
thing_id_path:
  description: |
    The UUID of the thing.
  in: path
  required: true
  type: string
thing:
  description: |
    The thing.
  in: body
  required: true
  type: object
"""

HEALTHY: dict[str, str | bytes] = {
    f"{SOURCE}/conf.py": 'extensions = ["os_api_ref"]\n',
    INDEX: "===\nAPI\n===\n\n.. include:: broken.inc\n.. include:: healthy.inc\n",
    f"{SOURCE}/healthy.inc": HEALTHY_INC,
    f"{SOURCE}/healthy.yaml": HEALTHY_YAML,
    f"{SOURCE}/samples/healthy-resp.json": '{"thing": {"name": "well"}}\n',
    BROKEN: "Text.\n",
}


@dataclass(frozen=True)
class Case:
    """A malformed tree: its files beyond the healthy ones, and the one problem that must be told, where and how.

    ``kind`` is ``None`` where nothing must be told; ``count`` is how many problems there are in all. Where Python or
    docutils decide, ``line``, ``column`` or ``count`` is ``None``. ``prepare`` makes what is no plain file, after
    the files are written. ``titles`` are those of operations that must be read besides.
    """

    name: str
    files: dict[str, str | bytes]
    kind: ProblemKind | None = None
    path: str = BROKEN
    line: int | None = 1
    column: int | None = 1
    message: str = ""
    hint: str = ""
    count: int | None = 1
    prepare: Callable[[Path], None] | None = None
    titles: tuple[str, ...] = ()
    harmless: bool = False
    published: bool = field(default=True)
    skip: str = ""

    def build(self, root: Path) -> Path:
        """Write the tree below ``root``."""
        for name, content in (HEALTHY | self.files).items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        if self.prepare:
            self.prepare(root)
        return root
