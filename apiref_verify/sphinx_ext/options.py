"""The values of conf.py: what the extension does in a build. What is checked, and how, stands in pyproject.toml."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sphinx.config import ENUM

from apiref_verify.sphinx_ext.builder import VerifyBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


class Mode(StrEnum):
    """What a build does with the claims.

    ``WARN`` checks them and tells findings as warnings, ``COLLECT`` checks them in silence, for the pages and the
    builder; ``OFF`` leaves them alone.
    """

    WARN = "warn"
    COLLECT = "collect"
    OFF = "off"


def add(app: Sphinx) -> None:
    """Make the values known."""
    app.add_config_value("apiref_verify_mode", Mode.WARN.value, "", ENUM(*(mode.value for mode in Mode)))
    app.add_config_value("apiref_verify_config", None, "", (str,))


def mode(config: Config) -> Mode:
    """The mode of a build; Sphinx has warned of a word that is none, and the default holds."""
    try:
        return Mode(config.apiref_verify_mode)
    except ValueError:
        return Mode.WARN


def is_off(app: Sphinx) -> bool:
    """Whether a build leaves the claims alone; our own builder, which is asked for by name, never does."""
    return mode(app.config) is Mode.OFF and not isinstance(app.builder, VerifyBuilder)
