"""Bodies as recorded, into what is known of them. Nothing is guessed: what is not whole is unreadable."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
import zlib
from typing import Any, NoReturn

from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.model.exchange import EMPTY, Body, BodyKind

LARGEST_BODY = 16 * 1024 * 1024
"""Bodies of more characters, or bytes, than this are not read."""

DEEPEST = 100
"""Values that are nested deeper than this are not read."""

_MEDIA_TYPE = re.compile(r"\s*([\w.+-]{1,80}/[\w.+-]{1,80})")
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_CHARSET = re.compile(r"charset=\"?([\w-]{1,40})", re.IGNORECASE)


def unreadable(reason: str) -> Body:
    """A body that is not known, and why."""
    return Body(BodyKind.UNREADABLE, reason=reason)


def too_large() -> Body:
    """A body of more than ``LARGEST_BODY``."""
    return unreadable(f"larger than {LARGEST_BODY >> 20} MiB")


def media_type(content_type: str) -> str:
    """The media type that a ``Content-Type`` names, in lower case; empty if it names none."""
    found = _MEDIA_TYPE.match(content_type)
    return found[1].lower() if found else ""


def read_text(text: str, content_type: str, secrets: Secrets) -> Body:
    """A body as text, with the ``Content-Type`` that was sent along."""
    if not text.strip():
        return EMPTY
    kind = media_type(content_type)
    if kind and kind != "application/json" and not kind.endswith("+json"):
        return Body(BodyKind.OTHER, reason=kind)
    if len(text) > LARGEST_BODY:
        return too_large()
    if not text.isascii() and not _is_unicode(text):
        return unreadable("not UTF-8")
    try:
        value = parse(text)
        is_shallow = text.count("[") + text.count("{") <= DEEPEST or _is_shallow(value)
        return Body(BodyKind.JSON, secrets.value(value)) if is_shallow else _too_deep()
    except RecursionError:
        return _too_deep()
    except json.JSONDecodeError as error:
        if not kind and text.lstrip()[:1] not in ("{", "["):
            return unreadable("not JSON, and of no media type")
        return unreadable(f"not JSON: {error.msg[:1].lower()}{error.msg[1:]} at character {error.pos + 1}")
    except UnicodeError:
        return unreadable("half a character (a surrogate)")
    except ValueError:
        return unreadable("not JSON: a number that JSON does not have")


def _too_deep() -> Body:
    return unreadable(f"nested more than {DEEPEST} deep")


def _is_shallow(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [
            item
            for one in level
            if isinstance(one, (dict, list))
            for item in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return True
    return False


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse(_: str) -> NoReturn:
    """Refuse NaN and the infinities, which JSON does not have."""
    raise ValueError("a number that JSON does not have")


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _refuse(text)


_decode = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite).decode


def parse(text: str) -> Any:
    """The value of a JSON text.

    :raises ValueError: for what is none, and for numbers that nothing could write again.
    :raises UnicodeError: for escapes of half a character (RFC 8259, 8.2), which nothing could write either.
    """
    value = _decode(text)
    if _HALF.search(text) and not _is_unicode(json.dumps(value, ensure_ascii=False)):
        raise UnicodeError("half a character")
    return value


def read_bytes(data: bytes, content_type: str, content_encoding: str, secrets: Secrets) -> Body:
    """A body as bytes, with the headers ``Content-Type`` and ``Content-Encoding`` that were sent along.

    Recorders leave the second in place when they have unpacked a body, so that it need not be packed.
    """
    if content_encoding.lower() in ("gzip", "x-gzip", "deflate"):
        unpacked = _unpacked(data)
        if isinstance(unpacked, Body):
            return unpacked
        data = unpacked
    if len(data) > LARGEST_BODY:
        return too_large()
    charset = _CHARSET.search(content_type)
    try:
        text = data.decode(charset[1] if charset else "utf-8")
    except (LookupError, UnicodeDecodeError):
        kind = media_type(content_type)
        if content_encoding and not content_encoding.lower().endswith(("gzip", "deflate", "identity")):
            return unreadable(f"compressed with {content_encoding[:20]}")
        if kind and "json" not in kind:
            return Body(BodyKind.OTHER, reason=kind)
        return unreadable("not UTF-8")
    return read_text(text, content_type, secrets)


def _unpacked(data: bytes) -> bytes | Body:
    if data[:2] != b"\x1f\x8b" and data[:1] != b"\x78":
        return data
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    try:
        whole = unpacker.decompress(data, LARGEST_BODY + 1)
    except zlib.error:
        return unreadable("compressed, and broken")
    if len(whole) > LARGEST_BODY:
        return too_large()
    return whole if unpacker.eof else unreadable("compressed, and cut off")


def read_base64(text: str, content_type: str, content_encoding: str, secrets: Secrets) -> Body:
    """A body as text in base64."""
    if len(text) > LARGEST_BODY * 4 // 3 + 4:
        return too_large()
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return unreadable("not base64")
    return read_bytes(data, content_type, content_encoding, secrets)


def read_value(value: Any, secrets: Secrets) -> Body:
    """A body that was recorded as a JSON value."""
    return Body(BodyKind.JSON, secrets.value(value)) if _is_shallow(value) else _too_deep()
