"""What is wrong with a contract."""

from __future__ import annotations


class ContractError(ValueError):
    """A contract that cannot be had or used: one message with path, line where known, and what to do."""
