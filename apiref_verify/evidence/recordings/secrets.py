"""Secrets are replaced while recordings are read, before anything else sees them.

By **name**: headers, keys of JSON and parameters of URLs that are called like a password, a secret, a token or a key of
a secret kind, whatever stands before: ``admin_pass``, ``X-Auth-Token``, ``ipmi_password``, ``temp_url_sig``. By
**place**: the ``id`` of a ``token`` (keystone), the user and password of a URL, tokens that are a segment of a path.
By **look**: Fernet tokens, JSON web tokens and private keys, in any text.

A replacement keeps the type: strings become ``***``, those in base64 (``user_data``, ``contents``) ``Kioq``, which is
that in base64, and numbers 0. Booleans, null and empty strings hold no secret and stay. So does what the recorder
replaced by a hash: ``{SHA256}…``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

REPLACEMENT = "***"
BASE64_REPLACEMENT = "Kioq"

_HASHED = "{SHA256}"
_LONGEST_NAME = 200
_BASE64_NAMES = {"user_data", "userdata", "contents"}
_NAME = re.compile(
    r"(?:pass(?:word|wd|phrase|code)|admin_?pass|secret|token|jwt|psk|signature|(?:^|_)sig|snmp_community"
    r"|(?:private|secret|access|api|auth|url|shared|account|encryption|signing|session|master|ca|ssl|tls)_?key)"
    r"(?:_?\d+|_(?:contents?|data|value|hash))?s?$"
    r"|^(?:blob|payload|user_?data|contents|credential|x_amz_credential)$"
)
_HEADER = re.compile(r"token|secret|passw|cookie|authorization|signature|(?:auth|api|access|url|private)-key")
_USER = re.compile(r"(?<=://)[^/?#@\s\"'<>]+@")
_PARAMETER = re.compile(
    r"((?:^|[?&;#]|%3f|%26)([\w.\-\[\]]+)(?:=|%3d))((?:(?!%26|%3f|%23)[^&;#\s\"'<>])+)", re.IGNORECASE
)
_SEGMENT = re.compile(r"(?<=/)(v2\.0/tokens|os-console-auth-tokens)/[^/?#\s\"']+")
_LOOK = re.compile(
    r"gAAAA[\w-]{40,}=*"
    r"|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|(?<=[Bb]earer )[\w.~+/-]{8,}=*",
    re.DOTALL,
)
_SUSPECT = re.compile(r"[@?&#]|tokens/|gAAAA|eyJ|PRIVATE KEY|earer |%3[fF]")


def _search(name: str) -> bool:
    return _NAME.search(name.lower().replace("-", "_")) is not None


def _search_header(name: str) -> bool:
    return _HEADER.search(name) is not None


_remembered = lru_cache(maxsize=8192)(_search)
_remembered_header = lru_cache(maxsize=1024)(_search_header)


def _is_secret(name: str) -> bool:
    """Whether a name is one of a secret. Those of usual length are remembered: there are few, and they come often."""
    return _remembered(name) if len(name) <= _LONGEST_NAME else _search(name)


def _is_secret_header(name: str) -> bool:
    return _remembered_header(name) if len(name) <= _LONGEST_NAME else _search_header(name)


class Secrets:
    """Knows what is secret and replaces it; ``extra_names`` are further names of headers, keys and parameters.

    Names are compared without regard to case. Below a key of ``extra_names`` everything is secret. To replace twice is
    to replace once.
    """

    def __init__(self, extra_names: Iterable[str] = ()) -> None:
        self._extra = frozenset(name.lower() for name in extra_names)

    def header(self, name: str, value: str) -> str:
        """The value of a header, its name in lower case."""
        if name in self._extra or _is_secret_header(name):
            return value if value.startswith(_HASHED) or not value else REPLACEMENT
        return self.text(value)

    def text(self, text: str) -> str:
        """A text, such as a URL or a message, without the secrets that its URLs hold or that show by their look."""
        if not _SUSPECT.search(text):
            return text
        text = _USER.sub(f"{REPLACEMENT}@", text)
        text = _SEGMENT.sub(rf"\1/{REPLACEMENT}", text)
        text = _PARAMETER.sub(self._parameter, text)
        return _LOOK.sub(REPLACEMENT, text)

    def _parameter(self, match: re.Match[str]) -> str:
        name = match[2]
        return match[1] + REPLACEMENT if name.lower() in self._extra or _is_secret(name) else match[0]

    def value(self, value: Any) -> Any:
        """A JSON value; what is secret in it is replaced, the rest is as it was."""
        return self._value(value, "", False, False)

    def _value(self, value: Any, name: str, is_secret: bool, below: bool) -> Any:
        """``is_secret``: the name says so, of the value or of the items of the list; ``below``: so is all within."""
        kind = type(value)
        if kind is str:
            return _replaced(value, name) if is_secret else self.text(value)
        if kind is dict:
            return {key: self._member(item, key, name, below) for key, item in value.items()}
        if kind is list:
            return [self._value(item, name, is_secret, below) for item in value]
        if is_secret and kind in (int, float):
            return kind(0)
        return value

    def _member(self, value: Any, key: str, parent: str, below: bool) -> Any:
        below = below or (bool(self._extra) and key.lower() in self._extra)
        is_secret = below or _is_secret(key) or (key == "id" and parent == "token")
        return self._value(value, key, is_secret, below)


def _replaced(text: str, name: str) -> str:
    if not text or text.startswith(_HASHED):
        return text
    return BASE64_REPLACEMENT if name.lower() in _BASE64_NAMES else REPLACEMENT
