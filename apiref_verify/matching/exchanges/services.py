"""Which of the APIs that a recording speaks to is the one that is documented.

A log has requests to identity, image and network services beside those to compute, and their URLs may look alike
(``/limits``, ``/images``). An API is the documented one if more of what it served is documented than not; where its
version headers call it by a name, so must those of every other base URL that is taken for it, but for its root.
"""

from __future__ import annotations

from collections.abc import Mapping

from apiref_verify.model.observed.service import Service

_UNTOLD = frozenset({"OPTIONS", "HEAD"})
"""Methods that nobody documents beside the others."""


def of_this_api(services: Mapping[str, Service]) -> tuple[dict[str, Service], dict[str, Service]]:
    """The services that are taken for the documented API, and the others, each by base URL."""
    own = {base: service for base, service in services.items() if _is_mostly_documented(service)}
    types = max(own.values(), key=lambda service: service.matched).types if own else set()
    named = {base: service for base, service in own.items() if _is_called(service, types)}
    roots = {base.rpartition("/")[0] for base in named}
    own = {base: service for base, service in own.items() if base in named or (base in roots and not service.types)}
    return own, {base: service for base, service in services.items() if base not in own}


def _is_called(service: Service, types: set[str]) -> bool:
    """Whether version headers call an API by one of ``types``, or by no name where there is none."""
    return bool(service.types & types) if types else not service.types


def _is_mostly_documented(service: Service) -> bool:
    documented = len(service.observations)
    strange = sum(1 for pattern, stray in service.strays.items() if stray.served and pattern.method not in _UNTOLD)
    return documented > strange
