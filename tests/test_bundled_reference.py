"""The bundled reference: its deliberate errors are found and nothing else, and its burndown follows its markers.

It is judged by itself, by its recording too, and by its contract and its recording, as the settings of this repository
have it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from apiref_verify.burndown.snapshot import take, unplaced
from apiref_verify.configuration import load
from apiref_verify.evidence.contracts.find import find_contract
from apiref_verify.gathering.gather import gather
from apiref_verify.gathering.part import Plan
from apiref_verify.model.contract import Contract
from apiref_verify.model.finding import Finding, Status
from apiref_verify.model.observed.observations import Observations
from apiref_verify.model.reference import Direction, Phase
from apiref_verify.model.standing import Claim
from apiref_verify.reading.reader import read
from apiref_verify.rules import RULES
from apiref_verify.verification import Result, verify

ROOT = Path(__file__).parents[1]
SECTIONS = sorted((ROOT / "api-ref" / "source").glob("*.inc"))
BY_ITSELF, BY_CONTRACT, BY_ALL = ("itself",), ("itself", "contract"), ("itself", "contract", "recording")
_BY_THE_WHOLE = ("AR102",)
"""What a check of one file cannot tell: it does not know what the other files document."""


@cache
def contracts() -> tuple[Contract, ...]:
    return tuple(find_contract(source) for source in load(ROOT).contracts)


@cache
def observations(judged: bool) -> Observations:
    operations = tuple(operation for _, operation in read(ROOT).operations)
    return gather(load(ROOT).recordings, Plan(operations, contracts() if judged else ()), pytest.fail)


@cache
def result(by: tuple[str, ...] = BY_ALL) -> Result:
    return verify(read(ROOT), contracts=contracts() if "contract" in by else (), observations=recorded(by))


def recorded(by: tuple[str, ...]) -> Observations | None:
    return observations("contract" in by) if "recording" in by else None


def place(finding: Finding) -> tuple[str, str, int, str | None]:
    return (finding.code, finding.location.path, finding.location.line, finding.parameter)


def expected(by: tuple[str, ...]) -> list[dict[str, object]]:
    entries: list[dict[str, object]] = json.loads((ROOT / "api-ref" / "expected-findings.json").read_text())
    return [entry for entry in entries if entry["by"] in by]


def markers(path: Path) -> set[Phase]:
    return {Phase(word) for word in re.findall(r"^\.\. needs:(\w+)_verification$", path.read_text(), re.M)}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("by", [BY_ITSELF, BY_CONTRACT, BY_ALL], ids=["by itself", "by its contract", "by all"])
def test_the_findings_are_exactly_the_expected_ones(by: tuple[str, ...]) -> None:
    wanted = {(entry["code"], entry["path"], entry["line"]): entry["parameter"] for entry in expected(by)}
    found = [place(finding) for finding in result(by).findings]
    assert sorted(each[:3] for each in found) == sorted(wanted)
    for code, path, line, parameter in found:
        assert wanted[code, path, line] in (None, parameter)


def test_the_recording_alone_shows_what_it_is_expected_to() -> None:
    shown = {(e["code"], e["path"], e["line"]) for e in expected(BY_CONTRACT) if e["by"] == "itself" or "recorded" in e}
    assert {place(finding)[:3] for finding in result(("itself", "recording")).findings} == shown


def test_what_contract_and_recording_both_show_names_the_contract_and_the_first_exchange() -> None:
    kinds = {place(finding): [proof.kind for proof in finding.proofs] for finding in result().findings}
    both = [where for where, found in kinds.items() if {"contract", "exchange"} <= set(found)]
    shown = ["AR201", "AR202", "AR203", "AR204", "AR205", "AR208", "AR209", "AR401", "AR403"]
    assert sorted(where[0] for where in both) == shown
    assert all(kinds[where][0] == "contract" for where in both)


def test_the_api_keeps_its_contract_in_all_that_was_recorded() -> None:
    seen = observations(judged=True)
    assert [breach for service in seen.services.values() for breach in service.breaches] == []
    assert sum(o.judged.total() for _, _, o in seen.all) > 200


def test_the_readme_tells_of_ten_errors_and_of_ten_findings_that_need_the_contract() -> None:
    itself, by_contract = (ROOT / "api-ref" / "README.rst").read_text().split("\nTen ")[1:]
    for told, kind in ((itself, "itself"), (by_contract, "contract")):
        codes = re.findall(r"^   \* - (AR\d{3})$", told, re.M)
        assert codes == sorted(str(entry["code"]) for entry in expected((kind,)))
        assert len(set(codes)) == 10


def test_the_contract_has_every_documented_operation_and_one_more() -> None:
    operations = [operation for section in result().reference.sections for operation in section.operations]
    documented = {(o.method, re.sub(r"/$", "", o.path), o.action) for o in operations}
    promised = {(r.method, re.sub(r"/$", "", r.template), r.action) for c in contracts() for r in c.routes}
    assert promised - documented == {("GET", "/os-aggregates/{aggregate_id}/hosts", None)}
    assert documented <= promised


@pytest.mark.parametrize("by", [BY_ITSELF, BY_CONTRACT, BY_ALL], ids=["by itself", "by its contract", "by all"])
def test_rules_that_are_off_by_default_find_nothing_either(by: tuple[str, ...]) -> None:
    off = [rule for rule in RULES.values() if not rule.default]
    assert off
    judges = contracts() if "contract" in by else ()
    assert verify(result().reference, off, contracts=judges, observations=recorded(by)).findings == ()


def test_the_findings_are_the_same_from_run_to_run_and_in_the_order_of_a_report() -> None:
    again = verify(read(ROOT), contracts=contracts(), observations=observations(judged=True))
    assert [f.sort_key for f in again.findings] == [f.sort_key for f in result().findings]
    assert [f.sort_key for f in again.findings] == sorted(f.sort_key for f in again.findings)
    assert [f.message for f in again.findings] == [f.message for f in result().findings]


def _of_file(path: Path) -> Result:
    return verify(read(path), contracts=contracts(), observations=observations(judged=True))


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_a_check_of_one_file_finds_what_the_whole_run_finds_in_it(path: Path) -> None:
    of_file = [finding for finding in result().findings if finding.section == named(path)]
    whole = [place(finding) for finding in of_file if finding.code not in _BY_THE_WHOLE]
    assert [place(finding) for finding in _of_file(path).findings] == whole


def test_every_error_stands_in_a_section_that_is_marked_as_unverified() -> None:
    unverified = {named(path) for path in SECTIONS if markers(path)}
    assert {finding.section for finding in result().findings} == unverified
    assert unplaced(result()) == []


def test_every_finding_says_what_to_do_and_sample_findings_show_their_proof() -> None:
    for finding in result(BY_ITSELF).findings:
        assert finding.hint
        assert finding.message == finding.message.strip()
        if finding.code in ("AR201", "AR202", "AR203", "AR204", "AR208"):
            assert finding.proofs
            assert all((ROOT / proof.origin).is_file() for proof in finding.proofs)


def test_every_finding_that_needs_the_contract_names_it_and_says_what_to_do() -> None:
    by_contract = {(entry["code"], entry["path"], entry["line"]) for entry in expected(("contract",))}
    findings = [finding for finding in result().findings if place(finding)[:3] in by_contract]
    assert len(findings) == len(by_contract)
    for finding in findings:
        assert finding.hint
        assert "contract" in {proof.kind for proof in finding.proofs}


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
    assert (total.standing.findings, total.standing.notes) == (counted[False], counted[True])
    operations = sum(len(section.operations) for section in result().reference.sections)
    assert total.standing.operations == operations


def test_an_operation_disagrees_in_the_phases_that_it_has_findings_in_and_in_no_other() -> None:
    blamed = {(f.operation.location, f.phase) for f in result().findings if f.operation and f.severity != "note"}
    disagreeing = {(o.operation.location, o.phase) for o in result().outcomes if o.status is Status.DISAGREES}
    assert disagreeing == blamed


def test_only_the_parameter_phase_is_ever_verified_by_samples_and_only_with_every_row_shown() -> None:
    verified = [outcome for outcome in result(BY_ITSELF).outcomes if outcome.status is Status.VERIFIED]
    assert verified
    for outcome in verified:
        assert outcome.phase is Phase.PARAMETER
        comparisons = [result(BY_ITSELF).matching.of(outcome.operation, direction) for direction in Direction]
        assert not any(comparison.alignment.unmatched for comparison in comparisons)
        assert any(comparison.skeleton.nodes for comparison in comparisons)


def test_the_contract_verifies_three_phases_wherever_nothing_disagrees_and_something_is_documented() -> None:
    verified = Counter(outcome.phase for outcome in result(BY_CONTRACT).outcomes if outcome.status is Status.VERIFIED)
    assert verified == {Phase.METHOD: 37, Phase.PARAMETER: 27, Phase.EXAMPLE: 31}
    unchecked = [o for o in result().outcomes if o.status is Status.NOT_CHECKED and o.phase is not Phase.BODY]
    for outcome in unchecked:
        of_the_root = outcome.operation.url in ("/", "/{api_version}")
        without_body = outcome.operation.method == "DELETE"
        left_over = "changes-before" in outcome.reason
        assert of_the_root or without_body or left_over, outcome.reason


def test_without_any_marker_nothing_is_claimed(tmp_path: Path) -> None:
    source = tmp_path / "api-ref" / "source"
    source.mkdir(parents=True)
    for path in (ROOT / "api-ref" / "source").iterdir():
        (source / path.name).write_text(re.sub(r"^\.\. needs:.*\n", "", path.read_text(), flags=re.M))
    snapshot = take(verify(read(tmp_path)))
    assert {cell.claim for row in snapshot.rows for cell in row.cells.values()} == {Claim.NOT_CLAIMED}
