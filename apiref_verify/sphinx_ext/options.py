"""The values of conf.py: what the extension does in a build. What is checked, and how, stands in pyproject.toml."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from sphinx.config import ENUM

from apiref_verify.sphinx_ext.builder import VerifyBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


class Mode(StrEnum):
    """What a build does with the claims."""

    WARN = "warn"
    COLLECT = "collect"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Option:
    """A value of conf.py. ``meaning`` is reStructuredText; ``rebuild`` is what Sphinx does anew when it changes."""

    name: str
    default: Any
    types: Any
    meaning: str
    rebuild: Literal["", "env", "html"] = ""


OPTIONS = (
    Option(
        "apiref_verify_mode",
        Mode.WARN.value,
        ENUM(*(mode.value for mode in Mode)),
        "``'warn'`` checks the reference and tells findings as warnings; ``'collect'`` checks it in silence, for the "
        "pages and for ``-b apiref-verify``; ``'off'`` leaves it alone.",
    ),
    Option(
        "apiref_verify_config",
        None,
        (str,),
        "Read settings from this file, relative to the folder of conf.py, not from the nearest "
        "``apiref-verify.toml`` or ``pyproject.toml`` above the source folder.",
    ),
)
"""All values that are ours, in the order of the documentation."""


def add(app: Sphinx) -> None:
    """Make the values known."""
    for option in OPTIONS:
        app.add_config_value(option.name, option.default, option.rebuild, option.types)


def mode(config: Config) -> Mode:
    """The mode of a build; Sphinx has warned of a word that is none, and the default holds."""
    try:
        return Mode(config.apiref_verify_mode)
    except ValueError:
        return Mode.WARN


def is_off(app: Sphinx) -> bool:
    """Whether a build leaves the claims alone; our own builder, which is asked for by name, never does."""
    return mode(app.config) is Mode.OFF and not isinstance(app.builder, VerifyBuilder)
