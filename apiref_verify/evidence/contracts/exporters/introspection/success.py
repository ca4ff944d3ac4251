"""The status codes of success: what a decorator declares, and what a handler sets itself."""

from __future__ import annotations

from http import HTTPStatus

from apiref_verify.evidence.contracts.exporters.introspection.statuses import Statuses
from apiref_verify.model.contract import Codes, Standing


def success(declared: int | None, found: Statuses) -> Codes:
    """A framework answers with the declared status, else with 200, wherever a handler sets none itself.

    Of a handler that refuses everything no code is known.
    """
    codes = {code for code in found.codes if code < HTTPStatus.BAD_REQUEST}
    if found.default:
        codes.add(declared or int(HTTPStatus.OK))
    if found.unknown or not codes:
        standing = Standing.INCOMPLETE
    else:
        standing = Standing.IMPLIED if found.default and declared is None else Standing.DECLARED
    return Codes(tuple(sorted(codes)), standing)
