"""Who may ask: tokens, whose they are, and how long they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PROJECT = "4a7d1e08c5f94b23a6e0917bd3c85f12"
OTHER_PROJECT = "9be0c67f2a1d48d5b7f3e6a80c4d9127"


@dataclass(frozen=True, slots=True)
class Identity:
    """A user within a project."""

    user_id: str
    project_id: str = PROJECT
    is_admin: bool = False


ADMIN = Identity("b63f8c2d907e41a5b1d4e8f70a926c3b", is_admin=True)
MEMBER = Identity("f07d2b9a4c8e4e16a35d9cb1e2086f74")
STRANGER = Identity("28c5e9d1703b4fa6bd12a7f4936e0c8d", OTHER_PROJECT)


class Tokens:
    """The tokens that are good at present. A token can be limited to a number of uses, or end at once."""

    def __init__(self, known: Mapping[str, Identity] | None = None) -> None:
        self._known = dict(known or {})
        self._uses_left: dict[str, int] = {}

    def add(self, token: str, identity: Identity, uses: int | None = None) -> None:
        """Make a token good, for ever or for so many uses."""
        self._known[token] = identity
        if uses is not None:
            self._uses_left[token] = uses

    def expire_all(self) -> None:
        """Let no token be good any more, until another is added."""
        self._known.clear()
        self._uses_left.clear()

    def use(self, token: str | None) -> Identity | None:
        """Whose a token is; ``None`` if it is not good."""
        identity = self._known.get(token or "")
        if identity is None or token is None or token not in self._uses_left:
            return identity
        self._uses_left[token] -= 1
        if self._uses_left[token] < 0:
            del self._known[token]
            return None
        return identity


def usual_tokens() -> Tokens:
    """One token for each kind of user: ``admin``, ``member``, and ``stranger`` of another project."""
    return Tokens({"admin": ADMIN, "member": MEMBER, "stranger": STRANGER})
