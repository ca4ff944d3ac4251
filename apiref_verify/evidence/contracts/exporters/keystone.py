"""The contract of keystone: the routes of its Flask application, and the schemas that hang on the methods.

Keystone has no microversions. Some methods apply schemas to a member of the body inside; they are read in the source.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from apiref_verify.evidence.contracts.exporters.interface import provenance
from apiref_verify.evidence.contracts.exporters.introspection import formats
from apiref_verify.evidence.contracts.exporters.introspection.handlers import full_name, serves, takes
from apiref_verify.evidence.contracts.exporters.introspection.lazy_schemas import lazy_body
from apiref_verify.model.contract import Contract, Part, Promise, Route, Schema

AUTHORITY = frozenset({Part.ROUTES, Part.REQUESTS, Part.RESPONSES, Part.TYPES})

_PLACEHOLDER = re.compile(r"<(?:[^<>]*:)?(\w+)>")
_METHODS_OF_FLASK = {"OPTIONS"}
_WITHOUT_BODY = {"GET", "HEAD"}


def export() -> Contract:
    """The contract of the keystone that is installed here.

    :raises ImportError: if there is none.
    """
    logging.disable(logging.CRITICAL)
    application = import_module("keystone.server.flask.application").application_factory()
    checker = import_module("keystone.api.validation.validators")._FORMAT_CHECKER
    routes = tuple(sorted(routes_of(application), key=lambda route: (route.template, route.method)))
    return Contract(
        provenance=provenance("keystone"),
        routes=routes,
        authority=AUTHORITY,
        formats=formats.own(checker.checkers, routes, {"uuid": formats.UUID_LIKE}),
    )


def routes_of(application: Any) -> Iterator[Route]:
    """The routes of a Flask application that serve something; the HEAD that Flask adds to each GET is left out."""
    for rule in application.url_map.iter_rules():
        view = application.view_functions[rule.endpoint]
        if rule.endpoint != "static":
            for method in sorted(rule.methods - _METHODS_OF_FLASK):
                handler = _handler(view, method, set(rule.arguments))
                if handler is not None and serves(handler):
                    template = _PLACEHOLDER.sub(r"{\1}", rule.rule)
                    yield Route(method, template, handler=full_name(handler), promises=(_promise(method, handler),))


def _handler(view: Any, method: str, given: set[str]) -> Callable[..., Any] | None:
    """The function that serves a method: of the class of a view, if it takes what the path gives; or a plain view."""
    view_class = getattr(view, "view_class", None)
    if view_class is None:
        return view if method != "HEAD" else None
    handler = getattr(view_class, method.lower(), None)
    return handler if handler is not None and takes(handler, given) else None


def _promise(method: str, handler: Callable[..., Any]) -> Promise:
    request: Schema | None = getattr(handler, "_request_body_schema", None) or lazy_body(handler, _accepts)
    response: Schema | None = getattr(handler, "_response_body_schema", None)
    return Promise(
        request=None if method in _WITHOUT_BODY else request,
        query=getattr(handler, "_request_query_schema", None),
        responses={} if response is None else {"2XX": response},
    )


def _accepts(schema: Schema, value: Any) -> bool:
    valid: bool = import_module("jsonschema").Draft202012Validator(schema).is_valid(value)
    return valid
