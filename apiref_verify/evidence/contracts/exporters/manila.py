"""The contract of manila: its mapper of routes, and the schemas in the decorators of its methods.

Few methods have schemas yet; the newest versions of manila add to them.
"""

from __future__ import annotations

import logging
from importlib import import_module

from apiref_verify.evidence.contracts.axis import versions
from apiref_verify.evidence.contracts.exporters.interface import provenance
from apiref_verify.evidence.contracts.exporters.introspection import formats
from apiref_verify.evidence.contracts.exporters.introspection.route_mapper import routes_of, without_constructors
from apiref_verify.model.contract import Contract


def export() -> Contract:
    """The contract of the manila that is installed here.

    :raises ImportError: if there is none.
    """
    logging.disable(logging.CRITICAL)
    router = import_module("manila.api.v2.router")
    without_constructors(import_module("manila.api.openstack.wsgi").Controller)
    requested = import_module("manila.api.openstack.api_version_request")
    whole = versions(requested._MIN_API_VERSION, requested._MAX_API_VERSION)
    routes = routes_of(router.APIRouter().map, whole, "/v2")
    checkers = import_module("manila.api.validation.validators")._FORMAT_CHECKER.checkers
    return Contract(
        provenance=provenance("manila"),
        routes=routes,
        versions=whole,
        formats=formats.own(checkers, routes, {"uuid": formats.UUID_LIKE}),
    )
