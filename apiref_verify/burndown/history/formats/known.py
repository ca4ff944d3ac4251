"""The formats of a history by their names; each is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from apiref_verify.burndown.history.series import Series

FORMATS = {
    "text": ("text", "render_text"),
    "json": ("json_report", "render_json"),
    "csv": ("table", "render_csv"),
    "svg": ("chart", "render_svg"),
}
"""The module and the function of each."""


def renderer(name: str) -> Callable[[Series], str]:
    """Return what writes a series in the format of this name, one of ``FORMATS``."""
    module, function = FORMATS[name]
    return cast("Callable[[Series], str]", getattr(import_module(f"{__package__}.{module}"), function))
