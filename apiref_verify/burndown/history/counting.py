"""What the bytes of one source file claim, without parsing it: a history has thousands of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from apiref_verify.model.reference import Phase

KINDS = (b".inc", b".rst")
"""The endings of files that may be sections."""

_OPERATION = b"rest_method::"
_SIGN = b"needs:"
_MARKED = re.compile(rb"^[ \t]*(?:\.\.[ \t]|needs:).*", re.MULTILINE)
"""A line of a comment: its first, or one that holds nothing but a marker."""
_MARKER = re.compile(rb"needs:(method|parameter|example|body)_verification")


@dataclass(frozen=True, slots=True)
class Claims:
    """What a file claims. ``to_do`` says of each phase, in the order of ``Phase``, whether its marker is there."""

    is_section: bool
    to_do: tuple[bool, ...]

    @property
    def marked(self) -> bool:
        """Whether there is any marker."""
        return any(self.to_do)


NOTHING = Claims(False, tuple(False for _ in Phase))
"""What a file claims that is not there."""


def claims_of(content: bytes) -> Claims:
    """Count the markers of a file; it is a section if it documents an operation or carries a marker."""
    found: set[bytes] = set()
    if _SIGN in content:
        found = {name for line in _MARKED.findall(content) for name in _MARKER.findall(line)}
    to_do = tuple(phase.value.encode() in found for phase in Phase)
    return Claims(bool(found) or _OPERATION in content, to_do)
