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


class _OneOf(ENUM):
    """One of some words: Sphinx itself takes lists of them, too, and trips over numbers."""

    def match(self, value: Any) -> bool:
        """Whether a value of conf.py is one of the words."""
        return isinstance(value, str) and super().match(value)


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
        _OneOf(*(mode.value for mode in Mode)),
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
    Option(
        "apiref_verify_badges",
        False,
        (bool,),
        "Show below each operation what became of its four phases: verified, disagrees or not checked, with the "
        "reason.",
    ),
    Option(
        "apiref_verify_verified_line",
        False,
        (bool,),
        "Say below the first title of each page with operations what they were verified against: the contract with "
        "its versions and its date, and the recordings.",
    ),
    Option(
        "apiref_verify_curl",
        False,
        (bool,),
        "Offer each request sample as a curl command, in HTML.",
    ),
    Option(
        "apiref_verify_curl_endpoint",
        "$ENDPOINT",
        (str,),
        "The URL that those commands begin with, such as ``https://compute.example.org/v2.1``. ``$NAME`` stands for a "
        "variable of the shell.",
    ),
    Option(
        "apiref_verify_service_type",
        "$SERVICE_TYPE",
        (str,),
        "How ``OpenStack-API-Version`` calls the service, such as ``compute``, in the commands for samples of a "
        "version. ``$NAME`` stands for a variable of the shell.",
    ),
)
"""All values that are ours, in the order of the documentation."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pages are to show of the verdicts, beside directives."""

    badges: bool
    verified_line: bool
    curl: bool
    curl_endpoint: str
    service_type: str

    @property
    def anything(self) -> bool:
        """Whether they are to show anything."""
        return self.badges or self.verified_line or self.curl


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


def shown(config: Config) -> Shown:
    """What the pages of a build show."""
    return Shown(
        config.apiref_verify_badges,
        config.apiref_verify_verified_line,
        config.apiref_verify_curl,
        config.apiref_verify_curl_endpoint,
        config.apiref_verify_service_type,
    )


def is_off(app: Sphinx) -> bool:
    """Whether a build leaves the claims alone; our own builder, which is asked for by name, never does."""
    return mode(app.config) is Mode.OFF and not isinstance(app.builder, VerifyBuilder)
