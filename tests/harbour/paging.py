"""Lists: sorted, cut into pages by ``limit`` and ``marker``, with a link to the next page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from tests.harbour.messages import Call, FaultError

LARGEST_PAGE = 1000


class _HasId(Protocol):
    id: str


_Item = TypeVar("_Item", bound=_HasId)


def sorted_by(
    query: Mapping[str, str], items: Sequence[_Item], keys: Mapping[str, Callable[[_Item], Any]], default: str
) -> list[_Item]:
    """The items in the order that a query asks for with ``sort_key`` and ``sort_dir``.

    :raises FaultError: if there is no such key.
    """
    key = query.get("sort_key", default)
    if key not in keys:
        raise FaultError(400, f"Nothing can be sorted by {key!r}, only by {', '.join(sorted(keys))}.")
    descending = query.get("sort_dir", "desc") == "desc"
    return sorted(items, key=lambda item: (keys[key](item), item.id), reverse=descending)


def page_of(call: Call, items: Sequence[_Item]) -> tuple[list[_Item], list[dict[str, str]]]:
    """One page of the items, and the links of the list, which are empty on the last page.

    :raises FaultError: if the limit is no number, or no item has the ID that the marker names.
    """
    limit = min(number(call.query, "limit", LARGEST_PAGE, least=1), LARGEST_PAGE)
    start = _after(call.query.get("marker"), items)
    page = list(items[start : start + limit])
    if start + limit >= len(items):
        return page, []
    query = urlencode({**call.query, "limit": limit, "marker": page[-1].id})
    return page, [{"rel": "next", "href": f"{call.url}/v2.1{call.path}?{query}"}]


def _after(marker: str | None, items: Sequence[_Item]) -> int:
    if marker is None:
        return 0
    for place, item in enumerate(items):
        if item.id == marker:
            return place + 1
    raise FaultError(400, f"The marker {marker!r} is not in the list.")


def number(query: Mapping[str, str], name: str, default: int, least: int = 0) -> int:
    """The number that a query has under a name.

    :raises FaultError: if it is none, or too small.
    """
    said = query.get(name)
    if said is None:
        return default
    if not (said.isascii() and said.isdigit() and int(said) >= least):
        raise FaultError(400, f"{name} should be a whole number from {least}.")
    return int(said)
