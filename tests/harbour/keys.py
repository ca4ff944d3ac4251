"""The keys of metadata and extra specs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.harbour.messages import FaultError

_KEY = re.compile(r"[a-z0-9 _:.-]{1,255}")


def check_keys(keys: Iterable[str]) -> None:
    """Make sure that keys are of lower-case letters, digits, blanks, and the signs ``-``, ``_``, ``:`` and ``.``.

    :raises FaultError: if one is not.
    """
    for key in keys:
        if not _KEY.fullmatch(key):
            raise FaultError(400, f"The key {key[:40]!r} has characters that no key may have.")


def check_only_key(body: dict[str, str], key: str) -> None:
    """Make sure that a body names the key of its URL and no other.

    :raises FaultError: if it does not.
    """
    check_keys(body)
    if list(body) != [key]:
        raise FaultError(400, f"The body should have the key {key[:40]!r} of the URL and no other.")
