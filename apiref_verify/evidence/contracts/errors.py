"""What is said of a contract that cannot be had."""

from __future__ import annotations

from typing import Self


class ContractError(ValueError):
    """A contract that cannot be had; its text is one line for the user, with the place and what to do."""

    @classmethod
    def at(cls, path: str, message: str, hint: str = "", line: int | None = None) -> Self:
        """An error about a file: ``path:line: message; hint``. Lines count from 1."""
        place = path if line is None else f"{path}:{line}"
        return cls(" ".join(f"{place}: {message}{'; ' + hint if hint else ''}".split()))
