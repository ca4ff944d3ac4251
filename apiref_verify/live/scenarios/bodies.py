"""The body of a step: a request sample of the reference, or what the file says, with its changes."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from apiref_verify.live.scenarios import dotted
from apiref_verify.live.scenarios.lookup import Lookup
from apiref_verify.live.scenarios.memory import resolved
from apiref_verify.live.scenarios.scenario import BodyOrigin, Step
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Direction, Operation, Sample


class NoBodyError(ValueError):
    """A body that cannot be made; the text says why."""


def body_for(
    step: Step, operation: Operation, version: Microversion | None, lookup: Lookup, values: Mapping[str, Any]
) -> Any:
    """The body of a step at a version; ``None`` if it has none.

    :raises NoBodyError: if there is no such sample, or a change leads nowhere.
    :raises UnknownNameError: if a name has no value.
    """
    body = _unchanged(step, operation, version, lookup, values)
    try:
        for path, value in resolved(step.changes, values).items():
            dotted.put(body, path, value)
    except (dotted.NoSuchPlaceError, TypeError) as error:
        raise NoBodyError(f"the body has no place for that: {error}") from None
    for path in step.without:
        dotted.remove(body, path)
    return body


def _unchanged(
    step: Step, operation: Operation, version: Microversion | None, lookup: Lookup, values: Mapping[str, Any]
) -> Any:
    if step.origin is BodyOrigin.NONE:
        return None
    if step.origin is BodyOrigin.GIVEN:
        return resolved(step.body, values)
    sample = lookup.sample(step.sample) if step.sample else newest_sample(operation, version)
    if sample is not None:
        return copy.deepcopy(sample.body)
    if step.origin is BodyOrigin.SAMPLE:
        raise NoBodyError(f"the reference shows no request sample of it{f' for {version}' if version else ''}")
    if operation.action:
        return {operation.action: None}
    return {} if step.changes else None


def newest_sample(operation: Operation, version: Microversion | None) -> Sample | None:
    """The request sample of the highest version that is not above the one asked."""
    fitting = [
        sample
        for sample in operation.samples
        if sample.direction is Direction.REQUEST
        and sample.is_json
        and (sample.version is None or version is None or sample.version <= version)
        and (operation.action is None or (isinstance(sample.body, dict) and list(sample.body) == [operation.action]))
    ]
    return max(fitting, key=lambda sample: sample.version or Microversion(0, 0), default=None)
