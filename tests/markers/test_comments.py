"""Markers in the bytes of a file: the reader sees what was wished, and all else is as it was."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.markers.comments import Comments
from apiref_verify.markers.errors import MarkError
from apiref_verify.model.reference import Marker, Phase
from apiref_verify.reading.reader import read
from tests.builders import PROPERTY
from tests.reading.trees import operation, write

BODY = operation("List Boats")
METHOD, PARAMETER, EXAMPLE, LAST = Phase


def markers(data: bytes) -> list[Marker]:
    """The markers that the reader sees in a file."""
    with tempfile.TemporaryDirectory() as folder:
        index = "===\nAPI\n===\n\n.. include:: boats.inc\n"
        (section,) = read(write(Path(folder), {"index.rst": index, "boats.inc": data})).sections
        return list(section.markers)


def comments(text: str) -> Comments:
    return Comments(text.encode(), markers(text.encode()))


def added(text: str, phase: Phase, name: str = "") -> str:
    found = comments(text)
    found.add(phase, name)
    return found.data.decode()


def removed(text: str, phase: Phase) -> str:
    found = comments(text)
    found.remove(phase)
    return found.data.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (".. needs:method_verification\n\n", "\n"),
        (".. -*- rst -*-\n.. needs:method_verification\n\n", ".. -*- rst -*-\n\n"),
        (".. needs:method_verification (Ann)\n\n", "\n"),
        (".. needs:method_verification\n.. needs:body_verification\n\n", ".. needs:body_verification\n\n"),
        ("..\n   needs:method_verification\n   needs:body_verification\n\n", "..\n   needs:body_verification\n\n"),
        (".. needs:method_verification\n   needs:body_verification\n\n", "..\n   needs:body_verification\n\n"),
        (".. needs:method_verification needs:body_verification\n\n", ".. needs:body_verification\n\n"),
        (".. needs:body_verification needs:method_verification\n\n", ".. needs:body_verification\n\n"),
        (".. TODO: needs:method_verification, see the tracker\n\n", ".. TODO:, see the tracker\n\n"),
        ("..  needs:method_verification\t\n\n", "\n"),
        (".. needs:method_verification\n\n.. needs:method_verification\n\n", "\n\n"),
    ],
)
def test_a_marker_goes_and_its_line_if_nothing_else_stands_there(before: str, after: str) -> None:
    assert removed(before + BODY, METHOD) == after + BODY


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ".. needs:parameter_verification\n\n"),
        ("\n", ".. needs:parameter_verification\n\n"),
        (".. -*- rst -*-\n\n", ".. -*- rst -*-\n.. needs:parameter_verification\n\n"),
        (".. needs:method_verification\n\n", ".. needs:method_verification\n.. needs:parameter_verification\n\n"),
        (".. needs:body_verification\n\n", ".. needs:parameter_verification\n.. needs:body_verification\n\n"),
        ("..\n   needs:body_verification\n\n", ".. needs:parameter_verification\n\n..\n   needs:body_verification\n\n"),
        (".. a note\n\n", ".. needs:parameter_verification\n\n.. a note\n\n"),
    ],
)
def test_a_marker_comes_beside_the_others_in_their_order_or_at_the_top(before: str, after: str) -> None:
    assert added(before + BODY, PARAMETER) == after + BODY


def test_a_claim_is_written_changed_and_taken_out() -> None:
    found = comments(f".. needs:body_verification\n\n{BODY}")
    for name, line in (("Ann", " (Ann)"), (r"Bob \1", r" (Bob \1)"), ("", "")):
        found.claim(LAST, name)
        assert found.data.decode() == f".. needs:body_verification{line}\n\n{BODY}"
    found.claim(EXAMPLE, "Zoë")
    assert found.data.decode().startswith(".. needs:example_verification (Zoë)\n.. needs:body_verification\n")


def test_the_reader_tells_who_is_on_it() -> None:
    assert [m.claimed_by for m in markers(added(BODY, LAST, "Zoë van Dam").encode())] == ["Zoë van Dam"]


@pytest.mark.parametrize(
    "text",
    [
        f".. needs:method_verification\n\n   hidden text\n\n{BODY}",
        f".. needs:method_verification note:: text\n\n{BODY}",
        f".. needs:method_verification [1] text\n\n{BODY}",
    ],
)
def test_what_would_come_to_light_without_the_marker_is_refused(text: str) -> None:
    with pytest.raises(MarkError, match="by hand"):
        removed(text, METHOD)


def test_a_marker_that_would_hide_text_is_refused() -> None:
    with pytest.raises(MarkError, match="would swallow"):
        added(f"   A quotation.\n\n{BODY}", METHOD)


def test_a_file_that_changed_meanwhile_is_refused() -> None:
    seen = markers(f".. needs:method_verification\n\n{BODY}".encode())
    with pytest.raises(MarkError, match=r"line 1 has no needs:method_verification: did the file change\?"):
        Comments(BODY.encode(), seen)
    with pytest.raises(MarkError, match="did the file change"):
        Comments(b"", seen)


def test_a_file_that_is_not_utf_8_keeps_its_bytes() -> None:
    data = b".. needs:method_verification\n\n" + BODY.encode() + b"Caf\xe9\n"
    found = Comments(data, markers(data))
    found.remove(METHOD)
    assert found.data == data.partition(b"\n")[2]


HEADS = st.sampled_from(["", ".. -*- rst -*-\n", ".. -*- rst -*-\n\n", "\n", ".. Copyright\n   of nobody\n\n"])
PLACES = st.permutations(list(Phase)).flatmap(lambda order: st.sampled_from([order[:n] for n in range(5)]))
MARKS = st.lists(st.tuples(st.sampled_from(list(Phase)), st.sampled_from(["done", "needs", "Ann", ""])), max_size=6)


@PROPERTY
@given(HEADS, PLACES, MARKS, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.booleans())
def test_the_reader_sees_what_was_wished_and_all_else_is_as_it_was(
    head: str, marked: list[Phase], wishes: list[tuple[Phase, str]], end: str, has_mark: bool, is_ended: bool
) -> None:
    lines = "".join(f".. needs:{phase}_verification\n" for phase in marked)
    text = head + (f"{lines}\n" if lines else "") + BODY.rstrip("\n") + ("\n" if is_ended else "")
    data = (b"\xef\xbb\xbf" if has_mark else b"") + text.replace("\n", end).encode()
    found = Comments(data, markers(data))
    wanted = dict.fromkeys(marked, "")
    for phase, wish in wishes:
        if wish == "done":
            found.remove(phase)
            wanted.pop(phase, None)
        elif wish == "needs":
            if phase not in found.phases:
                found.add(phase)
            wanted.setdefault(phase, "")
        else:
            found.claim(phase, wish)
            wanted[phase] = wish
    assert {marker.phase: marker.claimed_by for marker in markers(found.data)} == wanted
    assert _without_markers(found.data, end) == _without_markers(data, end)
    assert found.data.startswith(b"\xef\xbb\xbf") == has_mark
    assert found.data.endswith(end.encode()) == is_ended


def _without_markers(data: bytes, end: str) -> bytes:
    """A file without markers, and without the blank lines that one at the top may bring along."""
    rest = re.sub(rb"\.\. needs:\w+_verification[^\r\n]*%s" % end.encode(), b"", data.removeprefix(b"\xef\xbb\xbf"))
    return re.sub(rb"^(\.\. -\*- rst -\*-%s)?(?:%s)*" % (end.encode(), end.encode()), rb"\1", rest)
