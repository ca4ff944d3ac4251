"""What headings, captions and prose tell of versions: ``(since 2.32)``, ``microversions 1.1 - 1.18`` and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass

from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange

_NUMBER = r"(?<![\w./])v?(\d+\.\d+)(?!\.?\d)"
_OF = r"\s*(?:(?:the|an|api|apis|image|images|identity|compute|microversions?|versions?)\s+)*"
_LATER = r"\s*(?:\+|(?:and|or)\s+(?:later|above|newer|higher|greater|up|onwards?))"
_EARLIER = r"\s*(?:and|or)\s+(?:earlier|below|older|lower|prior)"
_DASH = r"\s*(?:-|–|—|to|until|through|up\s+to)\s*"
_FROM = (
    r"(?:since|from|starting\s+(?:with|from|in|at)|beginning\s+(?:with|from|in)|as\s+of|new\s+in|added\s+in|"
    r"introduced\s+in|available\s+(?:in|with)|supported\s+(?:in|with)|>=)"
)
_NOT_YET = r"(?:before|prior\s+to|(?:lower|less|earlier|older)\s+than|removed\s+in|<(?!=))"
_TO = rf"(?:until|up\s+to|through|<=|{_NOT_YET})"

_SPAN = re.compile(
    rf"(?:micro)?versions?\s*{_NUMBER}{_DASH}(?:{_NUMBER})?|\(\s*{_NUMBER}\s*(?:-|–|—|to)\s*(?:{_NUMBER})?\s*\)|"
    rf"\bfrom{_OF}{_NUMBER}\s+(?:to|until|through){_OF}{_NUMBER}",
    re.I,
)
_SINCE = re.compile(rf"\b{_FROM}{_OF}{_NUMBER}|>={_OF}{_NUMBER}|{_NUMBER}{_LATER}", re.I)
_UNTIL = re.compile(rf"(?:\b|(?=<))(?P<word>{_TO})(?:\s+and\s+including)?{_OF}{_NUMBER}|{_NUMBER}{_EARLIER}", re.I)
_MENTION = re.compile(_NUMBER, re.I)

_MARKS = re.compile(r"[`*_]+")
_SENTENCE = re.compile(r"(?<=[A-Za-z\d)\]])\.(?:\s+|$)")
_ALONE = re.compile(
    rf"^\W*(?:(?:this|these|the)\s+(?:\w+\s+)?(?:apis?|operations?|calls?)\s+(?:is|are|was|were)\s+)?(?:only\s+)?"
    rf"(?:(?:new|added|introduced|available|supported)\s+)?(?:{_FROM}|with|in|{_TO}){_OF}{_NUMBER}"
    rf"(?:{_LATER}|{_EARLIER})?\W*$",
    re.I,
)
_EXISTS = re.compile(
    rf"(?:^|,\s+|\b(?:apis?|requests?|methods?|calls?|operations?|action\s+[\w-]+)\s+"
    rf"(?:(?:is|are|was|were|has\s+been|have\s+been)\s+)?(?:only\s+)?)"
    rf"(?:new|added|introduced|available|supported)\s+(?:{_FROM}|with|in|{_TO}){_OF}{_NUMBER}(?:{_LATER}|{_EARLIER})?|"
    rf"\bnew\s+(?:\w+\s+)?apis?\s+with{_OF}{_NUMBER}|\b(?:\w+\W+){{10}}\(new\s+in{_OF}{_NUMBER}\)$",
    re.I,
)
_ENDS = re.compile(
    rf"\b(?:fail|results?|resulting)\s+(?:with|in)\s+(?:an?\s+)?(?:http\s+)?404\s+(?:\w+\s+){{0,2}}?{_FROM}{_OF}{_NUMBER}|"
    rf"(?:>=|{_FROM}){_OF}{_NUMBER}\s+will\s+(?:fail|result)\s+(?:with|in)\s+(?:an?\s+)?(?:http\s+)?404",
    re.I,
)
_OF_AN_API = re.compile(
    r"\bAPIs?\s+(?:was|were|is|are)\s+(?:introduced|added|no longer experimental)|"
    r"^[^`]*\bcan (?:now )?be (?:requested|retrieved|listed|created|deleted)\b[^`]*$",
    re.I,
)
_SUBJECT = re.compile(
    r"\b(?:the|all)\s+((?:[\w-]+\s+){0,6}?)(?P<but>except\s+(?:[\w-]+\s+){1,4}?)?apis?\s+will\s+fail", re.I
)
_NO_TOPIC = frozenset({"the", "all", "services", "service", "proxy", "this", "these", "rest", "except"})


def _ends(match: re.Match[str]) -> list[Microversion]:
    return [Microversion.parse(group) for group in match.groups() if group and group[-1].isdigit()]


def _before(version: Microversion) -> Microversion | None:
    return Microversion(version.major, version.minor - 1) if version.minor else None


def versions_in_words(text: str) -> VersionRange:
    """Return the versions that a heading or note limits itself to; all, if it says nothing that is understood."""
    if not _MENTION.search(text):
        return EVERY_VERSION
    text = _MARKS.sub("", text)
    if span := _SPAN.search(text):
        low, *rest = _ends(span)
        return VersionRange(low, rest[0] if rest else None)
    since, until = _SINCE.search(text), _UNTIL.search(text)
    low_end = _ends(since)[0] if since else None
    high_end = _ends(until)[0] if until else None
    if until and high_end and until["word"] and re.match(_NOT_YET, until["word"], re.I):
        high_end = _before(high_end)
    if low_end and high_end and high_end < low_end:
        return EVERY_VERSION
    return VersionRange(low_end, high_end)


def version_in_caption(text: str) -> Microversion | None:
    """Return the microversion of a sample by its caption: the only one named, or the first one of a range.

    A caption that only tells of an end ("lower than 1.5") names none.
    """
    said = versions_in_words(text)
    if not said.is_open:
        return said.minimum
    found = {match[1] for match in _MENTION.finditer(text)}
    return Microversion.parse(found.pop()) if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Existence:
    """A statement that operations exist in ``versions`` only.

    ``about`` are words that title and URL of a concerned operation hold (or, if ``but``, do not all hold); without
    any it concerns all.
    """

    versions: VersionRange
    about: frozenset[str] = frozenset()
    but: bool = False

    def concerns(self, text: str) -> bool:
        """Whether an operation with this title and URL is meant."""
        words = set(re.findall(r"[a-z]+", text.lower().replace("images", "image")))
        return (self.about <= words) != self.but if self.about else True


def existence(text: str) -> list[Existence]:
    """Read in which versions operations exist, where a paragraph or note says so of all of an API.

    What a paragraph says of a field, a filter or a default is no such statement.
    """
    if not _MENTION.search(text):
        return []
    plain = " ".join(_MARKS.sub("", text).split())
    if _ALONE.match(plain):
        said = versions_in_words(plain)
        alone = _MENTION.search(plain)
        if said.is_open and alone:
            said = VersionRange(Microversion.parse(alone[1]), None)
        return [Existence(said)]
    found = []
    for sentence in _SENTENCE.split(plain):
        if ends := _ENDS.search(sentence):
            found.append(Existence(VersionRange(None, _before(_ends(ends)[0])), *_topic(sentence)))
        elif exists := _EXISTS.search(sentence):
            said = versions_in_words(exists[0])
            found.append(Existence(VersionRange(_ends(exists)[0], None) if said.is_open else said))
    return found


def _topic(sentence: str) -> tuple[frozenset[str], bool]:
    """Return the words that tell which operations a sentence is about, and whether it is about all others."""
    match = _SUBJECT.search(sentence)
    if not match:
        return frozenset(), False
    words = (match["but"] or match[1]).lower().replace("images", "image").split()
    topic = frozenset(words) - _NO_TOPIC
    return topic, bool(match["but"])


def existence_in_note(kind: str, version: str, text: str) -> VersionRange | None:
    """Return what ``versionadded`` or ``versionremoved`` tells of an operation's existence.

    A note with a text that is not about the API as a whole tells of a field or a behaviour: ``None``.
    """
    if kind not in ("versionadded", "versionremoved") or (text.strip() and not _OF_AN_API.search(text)):
        return None
    try:
        parsed = Microversion.parse(version)
    except ValueError:
        return None
    return VersionRange(parsed, None) if kind == "versionadded" else VersionRange(None, _before(parsed))
