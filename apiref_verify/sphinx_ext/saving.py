"""Verdicts last from build to build with Sphinx's environment, which Sphinx itself saves only if it reads something."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.application import ENV_PICKLE_FILENAME

from apiref_verify.sphinx_ext.domain import ReferenceDomain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def on_reading(app: Sphinx, environment: BuildEnvironment, docnames: Sequence[str]) -> None:
    """Note whether Sphinx is about to read any document."""
    cast(ReferenceDomain, environment.get_domain("apiref")).reads_something = bool(docnames)


def save(app: Sphinx) -> None:
    """Save the environment where Sphinx will not; if that cannot be done, the next build checks again."""
    if cast(ReferenceDomain, app.env.get_domain("apiref")).reads_something:
        return
    saved = Path(app.doctreedir, ENV_PICKLE_FILENAME)
    fresh = saved.with_suffix(".fresh")
    with suppress(OSError):
        fresh.write_bytes(pickle.dumps(app.env, pickle.HIGHEST_PROTOCOL))
        fresh.replace(saved)
