"""The short form of exchanges refuses what it does not know."""

from __future__ import annotations

import pytest

from apiref_verify.model.exchange import BodyKind
from apiref_verify.model.microversion import Microversion
from tests.exchanges import exchanges

SHORT = """
exchanges:
- request: GET /boats?limit=5
  version: "1.10"
  asked: latest
  answer: null
  headers: {Location: x}
  times: 2
- request: GET http://other/v3/boats
  answer: !cut
"""


def test_defaults_are_filled_in() -> None:
    one, two, other = exchanges(SHORT)
    assert (one.method, one.url, one.status) == ("GET", "http://harbour.example/v2.1/boats?limit=5", 200)
    assert (one.source.line, two.source.line, other.source.line) == (1, 2, 3)
    assert (one.version, one.service_type, other.version) == (Microversion(1, 10), "harbour", None)
    assert one.request_headers == {"openstack-api-version": "harbour latest"}
    assert one.response_headers == {"location": "x", "openstack-api-version": "harbour 1.10"}
    kinds = [each.kind for each in (one.request, one.response, other.response)]
    assert kinds == [BodyKind.EMPTY, BodyKind.JSON, BodyKind.UNREADABLE]
    assert other.url == "http://other/v3/boats"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("exchanges: [{request: GET /boats, anwser: {}}]", "an exchange has no anwser"),
        ("bases: x\nexchanges: []", "an exchange has no bases"),
        ("exchanges: [{request: GET /boats, version: 1.10}]", 'version: 1.1 is a number, write "1.1"'),
        ("exchanges: [{request: GET /boats, asked: 1.4}]", 'version: 1.4 is a number, write "1.4"'),
    ],
)
def test_what_is_not_known_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match="^" + message.replace(".", r"\.") + "$"):
        exchanges(text)
