"""Findings as warnings of Sphinx: with a place, the type ``apiref`` and the code as subtype."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sphinx.util import logging

from apiref_verify.model.finding import Severity
from apiref_verify.model.location import Location
from apiref_verify.sphinx_ext.checked.verdicts import ShownFinding

TYPE = "apiref"
"""The type of all our warnings, for ``suppress_warnings``."""

_LOGGER = logging.getLogger(__name__)


def tell(findings: Iterable[ShownFinding], root: Path, suppressed: Sequence[str]) -> None:
    """Tell each finding; notes are no warnings, since they alone fail nothing, but are silenced as warnings are.

    ``suppressed`` is ``suppress_warnings`` of conf.py.
    """
    for finding in findings:
        place = _shown(finding.location, root)
        if finding.severity is Severity.NOTE:
            if not logging.is_suppressed_warning(TYPE, finding.code, suppressed):
                _LOGGER.info("%s: note: %s [%s.%s]", place, finding.message, TYPE, finding.code)
        else:
            _LOGGER.warning("%s", finding.message, type=TYPE, subtype=finding.code, location=place)


def unable(message: str) -> None:
    """Tell why nothing could be checked."""
    _LOGGER.warning("%s", message, type=TYPE, subtype="unable")


def warn(message: str) -> None:
    """Tell what does not stop the check."""
    _LOGGER.warning("%s", message, type=TYPE, subtype="evidence")


def summary(lines: Iterable[str]) -> None:
    """Tell what was checked, by what evidence, and what came of it."""
    for line in lines:
        _LOGGER.info("%s", line)


def _shown(location: Location, root: Path) -> str:
    return f"{root / location.path}:{location.line}"
