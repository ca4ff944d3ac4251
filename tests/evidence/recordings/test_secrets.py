from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.evidence.recordings.secrets import Secrets
from tests.builders import PROPERTY
from tests.evidence.recordings.recordings import (
    BODY,
    KEYSTONEAUTH,
    PLANTED,
    TEMPEST,
    betamax,
    har,
    har_entry,
    interaction,
    read_text,
)

FERNET = "gAAAAABn" + "x" * 60
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"
KEY = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("name", "is_secret"),
    [
        ("authorization", True),
        ("proxy-authorization", True),
        ("x-auth-token", True),
        ("x-subject-token", True),
        ("x-service-token", True),
        ("x-openstack-registry-tokens", True),
        ("cookie", True),
        ("set-cookie", True),
        ("x-account-meta-temp-url-key-2", True),
        ("x-auth-key", True),
        ("x-customer", True),
        ("x-openstack-request-id", False),
        ("openstack-api-version", False),
        ("etag", False),
    ],
)
def test_headers(name: str, is_secret: bool) -> None:
    secrets = Secrets(["X-Customer"])
    assert secrets.header(name, "value") == ("***" if is_secret else "value")
    assert secrets.header(name, "{SHA256}00ff") == "{SHA256}00ff"
    assert secrets.header(name, "") == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            {"adminPass": "x", "original_password": "x", "user": "x"},
            {"adminPass": "***", "original_password": "***", "user": "x"},
        ),
        ({"driver_info": {"ipmi_password": "x"}}, {"driver_info": {"ipmi_password": "***"}}),
        (
            {"password": {"user": {"name": "x", "password": "x"}}},
            {"password": {"user": {"name": "x", "password": "***"}}},
        ),
        ({"access": {"token": {"id": "x", "expires": "x"}}}, {"access": {"token": {"id": "***", "expires": "x"}}}),
        ({"keypair": {"private_key": "x", "public_key": "x"}}, {"keypair": {"private_key": "***", "public_key": "x"}}),
        ({"secret": 12, "token": 1.5, "api_key": True}, {"secret": 0, "token": 0.0, "api_key": True}),
        ({"password": None, "secret": ""}, {"password": None, "secret": ""}),
        ({"tokens": ["x", {"id": "x"}]}, {"tokens": ["***", {"id": "x"}]}),
        (
            {"user_data": "eA==", "personality": [{"path": "/x", "contents": "eA=="}]},
            {"user_data": "Kioq", "personality": [{"path": "/x", "contents": "Kioq"}]},
        ),
        ({"credential": {"blob": "{}", "type": "ec2"}}, {"credential": {"blob": "***", "type": "ec2"}}),
        (
            {"key_name": "x", "key": "x", "password_expires_at": "x"},
            {"key_name": "x", "key": "x", "password_expires_at": "x"},
        ),
        ({"Licence": {"a": ["x", 1, None]}}, {"Licence": {"a": ["***", 0, None]}}),
        ({"message": f"no such token: {FERNET}"}, {"message": "no such token: ***"}),
        ({"note": KEY, "jwt_like": JWT}, {"note": "***", "jwt_like": "***"}),
        (["https://me:x@host/p", 1], ["https://***@host/p", 1]),
    ],
)
def test_values_keep_their_type(value: Any, expected: Any) -> None:
    before = json.dumps(value)
    assert Secrets(["licence"]).value(value) == expected
    assert json.dumps(value) == before
    assert [type(item) for item in expected] == [type(item) for item in Secrets(["licence"]).value(value)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://u:p@host/a?b=c", "http://***@host/a?b=c"),
        (
            "/a?token=x&b=c&temp_url_sig=y;Signature=z#access_token=t",
            "/a?token=***&b=c&temp_url_sig=***;Signature=***#access_token=***",
        ),
        ("http://h/vnc_auto.html?path=%3Ftoken%3Dabc-def", "http://h/vnc_auto.html?path=%3Ftoken%3D***"),
        (
            "http://h/vnc_auto.html?path=%3Fa%3D1%26token%3Dabc&title=t",
            "http://h/vnc_auto.html?path=%3Fa%3D1%26token%3D***&title=t",
        ),
        ("/v2.0/tokens/0123456789abcdef/endpoints", "/v2.0/tokens/***/endpoints"),
        ("/v2.1/os-console-auth-tokens/0123?a=b", "/v2.1/os-console-auth-tokens/***?a=b"),
        ("/v3/auth/tokens?nocatalog", "/v3/auth/tokens?nocatalog"),
        ("?marker=1&customer=x", "?marker=1&customer=***"),
        ("mail me@example.org", "mail me@example.org"),
        ("Bearer abcdefgh12345", "Bearer ***"),
    ],
)
def test_texts(text: str, expected: str) -> None:
    assert Secrets(["Customer"]).text(text) == expected


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.from_regex(r"https?://\w*:?\w*@?\w+/\w*\?(token|a)=\w*"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["password", "token", "id", "user_data", "a", "secretKey"]) | st.text(), inner, max_size=3
        )
    ),
    max_leaves=12,
)


@PROPERTY
@given(VALUES)
def test_to_replace_twice_is_to_replace_once(value: Any) -> None:
    once = Secrets().value(value)
    assert Secrets().value(once) == once


RECORDINGS = {
    "keystoneauth": KEYSTONEAUTH,
    "tempest": TEMPEST,
    "har": har(har_entry()),
    "betamax": betamax(interaction(BODY, {"string": BODY})),
    "vcr": yaml.dump({"interactions": [interaction(BODY, {"string": BODY.encode()})], "version": 1}),
    "broken": betamax(interaction(BODY, {"string": BODY}))[:-60],
    "not JSON": har(har_entry(response={"content": {"text": f"{PLANTED} {{", "mimeType": "application/json"}})),
}


@pytest.mark.parametrize("name", RECORDINGS)
def test_nothing_that_is_read_has_a_secret(tmp_path: Path, name: str) -> None:
    assert PLANTED in RECORDINGS[name]
    found = read_text(tmp_path, RECORDINGS[name])
    assert found
    assert PLANTED not in repr(found)
