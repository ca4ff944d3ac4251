"""The axis of versions: what hangs on single ranges of it becomes promises whose ranges do not overlap.

A *layer* is a value with the range of versions it is for, as a decorator states it. Layers of different things
(request, response, codes) have different boundaries; *windows* are the ranges between any two of them.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from typing import TypeAlias, TypeVar

from apiref_verify.model.contract import Promise
from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange
from apiref_verify.model.version_axis import adjoin, cut

T = TypeVar("T")
Layer: TypeAlias = tuple[VersionRange, T]


def versions(minimum: str | None = None, maximum: str | None = None) -> VersionRange:
    """The range between two versions in words, such as ``"2.1"``; ``None`` leaves an end open."""
    lower, upper = (Microversion.parse(end) if end else None for end in (minimum, maximum))
    return VersionRange(lower, upper)


def windows(whole: VersionRange, ranges: Iterable[VersionRange]) -> list[VersionRange]:
    """A whole range, cut wherever one of the others begins or ends; ascending.

    :raises ValueError: if a range begins with a new major version: which version precedes it cannot be known.
    """
    found = cut(whole, ranges)
    for window in found:
        if window.maximum is not None and window.maximum.minor < 0:
            raise ValueError(f"the version before {window.maximum.major}.0 cannot be known")
    return found


def at(layers: Sequence[Layer[T]], window: VersionRange) -> T | None:
    """The value of the first layer that is for a window, which lies wholly inside or outside of each layer."""
    return next((value for layer, value in layers if layer.overlaps(window)), None)


def merged(promises: Iterable[Promise]) -> tuple[Promise, ...]:
    """Promises in ascending order, those next to each other that promise the same made one.

    Schemas are compared by content and stay the objects they are.
    """
    result: list[Promise] = []
    for promise in promises:
        before = result[-1] if result else None
        if before and adjoin(before.versions, promise.versions) and _content(before) == _content(promise):
            whole = VersionRange(before.versions.minimum, promise.versions.maximum)
            result[-1] = dataclasses.replace(before, versions=whole)
        else:
            result.append(promise)
    return tuple(result)


def _content(promise: Promise) -> str:
    """What a promise says, as text: in Python ``True == 1``, in JSON not."""
    return json.dumps(dataclasses.asdict(dataclasses.replace(promise, versions=EVERY_VERSION)), sort_keys=True)
