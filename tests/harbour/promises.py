"""What Harbour's contract says of a request: whether it is served in a version, and what it may hold."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from apiref_verify.evidence.contracts.load import load
from apiref_verify.matching.contracts.validation import Validators
from apiref_verify.model.contract import Contract, Promise
from apiref_verify.model.microversion import Microversion
from tests.harbour.messages import FaultError
from tests.harbour.operations import Operation

API_REF = Path(__file__).parents[2] / "api-ref"


@cache
def contract() -> Contract:
    """The contract, read once."""
    return load(API_REF / "contract")


@cache
def _validators() -> Validators:
    return Validators(contract())


def promise_for(operation: Operation, version: Microversion) -> Promise | None:
    """What is promised of an operation in a version; ``None`` if it is not served in it."""
    wanted = (operation.method, operation.template, operation.action)
    for route in contract().routes:
        if (route.method, route.template, route.action) == wanted:
            return route.at(version)
    return None


def check(promise: Promise, query: Mapping[str, str], body: Any) -> None:
    """Make sure that a request keeps the contract.

    :raises FaultError: if it does not, and the operation may say so.
    """
    if promise.request is not None:
        _refuse(_reasons(body, promise.request), "body")
    if promise.query is not None and 400 in promise.errors.codes:
        _refuse(_reasons(query, promise.query), "query")


def _reasons(value: Any, schema: Any) -> list[str]:
    return [f"{found.pointer or '/'}: {found.message}" for found in _validators().violations(value, schema)]


def _refuse(reasons: list[str], what: str) -> None:
    if reasons:
        raise FaultError(400, f"Invalid {what}: {reasons[0]}.")
