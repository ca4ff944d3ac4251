"""The bundled reference: its deliberate errors are found and nothing else, and its burndown follows its markers."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from apiref_verify.burndown.snapshot import Claim, take, unplaced
from apiref_verify.model.finding import Finding, Status
from apiref_verify.model.reference import Direction, Phase
from apiref_verify.reading.reader import read
from apiref_verify.rules import RULES
from apiref_verify.verification import Result, verify

ROOT = Path(__file__).parents[1]
SECTIONS = sorted((ROOT / "api-ref" / "source").glob("*.inc"))


@cache
def result() -> Result:
    return verify(read(ROOT))


def place(finding: Finding) -> tuple[str, str, int, str | None]:
    return (finding.code, finding.location.path, finding.location.line, finding.parameter)


def expected() -> list[dict[str, object]]:
    entries: list[dict[str, object]] = json.loads((ROOT / "api-ref" / "expected-findings.json").read_text())
    return entries


def markers(path: Path) -> set[Phase]:
    return {Phase(word) for word in re.findall(r"^\.\. needs:(\w+)_verification$", path.read_text(), re.M)}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_findings_are_exactly_the_expected_ones() -> None:
    wanted = {(entry["code"], entry["path"], entry["line"]): entry["parameter"] for entry in expected()}
    found = [place(finding) for finding in result().findings]
    assert sorted(each[:3] for each in found) == sorted(wanted)
    for code, path, line, parameter in found:
        assert wanted[code, path, line] in (None, parameter)


def test_there_is_one_error_for_each_of_ten_rules_as_the_readme_says() -> None:
    readme = (ROOT / "api-ref" / "README.rst").read_text()
    told = re.findall(r"^   \* - (AR\d{3})$", readme, re.M)
    assert sorted(told) == sorted(str(entry["code"]) for entry in expected())
    assert len(set(told)) == 10


def test_rules_that_are_off_by_default_find_nothing_either() -> None:
    off = [rule for rule in RULES.values() if not rule.default]
    assert off
    assert verify(result().reference, off).findings == ()


def test_the_findings_are_the_same_from_run_to_run_and_in_the_order_of_a_report() -> None:
    again = verify(read(ROOT))
    assert [f.sort_key for f in again.findings] == [f.sort_key for f in result().findings]
    assert [f.sort_key for f in again.findings] == sorted(f.sort_key for f in again.findings)
    assert [f.message for f in again.findings] == [f.message for f in result().findings]


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_a_check_of_one_file_finds_what_the_whole_run_finds_in_it(path: Path) -> None:
    whole = [place(finding) for finding in result().findings if finding.section == named(path)]
    assert [place(finding) for finding in verify(read(path)).findings] == whole


def test_every_error_stands_in_a_section_that_is_marked_as_unverified() -> None:
    unverified = {named(path) for path in SECTIONS if markers(path)}
    assert {finding.section for finding in result().findings} == unverified
    assert unplaced(result()) == []


def test_every_finding_says_what_to_do_and_sample_findings_show_their_proof() -> None:
    for finding in result().findings:
        assert finding.hint
        assert finding.message == finding.message.strip()
        if finding.code in ("AR201", "AR202", "AR203", "AR204", "AR208"):
            assert finding.proofs
            assert all((ROOT / proof.origin).is_file() for proof in finding.proofs)


# -- the burndown


def test_every_section_with_operations_has_a_row() -> None:
    assert sorted(row.section.path for row in take(result()).rows) == [named(path) for path in SECTIONS]


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_a_phase_is_to_do_where_its_marker_stands_and_else_done(path: Path) -> None:
    cells = next(row.cells for row in take(result()).rows if row.section.path == named(path))
    todo = {phase for phase, cell in cells.items() if cell.claim is Claim.TODO}
    assert todo == markers(path)
    assert {cell.claim for phase, cell in cells.items() if phase not in todo} <= {Claim.DONE}


@pytest.mark.parametrize("phase", Phase)
def test_the_total_of_a_phase_is_the_sum_of_its_sections(phase: Phase) -> None:
    snapshot = take(result())
    total = snapshot.total(phase)
    assert snapshot.still_to_do(phase) == sum(phase in markers(path) for path in SECTIONS)
    assert total.claim is Claim.TODO
    counted = Counter(str(f.severity) == "note" for f in result().findings if f.phase is phase)
    assert (total.findings, total.notes) == (counted[False], counted[True])
    operations = sum(len(section.operations) for section in result().reference.sections)
    assert total.verified + total.disagrees + total.not_checked == operations


def test_an_operation_disagrees_in_the_phases_that_it_has_findings_in_and_in_no_other() -> None:
    blamed = {(f.operation.location, f.phase) for f in result().findings if f.operation and f.severity != "note"}
    disagreeing = {(o.operation.location, o.phase) for o in result().outcomes if o.status is Status.DISAGREES}
    assert disagreeing == blamed


def test_only_the_parameter_phase_is_ever_verified_by_samples_and_only_with_every_row_shown() -> None:
    verified = [outcome for outcome in result().outcomes if outcome.status is Status.VERIFIED]
    assert verified
    for outcome in verified:
        assert outcome.phase is Phase.PARAMETER
        comparisons = [result().matching.of(outcome.operation, direction) for direction in Direction]
        assert not any(comparison.alignment.unmatched for comparison in comparisons)
        assert any(comparison.skeleton.nodes for comparison in comparisons)


def test_without_any_marker_nothing_is_claimed(tmp_path: Path) -> None:
    source = tmp_path / "api-ref" / "source"
    source.mkdir(parents=True)
    for path in (ROOT / "api-ref" / "source").iterdir():
        (source / path.name).write_text(re.sub(r"^\.\. needs:.*\n", "", path.read_text(), flags=re.M))
    snapshot = take(verify(read(tmp_path)))
    assert {cell.claim for row in snapshot.rows for cell in row.cells.values()} == {Claim.NOT_CLAIMED}
