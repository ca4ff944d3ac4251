"""The curl commands: what a shell makes of them is what is to be sent, whatever stands in a sample or a URL."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.sphinx_ext.pages.command import Command, command, headers_of
from tests.builders import PROPERTY

SHELL = shutil.which("sh") or "/bin/sh"
TEXT = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\r"), max_size=40)


def split(made: Command) -> list[str]:
    """The words of a command, variables as they are written."""
    return shlex.split(made.text.replace(" \\\n", " "))


def run(made: Command, **variables: str) -> list[str]:
    """The words that a shell hands over, with variables set."""
    script = f"curl() {{ printf '%s\\0' \"$@\"; }}\n{made.text}\n"
    done = subprocess.run([SHELL, "-c", script], env=variables, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.split("\0")[:-1]


def test_a_command_has_method_url_headers_and_body() -> None:
    made = command("POST", "/servers/{server_id}/action", '{"stop": null}', "$ENDPOINT", headers_of("2.26", "dns"))
    assert made.text == (
        'curl -X POST "$ENDPOINT/servers/$server_id/action" \\\n'
        "  -H 'Content-Type: application/json' \\\n"
        '  -H "X-Auth-Token: $TOKEN" \\\n'
        "  -H 'OpenStack-API-Version: dns 2.26' \\\n"
        "  --data-raw '{\"stop\": null}'"
    )
    assert made.variables == ("ENDPOINT", "server_id", "TOKEN")


@pytest.mark.parametrize(
    ("url", "endpoint", "written", "variables"),
    [
        ("/servers", "https://compute.example.org/v2.1", "https://compute.example.org/v2.1/servers", ()),
        ("/servers", "https://compute.example.org/v2.1/", "https://compute.example.org/v2.1/servers", ()),
        ("servers", "$ENDPOINT", "$ENDPOINT/servers", ("ENDPOINT",)),
        ("/{a}b/{c}", "${HOST}9", "${HOST}9/${a}b/$c", ("HOST", "a", "c")),
        ("/{id}/x/{id}", "", "/$id/x/$id", ("id",)),
        ("/{flavor-id}/{2nd}/{{}}", "", "/$flavor_id/$_2nd/{{}}", ("flavor_id", "_2nd")),
        ("/a?x={x}&y=1", "", "/a?x=$x&y=1", ("x",)),
    ],
)
def test_variables_of_the_url_are_those_of_the_shell(
    url: str, endpoint: str, written: str, variables: tuple[str, ...]
) -> None:
    made = command("PUT", url, "{}", endpoint, {})
    assert next(word for word in split(made)[3:] if word != "-g") == written or written in split(made)
    assert made.variables == variables


def test_braces_and_brackets_that_stay_are_no_patterns_of_curl() -> None:
    assert split(command("PUT", "/a[b]", "{}", "", {}))[1] == "-g"
    assert "-g" not in split(command("PUT", "/{a}", "{}", "", {}))


def test_a_version_is_asked_for_in_all_ways_that_services_know() -> None:
    assert headers_of("2.26", "compute") == {
        "Content-Type": "application/json",
        "X-Auth-Token": "$TOKEN",
        "OpenStack-API-Version": "compute 2.26",
        "X-OpenStack-Nova-API-Version": "2.26",
    }
    assert "OpenStack-API-Version" not in headers_of("", "compute")


def test_an_unknown_service_is_a_variable() -> None:
    made = command("PUT", "/", "{}", "", headers_of("2.2", "$SERVICE_TYPE"))
    assert '"OpenStack-API-Version: $SERVICE_TYPE 2.2"' in made.text
    assert made.variables == ("TOKEN", "SERVICE_TYPE")


@PROPERTY
@given(TEXT, TEXT, TEXT)
def test_a_shell_sends_what_is_documented(body: str, literal: str, value: str) -> None:
    plain = literal.replace("{", "").replace("}", "").replace("$", "")
    made = command("PATCH", f"/a{plain}/{{id}}{plain}", body, "$ENDPOINT", {"X-A": "$TOKEN !`x`"})
    words = run(made, ENDPOINT="http://h", id=value, TOKEN=value)
    assert words[words.index("-X") + 1] == "PATCH"
    assert f"http://h/a{plain}/{value}{plain}" in words
    assert f"X-A: {value} !`x`" in words
    assert words[-2:] == ["--data-raw", body]


class Heard(BaseHTTPRequestHandler):
    """Keeps what it is asked."""

    requests: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.requests.append({"path": self.path, "headers": dict(self.headers), "body": json.loads(body)})
        self.send_response(202)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    heard = type("HeardHere", (Heard,), {"requests": []})
    with HTTPServer(("127.0.0.1", 0), heard) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", heard.requests
        running.shutdown()


@pytest.mark.functional
@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here: apt-get install curl")
def test_curl_sends_the_request(server: tuple[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    url, requests = server
    body = json.dumps({"name": 'it\'s "$HOME" `x` @file', "lines": "a\\nb"}, indent=2)
    made = command("POST", "/boats/{boat_id}/action", body, "$ENDPOINT", headers_of("2.10", "boat"))
    script = tmp_path / "send.sh"
    script.write_text(made.text + "\n", "utf-8")
    variables = {"ENDPOINT": url, "TOKEN": "t-1", "boat_id": "7", "PATH": "/usr/local/bin:/usr/bin:/bin"}
    subprocess.run([SHELL, str(script)], env=variables, check=True, timeout=60, capture_output=True)
    (request,) = requests
    assert request["path"] == "/boats/7/action"
    assert request["body"] == json.loads(body)
    sent = request["headers"]
    assert (sent["X-Auth-Token"], sent["OpenStack-API-Version"]) == ("t-1", "boat 2.10")
    assert sent["Content-Type"] == "application/json"
