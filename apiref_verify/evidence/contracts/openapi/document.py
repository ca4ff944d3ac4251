"""Documents and the documents that they refer to, each read once, when something in it is first needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import url2pathname

from apiref_verify.evidence.contracts.documents import files, values
from apiref_verify.evidence.contracts.errors import ContractError
from apiref_verify.reading.data.positions import locate

TIMEOUT = 20.0
"""The seconds that a remote document may take."""

_REMOTE = ("http", "https")


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One text and its value. ``name`` is how it is called in messages."""

    url: str
    name: str
    text: str
    root: Any

    def error(self, message: str, hint: str = "", node: Any = None) -> ContractError:
        """An error about a value of this document, with its line: that of the value itself, not of an equal one."""
        pointer = next((found for found, value in _walk(self.root, ()) if value is node), None)
        line = locate(self.text, pointer)[0] if node is not None and pointer is not None else None
        return ContractError.at(self.name, message, hint, line)


def _walk(value: Any, pointer: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield pointer, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inner:
        if isinstance(one, dict | list):
            yield from _walk(one, (*pointer, step))


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the document that it stands in."""

    value: Any
    document: Document


class Documents:
    """Documents of a folder, and all that they refer to.

    What lies outside of the folder, be it on this machine or elsewhere, is read only if ``allow_remote`` says so.
    """

    def __init__(self, folder: Path, allow_remote: bool = False) -> None:
        self._folder = folder
        self._real_folder = folder.resolve()
        self._allow_remote = allow_remote
        self._known: dict[str, Document] = {}

    def open(self, path: Path, text: str) -> Document:
        """The document of a text that was read from ``path``.

        :raises ContractError: if the text is neither YAML nor JSON.
        """
        url = path.resolve().as_uri()
        if url not in self._known:
            self._known[url] = _parsed(url, str(path), text)
        return self._known[url]

    def follow(self, value: Any, document: Document) -> Found:
        """What a value stands for: itself, or whatever its ``$ref`` leads to in the end.

        :raises ContractError: if a ``$ref`` leads nowhere, back to itself or to where we may not go.
        """
        seen: list[int] = []
        while isinstance(value, dict) and "$ref" in value:
            if id(value) in seen:
                raise document.error(f"$ref {value['$ref']!r} leads back to itself", "name what it stands for", value)
            seen.append(id(value))
            found = self.target(value, document)
            value, document = found.value, found.document
        return Found(value, document)

    def target(self, holder: dict[str, Any], document: Document) -> Found:
        """What the ``$ref`` of ``holder`` names directly.

        :raises ContractError: as :meth:`follow`.
        """
        reference = holder["$ref"]
        if not isinstance(reference, str):
            raise document.error("a $ref is no text", "write a JSON pointer, such as '#/components/schemas/x'", holder)
        address, _, fragment = reference.partition("#")
        named = self._document(address, holder, document) if address else document
        value = named.root
        if fragment and not fragment.startswith("/"):
            raise document.error(
                f"$ref {reference!r} names an anchor; only JSON pointers are followed", "write '#/…'", holder
            )
        for step in unquote(fragment).split("/")[1:]:
            value = _step(value, step.replace("~1", "/").replace("~0", "~"))
            if value is None:
                raise document.error(f"$ref {reference!r} leads nowhere", f"there is no {step!r} there", holder)
        return Found(value, named)

    def _document(self, address: str, holder: dict[str, Any], document: Document) -> Document:
        url = urljoin(document.url, address)
        if url not in self._known:
            self._known[url] = self._read(url, holder, document)
        return self._known[url]

    def _read(self, url: str, holder: dict[str, Any], document: Document) -> Document:
        reference, scheme = holder["$ref"], urlsplit(url).scheme
        if scheme not in ("file", *_REMOTE):
            raise document.error(f"$ref {reference!r} cannot be read", "refer to a file, or to http(s)", holder)
        path = Path(url2pathname(urlsplit(url).path)).resolve() if scheme == "file" else None
        is_inside = path is not None and path.is_relative_to(self._real_folder)
        if not self._allow_remote and not is_inside:
            where = "outside of the document's folder" if path else "on another machine"
            raise document.error(f"$ref {reference!r} is {where}", "copy it here, or allow remote documents", holder)
        if path is None:
            return _parsed(url, url, _download(url))
        if not path.is_file():
            raise document.error(f"$ref {reference!r} leads nowhere", "there is no such file", holder)
        shown = self._folder / path.relative_to(self._real_folder) if is_inside else path
        return self.open(shown, files.read_text(shown))


def _parsed(url: str, name: str, text: str) -> Document:
    return Document(url, name, text, values.parse(text, name))


def _step(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
        return value[int(step)]
    return None


def _download(url: str) -> str:
    """The text at a URL, as large as a file may be.

    :raises ContractError: if it cannot be had.
    """
    import requests

    try:
        with requests.get(url, timeout=TIMEOUT, stream=True) as answer:
            answer.raise_for_status()
            data = bytearray()
            for chunk in answer.iter_content(1 << 16):
                data += chunk
                if len(data) > files.LARGEST:
                    raise ContractError.at(url, f"too large to be read: {files.LARGEST >> 20} MiB are the limit")
    except requests.RequestException as error:
        raise ContractError.at(url, f"cannot be fetched: {error}", "copy it beside the document") from None
    return files.decoded(bytes(data), url)
