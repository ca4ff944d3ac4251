"""The client that only reads, against servers that behave and servers that do not."""

from __future__ import annotations

import inspect
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.live.asking.credentials import PlainHeaders
from apiref_verify.live.asking.deadline import ForbiddenMethodError
from apiref_verify.live.asking.failure import FailureKind
from apiref_verify.live.asking.limits import Limits
from apiref_verify.live.asking.recorder import Recorder
from apiref_verify.live.asking.transport import BELIEVED, Transport, Trust
from apiref_verify.live.client import READING, ReadingClient
from apiref_verify.model.exchange import BodyKind
from apiref_verify.model.microversion import Microversion
from tests.live import servers
from tests.live.servers import Answer, Request, Server, reply

QUICK = Limits(connect=5, read=20, total=30, retries=1, backoff=0.01, patience=0.5, rate=0)
HASTY = replace(QUICK, read=0.4, total=1.5)


def client(limits: Limits = QUICK, trust: Trust = BELIEVED, **headers: str) -> ReadingClient:
    return ReadingClient(PlainHeaders(headers), limits, Recorder(Secrets()), trust, "compute")


def once(first: servers.Reply, then: servers.Reply) -> Answer:
    """Answers in one way, and then in another."""
    replies: Iterator[servers.Reply] = iter([first])
    return lambda request: next(replies, then)


def test_an_exchange_has_what_was_said_and_no_credentials() -> None:
    with Server(lambda request: reply({"boats": []}, headers={"X-Openstack-Request-Id": "req-1"})) as server:
        answer = client(**{"X-Auth-Token": "s3cret"}).get(f"{server.url}/boats", Microversion(2, 10))
    exchange = answer.last
    assert exchange is not None
    assert server.seen[0].headers["x-auth-token"] == "s3cret"
    assert server.seen[0].headers["openstack-api-version"] == "compute 2.10"
    assert (exchange.method, exchange.url, exchange.status) == ("GET", f"{server.url}/boats", 200)
    assert (exchange.response.value, exchange.request_id) == ({"boats": []}, "req-1")
    assert exchange.version == Microversion(2, 10)
    assert "s3cret" not in repr(answer)


def test_it_has_no_way_to_send_anything_but_get_and_head() -> None:
    public = {name for name, _ in inspect.getmembers(ReadingClient, callable) if not name.startswith("_")}
    assert public == {"get", "head", "close"}
    for name in public:
        assert not {"method", "verb", "body", "data"} & set(inspect.signature(getattr(ReadingClient, name)).parameters)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "post", "Get"])
def test_the_connection_below_it_refuses_the_rest_before_anything_is_sent(method: str) -> None:
    with Server(lambda request: reply({})) as server:
        transport = Transport(READING, QUICK, Trust())
        if method.upper() in READING:
            transport.send(method, server.url, {})
            assert [request.method for request in server.seen] == [method.upper()]
            return
        with pytest.raises(ForbiddenMethodError):
            transport.send(method, server.url, {})
    assert server.seen == []


def test_head_has_no_body() -> None:
    with Server(lambda request: reply(status=204, headers={"X-Total": "7"})) as server:
        answer = client().head(f"{server.url}/boats")
    assert answer.last is not None
    assert (answer.last.method, answer.last.response.kind) == ("HEAD", BodyKind.EMPTY)
    assert answer.last.response_headers["x-total"] == "7"


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (servers.hang, FailureKind.TIMEOUT, "no answer within 0.4 s"),
        (servers.trickle_headers, FailureKind.TIMEOUT, "no whole answer within 1.5 s"),
        (servers.hang_up, FailureKind.CONNECTION, "closed without an answer"),
        (servers.garbage, FailureKind.GARBAGE, "not HTTP"),
    ],
)
def test_a_fault_becomes_one_line_and_is_asked_again_once(fault: servers.Reply, kind: FailureKind, words: str) -> None:
    with Server(lambda request: fault) as server:
        failure = client(HASTY).get(server.url).failure
    assert failure is not None
    assert failure.kind is kind
    assert words in str(failure)
    assert "\n" not in str(failure)
    assert "asked 2 times" in str(failure)
    assert len(server.seen) == 2


@pytest.mark.parametrize("fault", [servers.hang, servers.hang_up, servers.garbage, servers.close_early])
def test_what_fails_once_is_no_failure(fault: servers.Reply) -> None:
    with Server(once(fault, reply({"boats": []}))) as server:
        answer = client(replace(QUICK, read=2)).get(server.url)
    assert (answer.failure, answer.status) == (None, 200)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (servers.close_early, "closed before its end"),
        (servers.trickle_body, "had not ended after 1.5 s"),
    ],
)
def test_a_body_that_is_not_whole_is_unreadable_and_the_code_still_counts(fault: servers.Reply, words: str) -> None:
    with Server(lambda request: fault) as server:
        answer = client(replace(HASTY, retries=0)).get(server.url)
    assert answer.last is not None
    assert (answer.last.status, answer.last.response.kind) == (200, BodyKind.UNREADABLE)
    assert words in answer.last.response.reason


def test_a_hundred_megabytes_are_not_read() -> None:
    with Server(lambda request: servers.flood) as server:
        answer = client(replace(QUICK, largest=2 * 1024 * 1024)).get(server.url)
    assert answer.last is not None
    assert answer.last.response.reason == "larger than 2 MiB"
    assert len(server.seen) == 1


@pytest.mark.parametrize("raw", [b'{"boats": [', b"[1, NaN]", b"\xff\xfe", b"[" * 100_000])
def test_json_that_is_none_is_unreadable(raw: bytes) -> None:
    with Server(lambda request: reply(raw=raw)) as server:
        answer = client().get(server.url)
    assert answer.last is not None
    assert answer.last.response.kind is BodyKind.UNREADABLE


def test_other_media_types_are_other() -> None:
    with Server(lambda request: reply(raw=b"<html>", headers={"Content-Type": "text/html"})) as server:
        answer = client().get(server.url)
    assert answer.last is not None
    assert (answer.last.response.kind, answer.last.response.reason) == (BodyKind.OTHER, "text/html")


def test_nobody_listens() -> None:
    with Server(lambda request: reply({})) as server:
        pass
    failure = client().get(server.url).failure
    assert failure is not None
    assert str(failure).startswith("connection refused (asked 2 times); is the server running")


def test_a_redirection_to_the_same_server_is_followed_and_both_exchanges_count() -> None:
    def answer(request: Request) -> servers.Reply:
        return reply({}) if request.path == "/v2/" else reply(status=302, headers={"Location": "/v2/"})

    with Server(answer) as server:
        found = client(token="s3cret").get(f"{server.url}/v2")
    assert [exchange.status for exchange in found.exchanges] == [302, 200]
    assert found.exchanges[-1].url == f"{server.url}/v2/"


def test_a_redirection_to_another_server_is_not_followed() -> None:
    with (
        Server(lambda request: reply({})) as other,
        Server(lambda request: reply(status=302, headers={"Location": other.url})) as server,
    ):
        found = client(**{"X-Auth-Token": "s3cret"}).get(server.url)
    assert other.seen == []
    assert found.status == 302
    assert found.failure is not None
    assert "redirected to 127.0.0.1; it was not followed" in str(found.failure)


def test_redirections_without_end_end() -> None:
    def answer(request: Request) -> servers.Reply:
        return reply(status=307, headers={"Location": request.path + "x"})

    with Server(answer) as server:
        found = client().get(f"{server.url}/x")
    assert found.failure is not None
    assert "again and again" in str(found.failure)
    assert len(server.seen) == 5


def test_a_storm_of_429_ends_in_one_line() -> None:
    with Server(lambda request: reply(status=429)) as server:
        found = client().get(server.url)
    assert found.exchanges == ()
    assert found.failure is not None
    assert found.failure.kind is FailureKind.THROTTLED
    assert str(found.failure).startswith("429: it wants ")


def test_a_wait_that_is_too_long_is_not_waited() -> None:
    with Server(lambda request: reply(status=429, headers={"Retry-After": "3600"})) as server:
        found = client().get(server.url)
    assert "3600 s" in str(found.failure)
    assert len(server.seen) == 1


def test_a_short_wait_is_waited() -> None:
    busy = reply(status=429, headers={"Retry-After": "0"})
    with Server(once(busy, reply({}))) as server:
        found = client().get(server.url)
    assert (found.failure, found.status, len(server.seen)) == (None, 200, 2)


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_busy_server_is_asked_again_and_its_last_word_counts(status: int) -> None:
    with Server(once(reply(status=status), reply({}))) as server:
        assert client().get(server.url).status == 200
    with Server(lambda request: reply(status=status)) as server:
        assert client().get(server.url).status == status
    assert len(server.seen) == 2


@pytest.mark.parametrize("status", [500, 404, 400, 409])
def test_other_errors_are_answers(status: int) -> None:
    with Server(lambda request: reply({"error": {}}, status)) as server:
        assert client().get(server.url).status == status
    assert len(server.seen) == 1


def test_a_refused_token_that_cannot_be_renewed_is_an_answer() -> None:
    with Server(lambda request: reply(status=401)) as server:
        assert client(token="old").get(server.url).status == 401
    assert len(server.seen) == 1


class Renewed:
    """Credentials that have one more token."""

    def __init__(self) -> None:
        self.tokens = ["old", "new"]

    def headers(self) -> dict[str, str]:
        return {"X-Auth-Token": self.tokens[0]}

    def renew(self) -> bool:
        return bool(self.tokens.pop(0))


def test_a_refused_token_is_renewed_once() -> None:
    def answer(request: Request) -> servers.Reply:
        return reply({}) if request.headers["x-auth-token"] == "new" else reply(status=401)

    with Server(answer) as server:
        reading = ReadingClient(Renewed(), QUICK, Recorder(Secrets()))
        assert reading.get(server.url).status == 200
        assert reading.get(server.url).status == 200
    assert [request.headers["x-auth-token"] for request in server.seen] == ["old", "new", "new"]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def test_a_certificate_that_nobody_vouches_for(secure: ssl.SSLContext) -> None:
    with Server(lambda request: reply({}), secure) as server:
        failure = client().get(server.url).failure
    assert failure is not None
    assert failure.kind is FailureKind.TLS
    assert "certificate verify failed" in str(failure)
    assert "--cacert" in str(failure)
    assert server.seen == []


def test_its_authority_can_be_named_or_ignored(secure: ssl.SSLContext, authority: trustme.CA, tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    with Server(lambda request: reply({}), secure) as server:
        assert client(trust=Trust(str(bundle))).get(server.url).status == 200
        assert client(trust=Trust(False)).get(server.url).status == 200


def test_a_certificate_for_another_host(authority: trustme.CA, tmp_path: Path) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("elsewhere.example").configure_cert(context)
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    with Server(lambda request: reply({}), context) as server:
        failure = client(trust=Trust(str(bundle))).get(server.url).failure
    assert failure is not None
    assert failure.kind is FailureKind.TLS


def test_a_secure_server_that_trickles_is_cut_off_too(secure: ssl.SSLContext, authority: trustme.CA) -> None:
    with Server(lambda request: servers.trickle_body, secure) as server:
        answer = client(replace(HASTY, retries=0), Trust(False)).get(server.url)
    assert answer.last is not None
    assert "had not ended after" in answer.last.response.reason


def test_the_rate_is_kept() -> None:
    import time

    with Server(lambda request: reply({})) as server:
        reading = client(replace(QUICK, rate=50))
        begin = time.monotonic()
        for _ in range(6):
            reading.get(server.url)
    assert time.monotonic() - begin >= 0.1
    assert len(server.seen) == 6


def test_a_netrc_is_not_asked_for_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password s3cret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with Server(lambda request: reply({})) as server:
        client().get(server.url)
    assert "authorization" not in server.seen[0].headers


def test_a_request_of_our_own_is_never_compressed() -> None:
    with Server(lambda request: reply({})) as server:
        client().get(server.url)
    assert server.seen[0].headers["accept-encoding"] == "identity"
