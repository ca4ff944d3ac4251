"""Small references, written to a folder and built there with the standalone rendering."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.testing.util import SphinxTestApp

CONF = """\
project = "Quay"
version = "1"
copyright = "The harbour"
extensions = ["tests.sphinx_ext.rendering.alone"]
html_theme = "basic"
"""

PARAMETERS = """\
boat_id:
  description: |
    The UUID of the boat.
  in: path
  required: true
  type: string
limit:
  description: |
    Page size, see :rfc:`5988`; at most ``100``.

    - Zero means *all*.
  in: query
  required: false
  type: integer
  min_version: 2.10
name: &name
  description: The boat's name.
  in: body
  required: true
  type: string
  max_version: 2.9
nickname:
  <<: *name
  type: string or null
odd:
  description: |
    Neither here nor there.
  in: cookie
"""

STATUS = """\
200:
  default: |
    All is well.
409:
  default: |
    It collides.
  moored: |
    The boat is `moored`.
"""

INDEX = """\
Quay
====

.. rest_expand_all::

.. include:: boats.inc
"""

BOATS = """\
Show a boat
-----------

.. rest_method:: GET /boats/{boat_id}

   min_version: 2.3
   max_version: 2.30

Shows a boat.

.. rest_status_code:: success status.yaml

   - 200

.. rest_status_code:: error status.yaml

   - 409: moored
   - 409

Request
~~~~~~~

.. rest_parameters:: parameters.yaml

   - boat_id: boat_id
   - limit: limit

Response
~~~~~~~~

.. rest_parameters:: parameters.yaml

   - boat_id: boat_id
   - name: name
   - nickname: nickname
   - odd: odd

List boats
----------

.. rest_method::
   GET /boats

Lists them all.
"""

FILES = {"index.rst": INDEX, "boats.inc": BOATS, "parameters.yaml": PARAMETERS, "status.yaml": STATUS}


def write(folder: Path, files: dict[str, str], conf: str = CONF) -> Path:
    """Write a source folder and return it."""
    source = folder / "source"
    for name, text in {"conf.py": conf, **files}.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return source


@contextmanager
def application(source: Path, builder: str = "html", **options: Any) -> Iterator[SphinxTestApp]:
    """A Sphinx application on a source folder."""
    app = SphinxTestApp(builder, srcdir=source, builddir=source.parent / "build", **options)
    try:
        yield app
    finally:
        app.cleanup()


def warnings_of(app: SphinxTestApp, source: Path) -> list[str]:
    """The warnings of an application so far, paths relative to the source folder."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", app.warning.getvalue())
    return [line.replace(f"{source}/", "") for line in text.splitlines() if line]


def build(folder: Path, files: dict[str, str], builder: str = "html", conf: str = CONF) -> tuple[Path, list[str]]:
    """Build a reference; the output folder and the warnings."""
    source = write(folder, files, conf)
    with application(source, builder) as app:
        app.build()
        return Path(app.outdir), warnings_of(app, source)


def doctree_of(folder: Path, files: dict[str, str]) -> nodes.document:
    """The document ``index`` of a reference, as Sphinx keeps it."""
    with application(write(folder, files), "dummy") as app:
        app.build()
        return app.env.get_doctree("index")


def rows_of(html: str) -> list[list[str]]:
    """The visible text of the rows of all tables of a page."""
    return [
        [
            " ".join(re.sub(r"<[^>]*>", " ", cell).split())
            for cell in re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", row, re.S)
        ]
        for row in re.findall(r"<tr\b[^>]*>(.*?)</tr>", html, re.S)
    ]
