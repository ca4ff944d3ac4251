"""Lists of response codes in prose: ``Normal response codes: 200``, ``Error response codes: badRequest(400), …``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from apiref_verify.model.microversion import EVERY_VERSION, VersionRange
from apiref_verify.reading.operations.version_wording import versions_in_words


class CodeKind(Enum):
    """What a label says of the codes below it."""

    SUCCESS = "success"
    ERROR = "error"
    UNSAID = "unsaid"

    def is_success(self, code: int) -> bool:
        """Whether ``code`` is claimed as a success; where the label does not say, the number does."""
        return code < 400 if self is CodeKind.UNSAID else self is CodeKind.SUCCESS


@dataclass(frozen=True, slots=True)
class ProseCode:
    """A code in a paragraph; ``offset`` is where it stands in the paragraph's text."""

    code: int
    name: str
    success: bool
    versions: VersionRange
    offset: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a paragraph says of codes. ``follows`` is the kind of those still to come, below a bare label."""

    codes: tuple[ProseCode, ...]
    labelled: bool
    follows: CodeKind | None


_CODE = r"(?<![\w.])[1-5]\d\d(?!\w|\.\d)"
_WORD = (
    r"(?:normal|success|successful|error|fault|failure|http|expected|possible|the|other|client|server|header|"
    r"response|reponse|respose|status|return|result)"
)
_LABEL = re.compile(
    rf"^\W{{0,4}}(?P<label>(?:{_WORD}\s+)*(?:codes?|code\(s\)|responses?))\W{{0,3}}(?P<note>\([^)\d]*\))?"
    rf"\s*(?:(?:are|is)?\s*\**\s*(?:[:-]|$)|(?={_CODE}))[\s*]*",
    re.I | re.M,
)
_HINT = re.compile(r"codes?\b|code\(s\)|responses?\b", re.I)
_STATUS = re.compile(rf"^\W*status:\s*(?P<code>{_CODE})\s*(?P<name>[A-Za-z -]*)\W*$", re.I)
_BETWEEN = re.compile(r"(?:[\s,;|*`\"'•.:–-]|\b(?:or|and)\b)*", re.I)
_NAMED = re.compile(
    rf"(?P<name>[A-Za-z](?:[\w'/-]| (?! )){{0,40}}?)`*\s*\(\s*(?P<codes>{_CODE}(?:\s*[,/]\s*{_CODE})*)"
    r"\s*(?:,?\s*(?:\.\.\.|…))?\s*\)"
)
_NUMBER = re.compile(_CODE)
_NOTE = re.compile(r"[`*]*\s*\((?P<note>[^()]*(?:\([^()]*\)[^()]*)*)\)")
_REASON = re.compile(r"[`*]*(?:\s+[-–—]|:)\s+(?P<note>.+?)(?=,\s*[1-5]\d\d\b|\Z)", re.S)
_PHRASE = re.compile(
    r"[`*]*[ \t]+(?!or\b|and\b)(?P<note>[A-Za-z][\w'-]*(?:[ -][A-Za-z][\w'-]*){0,3})(?=[`*]*\s*(?:[,;.]|\n|\Z))"
)
_SENTENCE = re.compile(r"\b(?:if|the|returns?|returned|is|are|when|an?|of|this|to|than|most|least|up|with)\b", re.I)


def read_codes(text: str, expected: CodeKind | None = None) -> Reading:
    """Read the codes that a paragraph lists; ``expected`` is the kind of those that a label above it announces.

    Only what a label announces counts: numbers in sentences are no claims. A paragraph may hold several labels, each
    at the beginning of a line.
    """
    labels = list(_labels(text))
    if labels and not text[: labels[0][0].start()].strip():
        codes: list[ProseCode] = []
        for (label, kind), following in zip(labels, [*(match for match, _ in labels[1:]), None], strict=True):
            codes += _listed(text, label.end(), following.start() if following else len(text), kind)
        bare = not any(code.offset > labels[-1][0].start() for code in codes)
        return Reading(tuple(codes), True, labels[-1][1] if bare else None)
    if expected is not None:
        return Reading(tuple(_listed(text, 0, len(text), expected)), False, expected)
    return Reading((), False, None)


def read_status(text: str) -> ProseCode | None:
    """Read the code of a line such as ``Status: 201 Created`` above an example."""
    match = _STATUS.match(text)
    if not match:
        return None
    code = int(match["code"])
    return ProseCode(code, match["name"].strip(), code < 400, EVERY_VERSION, match.start("code"))


@lru_cache(maxsize=1024)
def label_kind(text: str) -> CodeKind | None:
    """Return the kind of codes that a title such as "Response codes" announces; ``None`` for other titles."""
    match = _LABEL.fullmatch(text.strip())
    return _kind(match["label"]) if match and "code" in match["label"].lower() else None


def _labels(text: str) -> Iterator[tuple[re.Match[str], CodeKind]]:
    if not _HINT.search(text):
        return
    for match in _LABEL.finditer(text):
        words = match["label"].lower()
        kind = _kind(words)
        if "code" in words or (kind is not CodeKind.UNSAID and _is_list(text, match.end(), words)):
            yield match, kind


def _is_list(text: str, at: int, label: str) -> bool:
    """Whether "Error response" is followed by codes, or "Error responses" announces them."""
    return label.endswith("responses") or any(True for _ in _listed(text, at, len(text), CodeKind.UNSAID))


def _kind(label: str) -> CodeKind:
    if re.search(r"error|fault|failure", label, re.I):
        return CodeKind.ERROR
    return CodeKind.SUCCESS if re.search(r"normal|success|expected", label, re.I) else CodeKind.UNSAID


def _listed(text: str, at: int, end: int, kind: CodeKind) -> Iterator[ProseCode]:
    """Yield the codes of a list in ``text[at:end]``, up to the first words that are no item of it."""
    text = text[:end]
    while True:
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
        named = _NAMED.match(text, at)
        if named and (len(named["name"].split()) > 4 or _SENTENCE.search(named["name"])):
            return
        number = None if named else _NUMBER.match(text, at)
        item = named or number
        if item is None:
            return
        name, versions, at = _said_of(text, item.end())
        if named:
            name = named["name"].strip()
        for code in _NUMBER.finditer(text, item.start("codes") if named else item.start(), item.end()):
            yield ProseCode(int(code[0]), name, kind.is_success(int(code[0])), versions, code.start())


def _said_of(text: str, at: int) -> tuple[str, VersionRange, int]:
    """Return what follows a code: its reason, its versions, and where the list goes on."""
    for pattern in (_NOTE, _REASON, _PHRASE):
        match = pattern.match(text, at)
        if match and not (pattern is _NOTE and _NUMBER.search(match["note"])):
            note = " ".join(match["note"].split())
            versions = versions_in_words(f"({note})")
            return "" if pattern is _NOTE and not versions.is_open else note, versions, match.end()
    return "", EVERY_VERSION, at
