"""JSON texts as plain values."""

from __future__ import annotations

import json
import re
from typing import Any

from apiref_verify.evidence.contracts.errors import ContractError

DEEPEST = 100
"""Values nested more deeply than this are refused."""

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def parse_json(text: str, path: str) -> Any:
    """The value of a JSON text; ``path`` is named in errors.

    :raises ContractError: if it is not JSON.
    """
    try:
        value = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        hint = f"mend the JSON near column {error.colno}"
        raise ContractError.at(path, f"not JSON: {error.msg.lower()}", hint, error.lineno) from None
    except RecursionError:
        raise too_deep(path) from None
    except ValueError as error:
        raise ContractError.at(path, f"not JSON: {error}", "mend the JSON") from None
    if _SURROGATE.search(text):
        _check_characters(value, path)
    return value


def _check_characters(value: Any, path: str) -> None:
    """Refuse texts that no file can hold: with one half of a character that is written as two."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = f"\\u{ord(error.object[error.start]):04x}"
        raise ContractError.at(path, f"not JSON: {half} is half a character", "mend the JSON") from None


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def too_deep(path: str) -> ContractError:
    """What is said of values that are nested too deeply."""
    return ContractError.at(path, f"nested too deeply: {DEEPEST} levels are the limit", "show less of it")
