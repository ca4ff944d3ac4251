"""The misbehaving server does what it says, to any client, and leaves no thread behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
import requests

from tests.harbour import Harbour
from tests.harbour import misbehaving as faults
from tests.harbour.certificates import Certificate
from tests.harbour.misbehaving import misbehaving
from tests.harbour.server import Served, serving

_TOKEN = {"X-Auth-Token": "admin"}


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) == before


def get(served: Served, path: str = "/v2.1/servers", timeout: float = 30, **more: object) -> requests.Response:
    return requests.get(served.url + path, headers=_TOKEN, timeout=timeout, **more)  # type: ignore[arg-type]


def test_one_that_behaves_answers_as_the_application_does() -> None:
    with misbehaving(Harbour(), faults.always(faults.behaves)) as odd, serving(Harbour()) as plain:
        for path in ("/", "/v2.1/servers/detail", "/v2.1/none"):
            one, other = get(odd, path), get(plain, path)
            assert one.status_code == other.status_code
            assert one.text.replace(odd.url, plain.url) == other.text
        asked = {"flavor": {"name": "h1.raft", "ram": 1, "vcpus": 1}}
        made = requests.post(odd.url + "/v2.1/flavors", json=asked, headers=_TOKEN, timeout=30)
        assert made.json()["flavor"]["name"] == "h1.raft"
        assert odd.methods == {"GET": 3, "POST": 1}


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (faults.speaks_no_http, requests.ConnectionError),
        (faults.breaks_json, requests.JSONDecodeError),
        (faults.answers_html, requests.JSONDecodeError),
        (faults.says_it_is_longer, requests.exceptions.ChunkedEncodingError),
        (faults.says_it_is_shorter, requests.JSONDecodeError),
        (faults.closes, requests.ConnectionError),
        (faults.resets, requests.exceptions.RequestException),
        (faults.dies, requests.ConnectionError),
        (faults.hangs, requests.ReadTimeout),
        (faults.redirects_to_itself, requests.TooManyRedirects),
    ],
)
def test_a_client_notices(behaviour: faults.Behaviour, error: type[Exception]) -> None:
    with misbehaving(Harbour(), faults.after(1, behaviour)) as served:
        assert get(served).status_code == 200
        with pytest.raises(error):
            get(served, timeout=0.5 if behaviour is faults.hangs else 30).json()


def test_a_server_that_died_is_not_there_any_more() -> None:
    with misbehaving(Harbour(), faults.after(1, faults.dies)) as served:
        get(served)
        for _ in range(2):
            with pytest.raises(requests.ConnectionError):
                get(served)
        assert len(served.requests) == 2


def test_bytes_trickle_so_slowly_that_only_the_whole_takes_long() -> None:
    with misbehaving(Harbour(), faults.always(faults.trickles)) as served:
        with get(served, stream=True) as answer:
            began = time.monotonic()
            content = b"".join(byte for byte, _ in zip(answer.iter_content(1), range(20), strict=False))
            took = time.monotonic() - began
        assert content == b'{"servers": [{"id": '
        assert took > 10 * faults.BREATH
        assert int(answer.headers["Content-Length"]) > 500


def test_the_block_can_be_left_while_clients_hang() -> None:
    with misbehaving(Harbour(), faults.always(faults.hangs)) as served:
        failed: list[bool] = []

        def hang() -> None:
            with pytest.raises(requests.ConnectionError):
                get(served)
            failed.append(True)

        clients = [threading.Thread(target=hang) for _ in range(3)]
        for client in clients:
            client.start()
        while len(served.requests) < 3:
            time.sleep(0.01)
    for client in clients:
        client.join(30)
    assert failed == [True] * 3


def test_a_client_is_sent_elsewhere() -> None:
    with serving(Harbour()) as elsewhere, misbehaving(Harbour(), faults.always(faults.redirects(elsewhere.url))) as odd:
        assert get(odd, "/v2.1/flavors?limit=1", allow_redirects=False).headers["Location"].startswith(elsewhere.url)
        assert get(odd, "/v2.1/flavors?limit=1").url == f"{elsewhere.url}/v2.1/flavors?limit=1"


def test_a_hundred_megabytes_are_sent_and_can_be_refused() -> None:
    with misbehaving(Harbour(), faults.always(faults.sends_megabytes(100))) as served:
        with get(served, stream=True) as answer:
            assert int(answer.headers["Content-Length"]) == 100 * faults.MEGABYTE + 2
            assert len(answer.raw.read(faults.MEGABYTE)) == faults.MEGABYTE
        with get(served, stream=True) as answer:
            assert sum(map(len, answer.iter_content(faults.MEGABYTE))) == 100 * faults.MEGABYTE + 2


@pytest.mark.parametrize("as_date", [False, True])
def test_a_storm_of_429_says_when_to_come_back(as_date: bool) -> None:
    with misbehaving(Harbour(), faults.first(3, faults.too_many_requests(7, as_date))) as served:
        answers = [get(served) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [429, 429, 429, 200]
    said = answers[0].headers["Retry-After"]
    if as_date:
        waiting = parsedate_to_datetime(said) - datetime.now(UTC)
        assert waiting <= timedelta(seconds=7)
    else:
        assert said == "7"


def test_a_service_can_be_unavailable_once_and_in_one_place() -> None:
    with misbehaving(Harbour(), faults.first(1, faults.unavailable(1))) as served:
        assert [get(served).status_code for _ in range(2)] == [503, 200]
    with misbehaving(Harbour(), faults.at("flavors", faults.unavailable())) as served:
        assert get(served, "/v2.1/flavors").headers.get("Retry-After") is None
        assert [get(served, f"/v2.1/{kind}").status_code for kind in ("flavors", "servers")] == [503, 200]


def test_a_certificate_is_trusted_only_with_its_authority_and_for_its_host(tmp_path: Path) -> None:
    right, wrong = Certificate(), Certificate("harbour.example.org")
    with serving(Harbour(), tls=right.context()) as served:
        with pytest.raises(requests.exceptions.SSLError):
            get(served)
        answer = get(served, "/", verify=str(right.write_authority(tmp_path / "right.pem")))
        assert answer.json()["versions"][0]["links"][0]["href"] == f"{served.url}/v2.1/"
    with serving(Harbour(), tls=wrong.context()) as served, pytest.raises(requests.exceptions.SSLError):
        get(served, verify=str(wrong.write_authority(tmp_path / "wrong.pem")))
    with misbehaving(Harbour(), faults.always(faults.behaves), tls=right.context()) as served:
        assert get(served, verify=str(tmp_path / "right.pem")).status_code == 200
