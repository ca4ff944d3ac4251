"""Operations on the extra specs of a flavor."""

from __future__ import annotations

from tests.harbour.flavors import find_flavor
from tests.harbour.keys import check_keys, check_only_key
from tests.harbour.messages import Answer, Call, FaultError
from tests.harbour.operations import operation
from tests.harbour.resources import Flavor

_ALL, _ONE = "/flavors/{flavor_id}/os-extra_specs", "/flavors/{flavor_id}/os-extra_specs/{flavor_extra_spec_key}"
_MOST = 16


def _has(flavor: Flavor, key: str) -> None:
    if key not in flavor.extra_specs:
        raise FaultError(404, f"Flavor {flavor.id} has no extra spec {key[:40]!r}.")


def _add(flavor: Flavor, specs: dict[str, str]) -> None:
    if len(flavor.extra_specs | specs) > _MOST:
        raise FaultError(409, f"A flavor may not have more than {_MOST} extra specs.")
    flavor.extra_specs |= specs


@operation("GET", _ALL)
def list_specs(call: Call, flavor_id: str) -> Answer:
    return Answer(200, {"extra_specs": dict(find_flavor(call, flavor_id).extra_specs)})


@operation("POST", _ALL, admin=True)
def create_specs(call: Call, flavor_id: str) -> Answer:
    flavor = find_flavor(call, flavor_id)
    check_keys(call.body["extra_specs"])
    _add(flavor, call.body["extra_specs"])
    return Answer(200, {"extra_specs": dict(call.body["extra_specs"])})


@operation("GET", _ONE)
def show_spec(call: Call, flavor_id: str, flavor_extra_spec_key: str) -> Answer:
    flavor = find_flavor(call, flavor_id)
    _has(flavor, flavor_extra_spec_key)
    return Answer(200, {"extra_specs": {flavor_extra_spec_key: flavor.extra_specs[flavor_extra_spec_key]}})


@operation("PUT", _ONE, admin=True)
def update_spec(call: Call, flavor_id: str, flavor_extra_spec_key: str) -> Answer:
    flavor = find_flavor(call, flavor_id)
    check_only_key(call.body["extra_specs"], flavor_extra_spec_key)
    _add(flavor, call.body["extra_specs"])
    return Answer(200, {"extra_specs": dict(call.body["extra_specs"])})


@operation("DELETE", _ONE, admin=True)
def delete_spec(call: Call, flavor_id: str, flavor_extra_spec_key: str) -> Answer:
    flavor = find_flavor(call, flavor_id)
    _has(flavor, flavor_extra_spec_key)
    del flavor.extra_specs[flavor_extra_spec_key]
    return Answer(200)
