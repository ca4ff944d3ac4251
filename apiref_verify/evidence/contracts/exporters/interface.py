"""What an exporter is, and the name of what it exports.

An exporter is a function without arguments that returns the contract of a service that is installed in the running
interpreter. The shipped ones are called ``export`` and stand in the module of this package that is named like the
service, with underscores for dashes; any other package offers its own as an entry point of the group :data:`GROUP`,
named like the service.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from importlib import metadata
from typing import TypeAlias

import apiref_verify
from apiref_verify.model.contract import Contract, Provenance

GROUP = "apiref_verify.exporters"
"""The group of the entry points by which other packages offer exporters."""

SHIPPED = {
    "cinder": "cinder",
    "ironic": "ironic",
    "keystone": "keystone",
    "manila": "manila",
    "nova": "nova",
    "placement": "openstack-placement",
    "tempest-compute": "tempest",
    "tempest-volume": "tempest",
}
"""The services whose exporters stand here, and the package that installs each."""

Exporter: TypeAlias = Callable[[], Contract]


class ExporterError(Exception):
    """A service that cannot be exported, with the reason in words for the user."""


def provenance(package: str, source: str = "service") -> Provenance:
    """Where a contract comes from: the installed version of a distribution package, exported today.

    :raises importlib.metadata.PackageNotFoundError: if the package is not installed.
    """
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    return Provenance(source, package, metadata.version(package), today, f"apiref-verify {apiref_verify.__version__}")
