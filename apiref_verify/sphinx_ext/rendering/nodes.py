"""The nodes that are ours. Only :class:`operation_line` is still there when a page is written."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from docutils import nodes


class operation_line(nodes.paragraph):  # noqa: N801  (docutils names nodes so)
    """The paragraph that shows method and URL of an operation, inside the operation's section.

    ``method`` and ``url`` are attributes, ``source`` and ``line`` the place of the directive. Its text is both, until
    a page is written: ``html.py`` writes it from the attributes, for other builders ``expansion.py`` gives it nodes.
    """


class shared_text(nodes.General, nodes.Element):  # noqa: N801
    """The parsed text of a description that is more than one paragraph."""


SharedNode: TypeAlias = nodes.paragraph | shared_text
"""A description, shown by any number of rows of a document."""


class pending_table(nodes.General, nodes.Element):  # noqa: N801
    """A table whose cells are not nodes yet: ``headers``, ``widths`` (in parts), ``rows`` (a list of :class:`Row`).

    A reference has tens of thousands of cells, and Sphinx walks over all nodes again and again. What is but a name or
    a type has nothing to gain by that. A description is a node, once per document, however many rows show it: it stands
    below the first table that does, so that references, translations and typographic quotes are resolved by those who
    always do it. Besides, the words of all other cells stand there as a text, for the search.

    The HTML writer writes the rows as they are (``html.py``); for all others a table of standard nodes is put in the
    place of this one (``expansion.py``). Where ``literal`` is true, the first cells are literals.
    """


class Row(NamedTuple):
    """A row: its cells, each plain or a shared node, what is added to the last one in bold print, and its classes."""

    cells: tuple[str | SharedNode, ...]
    notes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
