"""Which sections and phases words mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiref_verify.markers import choosing
from apiref_verify.markers.change import Mark, claimant
from apiref_verify.markers.errors import MarkError
from apiref_verify.model.reference import Phase, Reference
from apiref_verify.reading.reader import read
from tests.burndown.harbours import harbour
from tests.reading.trees import operation, write


@pytest.fixture
def reference(tmp_path: Path) -> Reference:
    includes = "".join(f".. include:: {name}.inc\n" for name in ("boats", "old/piers", "new/piers"))
    files: dict[str, str | bytes] = {f"{name}.inc": operation(name) for name in ("boats", "old/piers", "new/piers")}
    return read(write(tmp_path, {"index.rst": f"===\nAPI\n===\n\n{includes}", **files}))


@pytest.mark.parametrize("word", ["boats", "boats.inc", "api-ref/source/boats.inc"])
def test_a_section_has_several_names(reference: Reference, word: str) -> None:
    (section,) = choosing.find_sections(reference, [word])
    assert section.path == "api-ref/source/boats.inc"


def test_a_path_from_here_is_a_name_too(reference: Reference, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(reference.root, "api-ref/source/old"))
    (section,) = choosing.find_sections(reference, ["../boats.inc"])
    assert section.path == "api-ref/source/boats.inc"


def test_a_name_of_two_is_refused_and_one_of_none_gets_the_nearest(reference: Reference) -> None:
    with pytest.raises(MarkError, match=r"may be .*old/piers.inc or .*new/piers.inc: say which"):
        choosing.find_sections(reference, ["piers"])
    assert choosing.find_sections(reference, ["old/piers"])
    with pytest.raises(MarkError, match=r"no section 'baots' in api-ref/source: did you mean boats\?"):
        choosing.find_sections(reference, ["baots"])


def test_words_are_sections_or_phases() -> None:
    assert choosing.sorted_words(["boats", "body", "piers", "method"]) == (
        ["boats", "piers"],
        [Phase.METHOD, Phase.BODY],
    )
    assert choosing.sorted_words(["boats", "all"]) == (["boats"], list(Phase))


def test_at_first_every_section_with_operations_gets_all_markers(reference: Reference) -> None:
    changes = choosing.initial(reference, [])
    assert len(changes) == 12
    assert {change.mark for change in changes} == {Mark.NEEDS}
    assert len(choosing.initial(reference, reference.sections[:1])) == 4


def test_a_reference_with_markers_is_not_begun_anew(tmp_path: Path) -> None:
    with pytest.raises(MarkError, match=r"has markers already, in api-ref/source/boats.inc for one"):
        choosing.initial(harbour(tmp_path).reference, [])


def test_only_markers_whose_phase_is_verified_can_go(tmp_path: Path) -> None:
    result = harbour(tmp_path)
    changes = list(choosing.verified(result.reference, result.standings, []))
    assert [str(change) for change in changes] == ["api-ref/source/boats.inc: parameter done"]
    others = [section for section in result.reference.sections if "boats" not in section.path]
    assert list(choosing.verified(result.reference, result.standings, others)) == []


@pytest.mark.parametrize("name", ["two\nlines", "(Ann)", "x" * 81, "\x1b[31m"])
def test_a_name_that_cannot_stand_in_a_marker_is_refused(name: str) -> None:
    with pytest.raises(MarkError, match="cannot stand in a marker"):
        claimant(name)
    assert claimant(" Ann ") == "Ann"
