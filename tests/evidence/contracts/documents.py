"""Small OpenAPI documents of our own, and ways to read them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from apiref_verify.evidence.contracts.load import load
from apiref_verify.model.contract import Contract, Promise, Route
from apiref_verify.model.microversion import Microversion


def document(paths: Mapping[str, Any], version: str = "3.1.0", **more: Any) -> dict[str, Any]:
    """An OpenAPI document with some paths."""
    return {"openapi": version, "info": {"title": "Widgets", "version": "1.0.0"}, "paths": dict(paths), **more}


def post(schema: Any, **more: Any) -> dict[str, Any]:
    """A path with a POST that takes a body."""
    body = {"content": {"application/json": {"schema": schema}}}
    return {"post": {"requestBody": body, "responses": {}, **more}}


def answer(schema: Any, **more: Any) -> dict[str, Any]:
    """A response with a body."""
    return {"description": "", "content": {"application/json": {"schema": schema}}, **more}


def get(schema: Any, **more: Any) -> dict[str, Any]:
    """A path with a GET that answers a body."""
    return {"get": {"responses": {"200": answer(schema)}, **more}}


def read(folder: Path, content: Any, **options: Any) -> Contract:
    """The contract in a document, written to a folder as JSON."""
    path = folder / "openapi.json"
    path.write_text(json.dumps(content), "utf-8")
    return load(path, **options)


def route(contract: Contract, text: str) -> Route:
    """The route of a name such as ``POST /widgets (paint)``."""
    return next(one for one in contract.routes if str(one) == text)


def at(found: Route, version: str) -> Promise:
    """What a route promises in a version."""
    promise = found.at(Microversion.parse(version))
    assert promise is not None
    return promise


def ranges(found: Route) -> list[str]:
    """The ranges of the promises of a route, in words."""
    return [str(promise.versions) for promise in found.promises]
