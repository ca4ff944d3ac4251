"""Whatever is wrong with a tree: one clear problem at its place, and the healthy section is read all the same."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from apiref_verify.model.location import Location
from apiref_verify.model.reference import Reference
from apiref_verify.reading.reader import read
from tests.bad_input import file_cases, include_cases, rst_cases, sample_cases, yaml_cases
from tests.bad_input.cases import SOURCE, Case

CASES = [
    *yaml_cases.CASES,
    *rst_cases.CASES,
    *include_cases.CASES,
    *sample_cases.CASES,
    *file_cases.CASES,
]


def _assert_healthy(reference: Reference, published: bool) -> None:
    section = next(s for s in reference.sections if s.path == f"{SOURCE}/healthy.inc")
    assert section.published is published
    (operation,) = section.operations
    assert (operation.method, operation.url) == ("GET", "/healthy/{thing_id}")
    assert [row.definition is not None for table in operation.tables for row in table.rows] == [True, True]
    assert [sample.body for sample in operation.samples] == [{"thing": {"name": "well"}}]


def _assert_told_well(reference: Reference) -> None:
    for problem in reference.problems:
        assert 0 < len(problem.message) <= 150
        assert len(problem.hint) <= 100
        assert not problem.message.endswith("."), problem.message
        assert (problem.message + problem.hint + str(problem.location)).isprintable(), repr(problem)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_one_clear_problem(case: Case, tmp_path: Path) -> None:
    if case.skip:
        pytest.skip(case.skip)
    case.build(tmp_path)
    start = time.process_time()
    reference = read(tmp_path)
    assert time.process_time() - start < 1.5
    shown = "\n".join(f"{p.location} {p.kind} {p.message} // {p.hint}" for p in reference.problems)
    if case.kind is not None:
        found = [p for p in reference.problems if p.kind is case.kind and re.search(case.message, p.message)]
        assert found, shown
        problem = found[0]
        line = problem.location.line if case.line is None else case.line
        column = problem.location.column if case.column is None else case.column
        assert problem.location == Location(case.path, line, column), shown
        assert re.search(case.hint, problem.hint), shown
        assert problem.harmless is case.harmless, shown
    expected = 0 if case.kind is None else case.count
    assert expected in (None, len(reference.problems)), shown
    _assert_told_well(reference)
    _assert_healthy(reference, case.published)
    titles = {operation.title for _, operation in reference.operations}
    assert titles >= set(case.titles)


def test_names_are_unique() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
