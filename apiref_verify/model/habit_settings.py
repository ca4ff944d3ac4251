"""What a project says of its own habits, where inferring them from its tree goes wrong."""

from __future__ import annotations

from dataclasses import dataclass

from apiref_verify.model.microversion import Microversion


@dataclass(frozen=True, slots=True)
class HabitSettings:
    """Habits as configured; ``None`` leaves a habit to be inferred.

    ``envelopes``: whether the object around a body has a row. ``one_row_for_levels``: whether one row documents a name
    at all levels of a body. ``base_version``: the version of samples that name none. ``free_names``: names of objects
    that hold any keys, besides those inferred.
    """

    envelopes: bool | None = None
    one_row_for_levels: bool | None = None
    base_version: Microversion | None = None
    free_names: frozenset[str] = frozenset()


INFERRED = HabitSettings()
