"""How the name of a row may mean a property: literally, by its last part, as a template, or misspelt."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache

_SEPARATORS = re.compile(r"\[\]\.?|->|\.|/")
_SUFFIXES = frozenset({"id", "ids", "in", "at", "by", "to", "v2", "v4", "v6", "1", "2"})
_BRACES = re.compile(r"\{[^{}]*\}|<[^<>]*>")
_PLACEHOLDER = re.compile(
    r"^(?:\{[^{}]*\}|<[^<>]*>|\[[^\]]*\]|\*|(?:any|some|your)?[_-]?(?:key|value|spec|keys|values)[_-]?\d?)$", re.I
)


@lru_cache(maxsize=16384)
def clean(name: str) -> str:
    """A row's name without the decoration that tables put around it."""
    text = name.strip().strip("`'\"")
    text = re.sub(r"\s*\((?:optional|required|deprecated|min|max)[^)]*\)\s*$", "", text, flags=re.I)
    if re.fullmatch(r"\{[^{}]+\}", text):
        return text
    return text.strip()


@lru_cache(maxsize=16384)
def parts(name: str) -> tuple[str, ...]:
    """The levels of a dotted name: ``links[].href`` is ``("links", "href")``; one part if it is not dotted."""
    return tuple(part for part in _SEPARATORS.split(clean(name)) if part) or (clean(name),)


@lru_cache(maxsize=16384)
def is_template(name: str) -> bool:
    """Whether a name has a placeholder beside fixed text: ``snapshots_{volume_type}``."""
    return bool(_BRACES.search(name)) and not _BRACES.fullmatch(clean(name))


@lru_cache(maxsize=16384)
def _template_pattern(name: str) -> re.Pattern[str]:
    return re.compile(".+".join(re.escape(piece) for piece in _BRACES.split(clean(name))))


def fits_template(name: str, key: str) -> bool:
    """Whether a property could be an instance of a template name."""
    return bool(_template_pattern(name).fullmatch(key))


@lru_cache(maxsize=16384)
def is_placeholder(name: str) -> bool:
    """Whether a name may stand for any key of a map: ``{key}``, ``<name>``, ``key1``, ``value``."""
    return bool(_PLACEHOLDER.match(clean(name))) or bool(_BRACES.search(name))


@lru_cache(maxsize=16384)
def bare(name: str) -> str:
    """A placeholder's own word: ``{project_id}`` is ``project_id``."""
    return clean(name).strip("{}<>")


@lru_cache(maxsize=65536)
def squashed(name: str) -> str:
    """A name without case and separators."""
    return re.sub(r"[\W_]", "", name).lower()


@lru_cache(maxsize=65536)
def are_close(documented: str, actual: str) -> bool:
    """Whether one name could be a misspelling of the other: case, separators, number, or a letter or two."""
    left, right = squashed(documented), squashed(actual)
    if not left or not right:
        return False
    if {left, _singular(left)} & {right, _singular(right)}:
        return True
    if (left.startswith(right) and left[len(right) :] in _SUFFIXES) or (
        right.startswith(left) and right[len(left) :] in _SUFFIXES
    ):
        return False
    shorter = min(len(left), len(right))
    if shorter < 5 or abs(len(left) - len(right)) > 2 or re.sub(r"\D", "", left) != re.sub(r"\D", "", right):
        return False
    return difflib.SequenceMatcher(None, left, right).ratio() >= 0.9


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ses", "xes", "hes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=4096)
def url_variables(url: str) -> tuple[str, ...]:
    """The variables of a URL template, in order: ``/servers/{server_id}`` and ``/servers/<id>``; the query is not."""
    path = url.split("?", 1)[0]
    found = re.findall(r"\{([^{}/]+(?:/[^{}/]+)?)\}|<([^<>/]+)>", path)
    return tuple(dict.fromkeys((left or right).strip() for left, right in found))
