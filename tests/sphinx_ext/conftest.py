"""The small project that most builds here are of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sphinx_ext.boats import lay_out


@pytest.fixture
def boats(tmp_path: Path) -> Path:
    """The root of a project whose reference has two documents, a contract and a recording."""
    return lay_out(tmp_path / "boats")
