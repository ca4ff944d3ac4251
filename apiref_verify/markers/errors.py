"""Why markers cannot be changed."""

from __future__ import annotations


class MarkError(Exception):
    """Markers cannot be changed as wished; the message says why, and what to do."""
