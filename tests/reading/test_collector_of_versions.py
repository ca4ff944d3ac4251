"""The versions of operations, by way of the whole reader."""

from __future__ import annotations

from pathlib import Path

from apiref_verify.model.microversion import VersionRange
from tests.reading.ships import harbour, only, versions


def test_versions_of_operations(tmp_path: Path) -> None:
    reference = harbour(
        tmp_path,
        """
        Ships
        =====

        .. warning::

           These are proxies. These will fail with a 404 starting
           from microversion 2.36.

        By lines
        --------

        .. rest_method:: GET /lines
           min_version: 2.10
           max_version: 2.20

        By title (since API v2.7)
        -------------------------

        .. rest_method:: GET /title

        By note
        -------

        .. rest_method:: GET /note

        .. versionadded:: 2.9

        .. versionadded:: 2.11
           Introduced the ``flag`` field.

        By sentence
        -----------

        Counts ships. This API is available starting with microversion 2.5.

        .. rest_method:: GET /sentence

        Later
        -----

        .. rest_method:: GET /later
           min_version: 2.40

        Not about versions
        ------------------

        .. rest_method:: GET /none

        Request
        ~~~~~~~

        .. versionadded:: 2.3

        Piers
        =====

        Elsewhere
        ---------

        .. rest_method:: GET /elsewhere
        """,
    )
    assert versions(reference) == {
        "By lines": "2.10 to 2.20",
        "By title (since API v2.7)": "2.7 to 2.35",
        "By note": "2.9 to 2.35",
        "By sentence": "2.5 to 2.35",
        "Later": "2.40 and later",
        "Not about versions": "up to 2.35",
        "Elsewhere": "all versions",
    }


def test_a_version_that_is_none_is_a_problem(tmp_path: Path) -> None:
    reference = harbour(
        tmp_path,
        """
        List ships
        ==========

        .. rest_method:: GET /ships
           min_version: latest
        """,
    )
    assert only(reference).versions == VersionRange()
    assert [problem.message for problem in reference.problems] == ["latest is not a version"]
