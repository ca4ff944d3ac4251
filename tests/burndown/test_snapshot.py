"""What is counted, why operations are not checked, and what is best done next."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.burndown.snapshot import Snapshot, take
from apiref_verify.burndown.suggestions import Action
from apiref_verify.model.finding import Status
from apiref_verify.model.reference import Phase
from apiref_verify.model.standing import Claim, Standing, State
from tests.builders import PROPERTY
from tests.burndown.harbours import harbour

COUNT = st.integers(0, 50)
STANDING = st.builds(Standing, COUNT, COUNT, COUNT, COUNT, COUNT)


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    return take(harbour(tmp_path), by_operation=True)


def test_sections_without_operations_have_no_row(snapshot: Snapshot) -> None:
    assert [snapshot.short(row.section.path) for row in snapshot.rows] == ["boats.inc", "piers.inc"]


def test_claims_states_and_who_is_on_it(snapshot: Snapshot) -> None:
    boats, piers = (row.cells[Phase.PARAMETER] for row in snapshot.rows)
    assert (boats.claim, boats.claimed_by, boats.standing.state) == (Claim.TODO, "Ann", State.VERIFIED)
    assert (piers.claim, piers.claimed_by, piers.standing.state) == (Claim.DONE, "", State.DISAGREES)
    assert snapshot.rows[0].cells[Phase.METHOD].standing.state is State.NOT_CHECKED


def test_why_operations_are_not_checked(snapshot: Snapshot) -> None:
    assert snapshot.rows[1].cells[Phase.METHOD].reasons == (
        ("no contract or recording says which operations the API has", 2),
    )
    assert sum(count for _, count in snapshot.total(Phase.METHOD).reasons) == 3


def test_every_operation_has_its_own_outcomes(snapshot: Snapshot) -> None:
    show, listed = snapshot.rows[1].operations
    assert (show.name, listed.name) == ("GET /piers/{pier_id}", "GET /piers")
    assert (show.cells[Phase.PARAMETER].status, show.cells[Phase.PARAMETER].findings) == (Status.DISAGREES, 1)
    assert listed.cells[Phase.PARAMETER].status is Status.NOT_CHECKED
    assert listed.cells[Phase.PARAMETER].reason


def test_operations_come_only_on_demand(tmp_path: Path) -> None:
    assert not any(row.operations for row in take(harbour(tmp_path)).rows)


def test_markers_that_can_go_come_first_and_then_what_evidence_explains(snapshot: Snapshot) -> None:
    first, second = snapshot.next[:2]
    assert (first.action, first.phase, first.location.line) == (Action.UNMARK, Phase.PARAMETER, 2)
    assert (second.action, second.phase, second.explained) == (Action.MEND, Phase.PARAMETER, 1)
    assert second.codes == {"AR201": 1}
    assert second.words == "mend 1 finding though declared done, 1 explained by evidence (AR201 1)"


def test_as_many_suggestions_as_are_wanted(tmp_path: Path) -> None:
    result = harbour(tmp_path)
    assert take(result, most=0).next == ()
    assert len(take(result, most=1).next) == 1


def test_a_total_is_the_sum_of_its_sections(snapshot: Snapshot) -> None:
    total = snapshot.total(Phase.PARAMETER)
    assert (total.claim, total.standing) == (Claim.TODO, Standing(1, 1, 1, 1, 0))
    assert total.standing.percent(Status.VERIFIED) == 33.3


@PROPERTY
@given(STANDING)
def test_verified_means_every_operation_and_nothing_that_disagrees(standing: Standing) -> None:
    is_verified = standing.state is State.VERIFIED
    assert is_verified == (
        standing.verified == standing.operations > 0 and not standing.findings and not standing.disagrees
    )
    if standing.state is State.PARTLY:
        assert 0 < standing.verified < standing.operations


@PROPERTY
@given(STANDING)
def test_shares_add_up(standing: Standing) -> None:
    shares = [standing.percent(status) for status in Status]
    if standing.operations:
        assert sum(share for share in shares if share is not None) == pytest.approx(100, abs=0.2)
    else:
        assert shares == [None, None, None]
