"""The entries of a large JSON or YAML document, one at a time: the rest of it is never held."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import IO, Any

from apiref_verify.evidence.recordings.bodies import DEEPEST, LARGEST_BODY
from apiref_verify.evidence.recordings.errors import TooLargeError
from apiref_verify.evidence.recordings.streams import LARGEST_ENTRY, Metered

_OUTSIDE = re.compile(rb'(?:[^"]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_INSIDE = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_CUT = b"\\u0000cut"
_CHUNK = 64 * 1024

CUT = "\0cut"
"""What stands for a string of more than ``LARGEST_BODY`` bytes."""


class BrokenError(ValueError):
    """The document is not what it should be, from here on."""


def json_entries(stream: IO[bytes], path: str) -> Iterator[Any]:
    """The items of the array at a path of ijson, such as ``log.entries.item``.

    Strings of more than ``LARGEST_BODY`` bytes are ``CUT``.

    :raises BrokenError: where the document stops being JSON.
    :raises TooLargeError: where an entry is too large to be held.
    """
    import ijson

    metered = Metered(stream)
    try:
        for item in ijson.items(_ShortStrings(metered), path, use_float=True):
            metered.entry_read()
            yield item
    except ijson.JSONError as error:
        message = str(error).splitlines()[0] if str(error) else ""
        known = "ends too early" if "premature" in message or "ncomplete" in message else "is broken"
        raise BrokenError(f"the JSON {known}") from None


class _ShortStrings:
    """The bytes of a JSON text in which overlong strings are ``CUT``.

    A parser holds a string whole; a capture of a browser may hold a film in one.
    """

    def __init__(self, stream: Metered) -> None:
        self._stream = stream
        self._string: list[bytes] = []
        self._size = 0
        self._backslash = b""

    def read(self, size: int = -1) -> bytes:
        """Bytes, whole strings only; none at the end."""
        if size == 0:
            return b""
        while data := self._stream.read(_CHUNK):
            if whole := self._whole(data):
                return whole
        rest, self._string = b"".join(self._string), []
        return rest

    def _whole(self, data: bytes) -> bytes:
        """What stands before a string that is not closed yet."""
        closed = b""
        if self._string:
            data = self._backslash + data
            end = self._inside(data, 0)
            if end == len(data):
                return b""
            closed, data = b"".join([*self._string, b'"']), data[end + 1 :]
            self._string = []
        end = _end(_OUTSIDE, data, 0)
        if end < len(data):
            self._string, self._size = [b'"'], 0
            self._inside(data, end + 1)
        return closed + data[:end]

    def _inside(self, data: bytes, start: int) -> int:
        """Keep what belongs to the open string; where it ends, or the end of the data if it does not."""
        end = _end(_INSIDE, data, start)
        self._size += end - start
        if self._size <= LARGEST_BODY:
            self._string.append(data[start:end])
        else:
            self._string = [b'"', _CUT]
            self._stream.entry_read()
        is_closed = data[end : end + 1] == b'"'
        self._backslash = b"" if is_closed else data[end:]
        return end if is_closed else len(data)


def _end(pattern: re.Pattern[bytes], data: bytes, start: int) -> int:
    match = pattern.match(data, start)
    return match.end() if match else start


def yaml_entries(stream: IO[bytes], names: tuple[str, ...]) -> Iterator[Any]:
    """The items of the sequence with one of some names in the mapping of a YAML document.

    Plain scalars are strings, whatever they look like, but for ``null``; what is marked as binary is bytes.

    :raises BrokenError: where the document stops being YAML.
    :raises TooLargeError: where an entry is too large to be held.
    """
    import yaml

    metered = Metered(stream)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        events = yaml.parse(metered, Loader=loader)
        for item in _Values(events).items(names):
            metered.entry_read()
            yield item
    except (yaml.YAMLError, UnicodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise BrokenError(f"the YAML is broken{f' in line {mark.line + 1}' if mark else ''}") from None


class _Values:
    """Builds values of the events of a YAML parser.

    A value that others refer to weighs again wherever it is referred to, so that a few lines cannot stand for more
    than an entry may hold.
    """

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._anchored = 0
        self._weight = 0

    def items(self, names: tuple[str, ...]) -> Iterator[Any]:
        """The items of the sequence with one of some names."""
        import yaml

        for event in self._events:
            if isinstance(event, yaml.MappingStartEvent):
                break
        for key in self._events:
            if isinstance(key, yaml.MappingEndEvent):
                return
            name, first = self._value(key, 0), next(self._events)
            if name in names and isinstance(first, yaml.SequenceStartEvent):
                for event in self._events:
                    if isinstance(event, yaml.SequenceEndEvent):
                        break
                    self._weight = 0
                    yield self._value(event, 0)
            else:
                self._value(first, 0)

    def _value(self, event: Any, depth: int) -> Any:
        import yaml

        if depth > DEEPEST:
            raise BrokenError(f"the YAML is nested more than {DEEPEST} deep")
        if isinstance(event, yaml.AliasEvent):
            return self._referred(event.anchor or "")
        anchor, before = event.anchor, self._weight
        self._weigh(1)
        if isinstance(event, yaml.ScalarEvent):
            value: Any = _scalar(event)
            self._weigh(len(event.value))
        elif isinstance(event, yaml.SequenceStartEvent):
            value = []
            while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
                value.append(self._value(event, depth + 1))
        else:
            value = {}
            while not isinstance(event := next(self._events), yaml.MappingEndEvent):
                name = self._value(event, depth + 1)
                value[name if isinstance(name, str) else ""] = self._value(next(self._events), depth + 1)
        if anchor:
            self._keep(anchor, value, self._weight - before)
        return value

    def _referred(self, anchor: str) -> Any:
        if anchor not in self._anchors:
            raise BrokenError("the YAML refers to what does not stand before")
        value, weight = self._anchors[anchor]
        self._weigh(weight)
        return value

    def _keep(self, anchor: str, value: Any, weight: int) -> None:
        """Keep a value that others may refer to, up to the end of the document."""
        self._anchored += weight
        if self._anchored > LARGEST_ENTRY:
            raise TooLargeError(f"its anchors hold more than {LARGEST_ENTRY >> 20} MiB: the rest was not read")
        self._anchors[anchor] = value, weight

    def _weigh(self, more: int) -> None:
        self._weight += more
        if self._weight > LARGEST_ENTRY:
            raise TooLargeError(f"an entry is larger than {LARGEST_ENTRY >> 20} MiB: the rest was not read")


def _scalar(event: Any) -> str | bytes | None:
    if event.tag and event.tag.endswith(("2002:binary", "!binary")):
        try:
            return base64.b64decode("".join(event.value.split()), validate=True)
        except (binascii.Error, ValueError):
            return None
    if event.implicit[0] and event.value in ("", "null", "~", "Null", "NULL"):
        return None
    return str(event.value)
