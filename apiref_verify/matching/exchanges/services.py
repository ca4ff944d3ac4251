"""Which of the APIs that a recording speaks to is the one that is documented.

A log has requests to identity, image and network services beside those to compute, and their URLs may look alike
(``/limits``). An API is the documented one if more of what it served is documented than not.
"""

from __future__ import annotations

from collections.abc import Mapping

from apiref_verify.model.observation import Service


def of_this_api(services: Mapping[str, Service]) -> tuple[dict[str, Service], dict[str, Service]]:
    """The services that are taken for the documented API, and the others, each by base URL."""
    own = {base: service for base, service in services.items() if _is_mostly_documented(service)}
    types = max(own.values(), key=lambda service: service.matched).types if own else set()
    own = {base: service for base, service in own.items() if not types or not service.types or service.types & types}
    return own, {base: service for base, service in services.items() if base not in own}


def _is_mostly_documented(service: Service) -> bool:
    documented = len(service.observations)
    strange = sum(1 for stray in service.strays.values() if stray.served)
    return documented > strange
