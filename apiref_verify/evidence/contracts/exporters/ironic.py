"""The contract of ironic: the tree of its controllers, and the schemas in the decorators of their methods.

The tree does not tell all: some methods choose their versions, and whether a value is in the path or in the body, only
when they run. So the routes are for finding the schemas and have no authority of their own.
"""

from __future__ import annotations

import logging
from importlib import import_module

from apiref_verify.evidence.contracts.axis import versions
from apiref_verify.evidence.contracts.exporters.interface import provenance
from apiref_verify.evidence.contracts.exporters.introspection import formats
from apiref_verify.evidence.contracts.exporters.introspection.closures import decorated_by
from apiref_verify.evidence.contracts.exporters.introspection.handlers import full_name
from apiref_verify.evidence.contracts.exporters.introspection.pecan_tree import Operation, Tree
from apiref_verify.evidence.contracts.exporters.introspection.versioned import Method, promises, span
from apiref_verify.model.contract import Contract, Part, Route
from apiref_verify.model.microversion import EVERY_VERSION, VersionRange

AUTHORITY = frozenset({Part.REQUESTS, Part.RESPONSES, Part.TYPES, Part.CODES})

FORMATS = {"uuid": formats.UUID_LIKE, "mac-address": r"^[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}$"}


def export() -> Contract:
    """The contract of the ironic that is installed here.

    :raises ImportError: if there is none.
    """
    logging.disable(logging.CRITICAL)
    numbers = import_module("ironic.api.controllers.v1.versions")
    root = import_module("ironic.api.controllers.v1").Controller
    whole = versions(numbers._MIN_VERSION_STRING, numbers._MAX_VERSION_STRING)
    tree = Tree(
        {name: type(one) for name, one in root._subcontroller_map.items()}, import_module("pecan.rest").RestController
    )
    routes = routes_of(tree, whole)
    checkers = import_module("ironic.api.validation.validators")._FORMAT_CHECKER.checkers
    return Contract(
        provenance=provenance("ironic"),
        routes=routes,
        versions=whole,
        authority=AUTHORITY,
        formats=formats.own(checkers, routes, FORMATS),
    )


def routes_of(tree: Tree, whole: VersionRange) -> tuple[Route, ...]:
    """The routes of a tree, sorted, each once."""
    found: dict[tuple[str, str], Operation] = {}
    for operation in tree.operations("/v1"):
        found.setdefault((operation.template, operation.method), operation)
    return tuple(_route(found[key], whole) for key in sorted(found))


def _route(operation: Operation, whole: VersionRange) -> Route:
    function = operation.function
    served = next(
        (span(given["min_version"], given["max_version"]) for given in decorated_by(function, "api_version")),
        EVERY_VERSION,
    )
    made = promises([Method(function, served)], whole)
    return Route(operation.method, operation.template, handler=full_name(function), promises=made)
