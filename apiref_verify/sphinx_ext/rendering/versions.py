"""Microversions in the pages: what is said of them, and the classes by which the selector knows them."""

from __future__ import annotations

from apiref_verify.model.microversion import Microversion

_NONE = ("", "null", "~", "none")


def notes(lower: str, upper: str) -> tuple[str, ...]:
    """What a page says of the first and the last version of something, both as written."""
    found = []
    if lower.lower() not in _NONE:
        found.append(f"New in version {lower}")
    if upper.lower() not in _NONE:
        found.append(f"Available until version {upper}")
    return tuple(found)


def classes(lower: str, upper: str) -> tuple[str, ...]:
    """The classes of something with these versions, as os-api-ref writes them: ``rp_min_ver_2_10``."""
    ends = (("min", lower), ("max", upper))
    return tuple(f"rp_{end}_ver_{version[0]}_{version[1]}" for end, text in ends if (version := _parsed(text)))


def _parsed(text: str) -> Microversion | None:
    try:
        return Microversion.parse(text)
    except ValueError:
        return None
