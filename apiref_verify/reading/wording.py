"""What headings, captions and prose tell: direction, versions, response codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange
from apiref_verify.model.reference import Direction

_WORD = (
    r"(?:the|a|an|of|for|in|on|api|http|json|rest|example|examples|sample|samples|parameters?|params|body|bodies|"
    r"headers?|fields?|query|strings?|schema|data|format|syntax|content|attributes|additional|optional|required|common|"
    r"message|messages|path|uri|url|structure|details?|curl|and|or|with|without|admin|full|normal|success(?:ful)?|"
    r"synchronous|asynchronous|output|input)"
)
_PARENTHESES = re.compile(r"\([^)]*\)")
_ROLE = re.compile(rf"^(?:{_WORD}\W+)*(requests?|responses?)(?:\W+{_WORD})*\W*$", re.I)
_EXAMPLE = re.compile(rf"^(?:{_WORD}\W+)*(?:examples?|samples?)(?:\W+{_WORD})*\W*$", re.I)
_PARAMETERS = re.compile(rf"^(?:{_WORD}\W+)*(?:parameters?|attributes|body|headers?)(?:\W+{_WORD})*\W*$", re.I)
_CODES = re.compile(
    r"^\W*(?:(?P<kind>normal|success(?:ful)?|error|fault|failure|http|expected)\s+)*"
    r"(?:http\s+)?(?:response|status|return|error|fault|success|http)?\s*(?:response|status|return|error|http)?\s*"
    r"codes?\b",
    re.I,
)
_CODES_LABEL = re.compile(
    r"^\W{0,3}(?P<label>(?:(?:normal|success|successful|error|fault|failure|http|expected|possible|the|response|status|"
    r"return|other|server|client)\s+)*(?:responses?|codes?|code\(s\)|responses?\s+codes?|status\s+codes?))"
    r"\s*\**\s*(?P<note>\([^)]*\))?\s*(?:are|is)?\s*\**\s*(?P<end>:|$|(?=\d{3}))\**",
    re.I,
)
_VERSION = r"v?(\d+\.\d+)"
_SPAN = re.compile(
    rf"(?:micro)?versions?\s*{_VERSION}\s*(?:-|–|—|to|until|through|up to)\s*(?:{_VERSION})?|"
    rf"\(\s*{_VERSION}\s*(?:-|–|to)\s*{_VERSION}?\s*\)|\bfrom\s+(?:version\s+|microversion\s+)?{_VERSION}\s+to\s+{_VERSION}",
    re.I,
)
_SINCE = re.compile(
    rf"(?:since|from|starting\s+(?:with|from|in)|new\s+in|added\s+in|>=|after|available\s+(?:since|from|in))\s+"
    rf"(?:the\s+)?(?:api\s+)?(?:micro)?(?:versions?)?\s*{_VERSION}|{_VERSION}\s*(?:\+|and\s+(?:later|above|newer|up))",
    re.I,
)
_UNTIL = re.compile(
    rf"(?:until|up\s+to|before|prior\s+to|<=?|through|removed\s+in)\s+(?:and\s+including\s+)?(?:the\s+)?(?:api\s+)?"
    rf"(?:micro)?(?:versions?)?\s*{_VERSION}|{_VERSION}\s+(?:and\s+(?:earlier|below|older|prior))",
    re.I,
)
_CAPTION_VERSION = re.compile(rf"(?:\(|\b(?:micro)?version\s*|\bv|\b)\s*v?\s?(\d+\.\d+)\b(?!\.\d)", re.I)
_CODE = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z0-9_./' -]*?)?\s*(?P<open>\()?\s*(?P<code>[1-5]\d\d)(?P<more>(?:\s*,\s*[1-5]\d\d)*)"
    r"(?P<dots>,?\s*(?:\.\.\.|…))?\s*(?P<close>\))?"
    r"(?P<note>\s*\((?![^)]*\b[1-5]\d\d\b)[^)]*\))?"
)
_SEPARATOR = re.compile(r"(?:\s|,|;|\||\*|-\s|\bor\b|\band\b|\.(?=\s*$)|:)*", re.I)


def direction_of_heading(text: str) -> Direction | None:
    """The direction of a heading such as "Request", "Response Parameters (v2.3)"; ``None`` for any other."""
    match = _ROLE.match(_PARENTHESES.sub(" ", text).strip(" *:`"))
    if not match:
        return None
    return Direction.REQUEST if match[1].lower().startswith("request") else Direction.RESPONSE


def is_part_heading(text: str) -> bool:
    """Whether a heading names a part of an operation (request, example, codes) and not an operation."""
    plain = _PARENTHESES.sub(" ", text).strip(" *:`")
    return bool(
        direction_of_heading(text)
        or _EXAMPLE.match(plain)
        or _PARAMETERS.match(plain)
        or (_CODES.match(plain) and len(plain) < 40)
    )


def direction_in_words(text: str) -> Direction | None:
    """The direction that a caption mentions, if it mentions just one."""
    asks = re.search(r"\brequests?\b", text, re.I)
    answers = re.search(r"\bresponses?\b", text, re.I)
    if bool(asks) == bool(answers):
        return None
    return Direction.REQUEST if asks else Direction.RESPONSE


def versions_in_words(text: str) -> VersionRange:
    """The versions that a heading limits itself to; every version if it says nothing that is understood."""
    if span := _SPAN.search(text):
        ends = [group for group in span.groups() if group]
        low = Microversion.parse(ends[0])
        return VersionRange(low, Microversion.parse(ends[1]) if len(ends) > 1 else None)
    since, until = _SINCE.search(text), _UNTIL.search(text)
    low_text = next((g for g in since.groups() if g), None) if since else None
    high_text = next((g for g in until.groups() if g), None) if until else None
    low_end = Microversion.parse(low_text) if low_text else None
    high_end = Microversion.parse(high_text) if high_text else None
    if until and high_end and re.match(r"before|prior|<\s|removed", until[0], re.I):
        high_end = Microversion(high_end.major, high_end.minor - 1) if high_end.minor else None
    if low_end and high_end and high_end < low_end:
        return EVERY_VERSION
    return VersionRange(low_end, high_end)


def version_in_caption(text: str) -> Microversion | None:
    """The one microversion that a sample's caption names, if it names one."""
    found = {match for match in _CAPTION_VERSION.findall(text) if not re.search(rf"\d\.{re.escape(match)}", text)}
    return Microversion.parse(found.pop()) if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class ProseCode:
    """A code in a paragraph: where it stands is an offset into the paragraph."""

    code: int
    name: str
    offset: int
    versions: VersionRange


def codes_label(text: str) -> tuple[bool, int] | None:
    """For a paragraph that begins a list of codes: (is it the success list, where the list begins).

    ``None`` for any other text. "Response codes" without a word more counts as success.
    """
    match = _CODES_LABEL.match(text)
    if not match or "code" not in match["label"].lower() and not (match["end"] == ":" and re.match(
        r"\s*[`*]*(?:[A-Za-z ]+\()?[1-5]\d\d\b", text[match.end():]
    )):
        return None
    if "code" not in match["label"].lower() and len(match["label"].split()) < 2:
        return None
    success = not re.search(r"error|fault|failure", match["label"], re.I)
    return success, match.end()


def codes_in(text: str, start: int) -> Iterator[ProseCode]:
    """The codes listed in a paragraph from offset ``start`` on, up to the first words that are no list of codes."""
    at = start
    first = True
    while at < len(text):
        separator = _SEPARATOR.match(text, at)
        at = separator.end() if separator else at
        match = _CODE.match(text, at)
        if not match or not _is_code(match, text, first):
            return
        note = match["note"] or ""
        versions = versions_in_words(note) if note else EVERY_VERSION
        name = (match["name"] or "").strip(" `*-:")
        yield ProseCode(int(match["code"]), name, match.start("code"), versions)
        for more in re.finditer(r"[1-5]\d\d", match["more"] or ""):
            yield ProseCode(int(more[0]), name, match.start("more") + more.start(), versions)
        at = match.end()
        first = False


def _is_code(match: re.Match[str], text: str, first: bool) -> bool:
    """Whether a match is an item of the list and not a number in a sentence."""
    name = (match["name"] or "").strip()
    after = text[match.end() : match.end() + 1]
    if after.isalnum():
        return False
    if name and not match["open"]:
        return len(name.split()) <= 3 and (first or len(name) < 24) and not re.search(r"\b(?:to|than|up|least|most|the)\b", name)
    return True
