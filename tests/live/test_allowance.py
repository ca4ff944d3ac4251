"""What may be sent."""

from __future__ import annotations

import pytest

from apiref_verify.live.allowance import NOTHING, Allowance, AllowanceError, needs_permission
from tests.builders import operation

CREATE = operation(method="POST", url="/servers")
DELETE = operation(method="DELETE", url="/servers/{server_id}")
PAUSE = operation(method="POST", url="/servers/{server_id}/action", action="pause")
DEEP = operation(method="PUT", url="/servers/{server_id}/metadata/{key}")
REBOOT = operation(url="/os-hosts/{host_name}/reboot")


@pytest.mark.parametrize(
    ("entry", "allowed"),
    [
        ("POST /servers", [CREATE]),
        ("POST /servers/", [CREATE]),
        ("POST /servers/**", [CREATE, PAUSE]),
        ("* /servers/**", [CREATE, DELETE, PAUSE, DEEP]),
        ("* /servers/*", [DELETE]),
        ("* /**", [CREATE, DELETE, PAUSE, DEEP, REBOOT]),
        ("DELETE /servers/{id}", [DELETE]),
        ("DELETE /servers/<anything>", [DELETE]),
        ("POST /servers/{id}/action (pause)", [PAUSE]),
        ("POST /servers/{id}/action (p*)", [PAUSE]),
        ("POST /servers/{id}/action", [PAUSE]),
        ("POST /servers/{id}/action (un*)", []),
        ("PUT /serv*/{id}/**", [DEEP]),
        ("POST /server", []),
        ("PATCH /**", []),
    ],
)
def test_entries(entry: str, allowed: list[object]) -> None:
    allowance = Allowance([entry])
    assert [one for one in (CREATE, DELETE, PAUSE, DEEP, REBOOT) if allowance.has(one)] == allowed


def test_nothing_is_allowed_by_nothing() -> None:
    assert not NOTHING.has(CREATE)
    assert NOTHING.methods == frozenset()


def test_methods_are_those_of_the_entries() -> None:
    assert Allowance(["POST /a", "DELETE /b"]).methods == {"POST", "DELETE"}
    assert Allowance(["* /a"]).methods == {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}


@pytest.mark.parametrize("entry", ["", "POST", "/servers", "post /servers", "POST servers", "POST /a (b"])
def test_entries_that_mean_nothing(entry: str) -> None:
    with pytest.raises(AllowanceError, match=r"write it as 'POST /servers' or 'POST /servers/\{id\}/action"):
        Allowance([entry])


def test_what_needs_permission() -> None:
    assert all(needs_permission(one) for one in (CREATE, DELETE, PAUSE, DEEP, REBOOT))
    assert not needs_permission(operation(url="/servers"))
