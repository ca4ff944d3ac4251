"""Calling a handler of placement to see which schemas it asks for, without a server and without its database."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from unittest.mock import MagicMock, patch

from apiref_verify.model.contract import Schema
from apiref_verify.model.microversion import Microversion

BODY = b'{"probe": true}'
"""A body that no schema is for, by which the validation of the body is told from others."""

ANYTHING = "8ad56bd4-9f0c-4e27-8a8d-2c6b6d9a3f11"
"""The value of each placeholder of a path."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(slots=True)
class Observation:
    """The schemas that a handler used."""

    request: Schema | None = None
    query: Schema | None = None


def observe(method: str, template: str, handler: Any, version: Microversion) -> Observation:
    """Call a handler at a version and note the schemas it uses. How the call ends is of no interest."""
    seen = Observation()

    def extract_json(body: bytes, schema: Schema) -> Any:
        if body == BODY:
            seen.request = schema
        return MagicMock()

    def validate_query_params(req: Any, schema: Schema) -> None:
        seen.query = schema

    util = import_module("placement.util")
    with (
        patch.object(util, "extract_json", extract_json),
        patch.object(util, "validate_query_params", validate_query_params),
        suppress(Exception),  # the handler is foreign code, and lacks its database
    ):
        handler(_environ(method, template, version), MagicMock())
    return seen


def _environ(method: str, template: str, version: Microversion) -> dict[str, Any]:
    request = import_module("webob").Request.blank("/", method=method, body=BODY, content_type="application/json")
    parse = import_module("microversion_parse").parse_version_string
    wanted = parse(str(version))
    wanted.max_version = parse(import_module("placement.microversion").max_version_string())
    return {
        **request.environ,
        "placement.context": MagicMock(),
        "placement.microversion": wanted,
        "wsgiorg.routing_args": ((), dict.fromkeys(_PLACEHOLDER.findall(template), ANYTHING)),
    }


@contextmanager
def without_database() -> Iterator[None]:
    """Let handlers do without what they keep in the database: the objects that they import stand for anything."""
    with ExitStack() as stack:
        for name, module in list(sys.modules.items()):
            if name.startswith("placement.handlers."):
                for attribute, value in list(vars(module).items()):
                    if getattr(value, "__name__", "").startswith("placement.objects."):
                        stack.enter_context(patch.object(module, attribute, MagicMock()))
        yield
