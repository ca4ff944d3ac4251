"""The contract of cinder: its mapper of routes, and the schemas of bodies in the decorators of its methods.

Cinder has no schemas of queries and of answers.
"""

from __future__ import annotations

import logging
from importlib import import_module

from apiref_verify.evidence.contracts.axis import versions
from apiref_verify.evidence.contracts.exporters.interface import provenance
from apiref_verify.evidence.contracts.exporters.introspection import formats
from apiref_verify.evidence.contracts.exporters.introspection.route_mapper import routes_of, without_constructors
from apiref_verify.model.contract import Contract, Part

STRIPPED = r"^\s*\S(?:[\s\S]{0,253}\S)?\s*$"
"""From 1 to 255 characters, white space round them apart."""

STRIPPED_OR_EMPTY = rf"{STRIPPED}|^\s*$"

FORMATS = {
    "uuid": formats.UUID_LIKE,
    "name": r"\S",
    "name_skip_leading_trailing_spaces": STRIPPED,
    "name_non_mandatory_remove_white_spaces": STRIPPED_OR_EMPTY,
    "description_non_mandatory_remove_white_spaces": STRIPPED_OR_EMPTY,
    "disabled_reason": STRIPPED_OR_EMPTY,
    "group_type": STRIPPED,
    "availability_zone": STRIPPED,
}

STATUSES = {
    "group_snapshot_status": "GroupSnapshotStatus",
    "group_status": "GroupSnapshotStatus",
    "snapshot_status": "SnapshotStatus",
}
"""The formats of statuses, and the class with all that there are. Case makes no difference."""

OPTIONAL_STATUSES = {"volume_status": "VolumeStatus", "volume_migration_status": "VolumeMigrationStatus"}
"""Likewise, but empty text will do as well."""

AUTHORITY = frozenset({Part.ROUTES, Part.REQUESTS, Part.TYPES, Part.CODES})


def export() -> Contract:
    """The contract of the cinder that is installed here.

    :raises ImportError: if there is none.
    """
    logging.disable(logging.CRITICAL)
    import_module("cinder.objects").register_all()
    router = import_module("cinder.api.v3.router")
    extensions = import_module("cinder.api.extensions").ExtensionManager()
    without_constructors(import_module("cinder.api.openstack.wsgi").Controller)
    requested = import_module("cinder.api.openstack.api_version_request")
    whole = versions(requested._MIN_API_VERSION, requested._MAX_API_VERSION)
    routes = routes_of(router.APIRouter(extensions).map, whole, "/v3")
    checkers = import_module("cinder.api.validation.validators").FormatChecker.checkers
    return Contract(
        provenance=provenance("cinder"),
        routes=routes,
        versions=whole,
        authority=AUTHORITY,
        formats=formats.own(checkers, routes, FORMATS | _statuses()),
    )


def _statuses() -> dict[str, str]:
    fields = import_module("cinder.objects.fields")
    found = {}
    for name, kind in (STATUSES | OPTIONAL_STATUSES).items():
        optional = "?" if name in OPTIONAL_STATUSES else ""
        found[name] = f"^(?i:{'|'.join(getattr(fields, kind).ALL)}){optional}$"
    return found
