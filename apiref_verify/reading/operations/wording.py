"""What headings and captions tell: which half of an exchange they are about, and whether they name an operation."""

from __future__ import annotations

import re
from functools import lru_cache

from apiref_verify.model.reference import Direction
from apiref_verify.reading.operations.response_codes import label_kind

_WORD = (
    r"(?:the|a|an|of|for|in|on|api|http|json|rest|example|examples|sample|samples|para?me?te?rs?|params|body|bodies|"
    r"headers?|fields?|query|strings?|schema|data|format|syntax|content|attributes|additional|optional|required|common|"
    r"message|messages|path|uri|url|structure|details?|curl|and|or|with|without|admin|full|normal|success(?:ful)?|"
    r"synchronous|asynchronous|output|input)"
)
_REQUEST = r"reque?sts?"
_RESPONSE = r"re[sp]{1,3}on?[sc]es?"
_LONGEST_HEADING = 200
_PARENTHESES = re.compile(r"\([^)]*\)")
_ROLE = re.compile(rf"^(?:{_WORD}\W+)*(?P<role>{_REQUEST}|{_RESPONSE})(?:\W+{_WORD})*\W*$", re.I)
_EXAMPLE = re.compile(rf"^(?:{_WORD}\W+)*(?:examples?|samples?)(?:\W+{_WORD})*\W*$", re.I)
_PARAMETERS = re.compile(rf"^(?:{_WORD}\W+)*(?:parameters?|attributes|body|headers?)(?:\W+{_WORD})*\W*$", re.I)
_IN_THE_URL = re.compile(r"^(?:query|path|uri|url)(?:\s+string)?\s+parameters?$", re.I)
_ASKS = re.compile(rf"\b{_REQUEST}\b", re.I)
_ANSWERS = re.compile(rf"\b{_RESPONSE}\b", re.I)
_TELLS_OF_ANSWER = re.compile(r"\b(?:repl(?:y|ies)|responds?|returns?|returned|output)\b", re.I)


@lru_cache(maxsize=1024)
def direction_of_heading(text: str) -> Direction | None:
    """Return the direction of a heading such as "Request", "Query Parameters" or "Response (v2.3)"."""
    if len(text) > _LONGEST_HEADING:
        return None
    plain = _plain(text)
    match = _ROLE.match(plain)
    if match:
        return Direction.REQUEST if _ASKS.match(match["role"]) else Direction.RESPONSE
    return Direction.REQUEST if _IN_THE_URL.match(plain) else None


@lru_cache(maxsize=1024)
def is_part_heading(text: str) -> bool:
    """Whether a heading names a part of an operation (request, example, codes) and not an operation."""
    plain = _plain(text[:_LONGEST_HEADING])
    return bool(_ROLE.match(plain) or _EXAMPLE.match(plain) or _PARAMETERS.match(plain) or label_kind(plain))


def direction_in_words(text: str) -> Direction | None:
    """Return the direction that a caption mentions, if it mentions just one."""
    asks, answers = bool(_ASKS.search(text)), bool(_ANSWERS.search(text))
    if asks == answers:
        return None
    return Direction.REQUEST if asks else Direction.RESPONSE


def direction_of_lead(text: str) -> Direction | None:
    """Return the direction that a sentence above a table or sample tells ("Will reply with the new value")."""
    return direction_in_words(text) or (Direction.RESPONSE if _TELLS_OF_ANSWER.search(text) else None)


def _plain(text: str) -> str:
    return _PARENTHESES.sub(" ", text).strip(" *:`")
