"""From an operation and a sample of its request to the curl command that sends it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from apiref_verify.live.asking.version_headers import version_headers
from apiref_verify.model.microversion import Microversion

_OF_SHELL = re.compile(r"\$(?:\{(?P<braced>[A-Za-z_]\w*)\}|(?P<plain>[A-Za-z_]\w*))", re.ASCII)
_OF_URL = re.compile(r"\{([^{}]*\w[^{}]*)\}", re.ASCII)
_SPECIAL = re.compile(r'([\\"$`])')


class Variable(NamedTuple):
    """A variable of the shell, by its name."""

    name: str


Part = str | Variable


@dataclass(frozen=True, slots=True)
class Command:
    """A command for a POSIX shell, and the names of the variables that it needs, in their order."""

    text: str
    variables: tuple[str, ...]


def command(method: str, url: str, body: str, endpoint: str, headers: Mapping[str, str]) -> Command:
    """The command that sends ``body`` to an operation.

    ``url`` is the documented one: its ``{variables}`` become variables of the shell. So does what is written ``$NAME``
    in ``endpoint``, the URL that it is appended to, and in the values of ``headers``. All else is sent as it stands.
    """
    address = [*_parts(endpoint.rstrip("/"), _OF_SHELL, _shell_name), "/", *_parts(url.lstrip("/"), _OF_URL, _url_name)]
    fields = [[f"{name}: ", *_parts(value, _OF_SHELL, _shell_name)] for name, value in headers.items()]
    curl = "curl -g" if any(mark in part for part in address if isinstance(part, str) for mark in "[]{}") else "curl"
    lines = [
        f"{curl} -X {shlex.quote(method)} {_quoted(address)}",
        *(f"-H {_quoted(field)}" for field in fields),
        f"--data-raw {shlex.quote(body)}",
    ]
    names = (part.name for parts in [address, *fields] for part in parts if isinstance(part, Variable))
    return Command(" \\\n  ".join(lines), tuple(dict.fromkeys(names)))


def headers_of(version: str, service_type: str) -> dict[str, str]:
    """The headers of a request with a body of JSON, which asks for a version if there is one."""
    asked = Microversion.parse(version) if version else None
    return {"Content-Type": "application/json", "X-Auth-Token": "$TOKEN", **version_headers(service_type, asked)}


def _parts(text: str, pattern: re.Pattern[str], name_of: Callable[[re.Match[str]], str]) -> list[Part]:
    """A text cut into what stands for itself and the variables in it."""
    parts: list[Part] = []
    end = 0
    for match in pattern.finditer(text):
        parts += [text[end : match.start()], Variable(name_of(match))]
        end = match.end()
    return [part for part in [*parts, text[end:]] if part]


def _shell_name(match: re.Match[str]) -> str:
    return match["braced"] or match["plain"]


def _url_name(match: re.Match[str]) -> str:
    """The name of a variable of a URL in the shell, where names are words that begin with no digit."""
    name = re.sub(r"\W+", "_", match[1], flags=re.ASCII).strip("_") or "_"
    return f"_{name}" if name[0].isdigit() else name


def _quoted(parts: Iterable[Part]) -> str:
    """A word for the shell: in double quotes if it has variables, with nothing else in it that the shell would act on.

    An exclamation mark stands in quotes of its own, since interactive shells act on it in double quotes.
    """
    parts = list(parts)
    if not any(isinstance(part, Variable) for part in parts):
        return shlex.quote("".join(part for part in parts if isinstance(part, str)))
    written = ""
    for part in reversed(parts):
        if isinstance(part, Variable):
            joins = re.match(r"\w", written) is not None
            written = (f"${{{part.name}}}" if joins else f"${part.name}") + written
        else:
            written = _SPECIAL.sub(r"\\\1", part).replace("!", "\"'!'\"") + written
    return f'"{written}"'
