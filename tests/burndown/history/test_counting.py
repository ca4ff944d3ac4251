"""Markers in bytes: found where the reader finds comments, in any text around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.burndown.history.counting import NOTHING, claims_of
from apiref_verify.model.reference import Phase
from tests.builders import PROPERTY


@pytest.mark.parametrize(
    "text",
    [
        ".. needs:body_verification",
        "..   needs:body_verification\r\n",
        "..\n   needs:body_verification\n",
        ".. -*- rst -*-\n   needs:body_verification\n",
        ".. still needs:body_verification, says the crew",
        "text\n\n  .. needs:body_verification\n",
        "\xff.\n.. needs:body_verification\n",
        ".. needs:body_verification\n.. needs:body_verification\n",
    ],
)
def test_a_marker_stands_in_a_comment(text: str) -> None:
    claims = claims_of(text.encode("latin-1"))
    assert (claims.is_section, claims.to_do) == (True, (False, False, False, True))


def test_several_in_one_line() -> None:
    text = b"..\n  needs:method_verification needs:body_verification\n"
    assert claims_of(text).to_do == (True, False, False, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Say ``.. needs:body_verification`` where it is left.",
        "A section that needs:body_verification has it said.",
        ".. needs:soul_verification",
        ".. needs: body_verification",
    ],
)
def test_what_is_no_marker(text: str) -> None:
    assert claims_of(text.encode()) == NOTHING


def test_a_file_with_an_operation_is_a_section() -> None:
    claims = claims_of(b"Boats\n=====\n\n.. rest_method:: GET /boats\n")
    assert (claims.is_section, claims.marked) == (True, False)


@PROPERTY
@given(st.sets(st.sampled_from(Phase)), st.binary(max_size=200), st.sampled_from([b"\n", b"\r\n"]))
def test_whatever_stands_around_them_the_markers_are_those_that_were_written(
    phases: set[Phase], around: bytes, end: bytes
) -> None:
    markers = b"".join(f".. needs:{phase}_verification".encode() + end for phase in phases)
    claims = claims_of(around + b"\n" + markers + around)
    assert claims.to_do == tuple(phase in phases for phase in Phase)
