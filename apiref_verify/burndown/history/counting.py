"""What the bytes of one source file claim, without parsing it: a history has thousands of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from apiref_verify.model.reference import Phase

KINDS = (b".inc", b".rst")
"""The endings of files that may be sections."""

_OPERATION = b"rest_method::"
_SIGN = b"needs:"
_PHASES = tuple(phase.value.encode() for phase in Phase)
_MARKER = re.compile(rb"needs:(method|parameter|example|body)_verification")
_COMMENT = (b"..", _SIGN)
"""How a line of a comment may begin: its first one, or one that holds nothing but markers."""


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
        found = {match[1] for match in _MARKER.finditer(content) if _in_comment(content, match.start())}
    return Claims(bool(found) or _OPERATION in content, tuple(name in found for name in _PHASES))


def _in_comment(content: bytes, place: int) -> bool:
    line = content[content.rfind(b"\n", 0, place) + 1 : place + len(_SIGN)]
    return line.lstrip(b" \t").startswith(_COMMENT)
