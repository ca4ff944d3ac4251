"""What shows the API who asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class CredentialsError(Exception):
    """No token can be had; the text is one line for the user."""


class Credentials(Protocol):
    """Headers that show who asks. They are sent to the API alone, and never recorded."""

    def headers(self) -> Mapping[str, str]:
        """The headers for the next request.

        :raises CredentialsError: if there is no token to be had.
        """

    def renew(self) -> bool:
        """Forget a token that was refused; whether there is hope for another one."""


class PlainHeaders:
    """Headers that the user gave; a token among them cannot be renewed."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = dict(headers)

    def headers(self) -> Mapping[str, str]:
        """The headers as given."""
        return self._headers

    def renew(self) -> bool:
        """There is no other."""
        return False
