"""Which servers a list is to hold, and in which order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from tests.harbour.messages import Call, FaultError
from tests.harbour.paging import sorted_by
from tests.harbour.resources import Server

_SORT_KEYS = {
    "created": lambda server: server.created,
    "updated": lambda server: server.updated,
    "name": lambda server: server.name,
    "status": lambda server: server.state.status,
    "id": lambda server: server.id,
}


def wanted(call: Call) -> list[Server]:
    """The servers that a query asks for.

    :raises FaultError: if it cannot be understood, or asks for more than the caller may see.
    """
    query, servers = call.query, _visible(call)
    since, before = _time(query, "changes-since"), _time(query, "changes-before")
    if "flavor" in query:
        servers = [server for server in servers if server.flavor.id == query["flavor"]]
    if "status" in query:
        servers = [server for server in servers if server.state.status == query["status"].upper()]
    if "name" in query:
        pattern = _pattern(query["name"])
        servers = [server for server in servers if pattern.search(server.name)]
    if since:
        servers = [server for server in servers if server.updated >= since]
    else:
        servers = [server for server in servers if not server.is_deleted]
    if before:
        servers = [server for server in servers if server.updated <= before]
    return sorted_by(query, servers, _SORT_KEYS, "created")


def _visible(call: Call) -> list[Server]:
    said = call.query.get("all_projects", "false").lower()
    if said not in ("true", "false", "1", "0"):
        raise FaultError(400, "all_projects should be true or false.")
    everything = said in ("true", "1")
    if everything and not call.identity.is_admin:
        raise FaultError(403, "Only administrators may list the servers of all projects.")
    return [s for s in call.store.servers.values() if everything or s.project_id == call.identity.project_id]


def _time(query: Mapping[str, str], name: str) -> datetime | None:
    said = query.get(name)
    if said is None:
        return None
    try:
        time = datetime.fromisoformat(said)
    except ValueError:
        raise FaultError(400, f"{name} should be a time in ISO 8601.") from None
    return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time


def _pattern(said: str) -> re.Pattern[str]:
    try:
        return re.compile(said)
    except re.error:
        raise FaultError(400, "name should be a regular expression.") from None
