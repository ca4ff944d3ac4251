"""Why a snapshot cannot be written in a format."""

from __future__ import annotations


class FormatError(Exception):
    """A snapshot cannot be written; the message says why, and what to do."""
