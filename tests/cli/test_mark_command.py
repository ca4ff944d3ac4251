"""``apiref-verify mark`` as users meet it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from apiref_verify.cli.main import cli
from apiref_verify.markers import choosing, edit
from apiref_verify.markers.change import Mark
from apiref_verify.markers.errors import MarkError
from apiref_verify.model.reference import Phase
from apiref_verify.reading.reader import read
from tests.burndown.harbours import FILES
from tests.reading.trees import SOURCE, operation, write

BOATS = f"{SOURCE}/boats.inc"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def mark(tree: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["mark", "--reference", str(tree), *words], standalone_mode=False)


def message(result: Result) -> str:
    assert result.exception is not None
    return str(result.exception.format_message())  # type: ignore[attr-defined]


def held(tree: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((tree / SOURCE).iterdir())}


def claims(tree: Path) -> dict[str, list[str]]:
    return {s.path.rsplit("/", 1)[-1]: [m.phase.value for m in s.markers] for s in read(tree).sections if s.markers}


def test_several_sections_at_once(tree: Path) -> None:
    result = mark(tree, "boats", "piers", "method", "body", "--needs")
    assert result.output.splitlines() == [
        f"{BOATS}: method to do",
        f"{SOURCE}/piers.inc: method to do",
        f"{SOURCE}/piers.inc: body to do",
    ]
    assert claims(tree)["piers.inc"] == ["method", "body"]
    assert claims(tree)["boats.inc"] == ["method", "body", "parameter"]


def test_done_deletes_markers_and_no_other_file_changes(tree: Path) -> None:
    before = held(tree)
    assert mark(tree, "boats", "all", "--done").exception is None
    after = held(tree)
    assert [name for name in before if before[name] != after[name]] == ["boats.inc"]
    assert "boats.inc" not in claims(tree)


def test_a_claim_names_who_is_on_it(tree: Path) -> None:
    assert mark(tree, "boats", "body", "--claim", "Zoë").output == f"{BOATS}: body to do, Zoë is on it\n"
    assert ".. needs:body_verification (Zoë)\n" in (tree / BOATS).read_text("utf-8")


def test_what_evidence_has_verified_is_unmarked_and_nothing_else(tree: Path) -> None:
    assert mark(tree, "--verified").output == f"{BOATS}: parameter done\n"
    assert claims(tree) == {"boats.inc": ["body"], "islands.inc": ["method"]}
    assert mark(tree, "--verified").output == "nothing to change\n"


def test_a_diff_changes_nothing_and_can_be_applied(tree: Path) -> None:
    (tree / BOATS).write_bytes((tree / BOATS).read_bytes().replace(b"\n", b"\r\n").rstrip())
    before = held(tree)
    shown = mark(tree, "boats", "method", "--needs", "--diff").stdout_bytes
    assert held(tree) == before
    subprocess.run(["git", "init", "-q", str(tree)], check=True)
    applying = ["git", "-C", str(tree), "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(applying, input=shown, check=True)
    applied = held(tree)
    write(tree, {"boats.inc": before["boats.inc"]})
    assert mark(tree, "boats", "method", "--needs").exception is None
    assert held(tree) == applied != before


def test_a_reference_that_never_had_markers_gets_them(tmp_path: Path) -> None:
    write(tmp_path, {"index.rst": "===\nAPI\n===\n\n.. include:: boats.inc\n", "boats.inc": operation("List Boats")})
    assert len(mark(tmp_path, "--init").output.splitlines()) == 4
    assert claims(tmp_path) == {"boats.inc": ["method", "parameter", "example", "body"]}
    assert "has markers already" in message(mark(tmp_path, "--init"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "say one of --done"),
        (("boats", "body", "--done", "--needs"), "say one of --done"),
        (("body", "--done"), "missing SECTION"),
        (("boats", "--done"), "missing PHASE"),
        (("boat", "body", "--done"), "did you mean boats"),
        (("boats", "body", "--claim", "(x)"), "cannot stand in a marker"),
        (("boats", "body", "--verified"), "are for all phases"),
        (("boats", "body", "--done", "--recording", "x.har"), "say nothing without --verified"),
    ],
)
def test_a_mistake_gets_one_clear_message_and_changes_nothing(tree: Path, words: tuple[str, ...], told: str) -> None:
    before = held(tree)
    assert told in message(mark(tree, *words))
    assert held(tree) == before


def test_where_one_file_cannot_be_changed_none_is(tree: Path) -> None:
    text = ".. needs:body_verification\n\n   hidden\n\n" + operation("List Piers")
    write(tree, {"piers.inc": text})
    before = held(tree)
    assert "piers.inc: the comment in line 1 goes on below a blank line" in message(
        mark(tree, "boats", "piers", "body", "--done")
    )
    assert held(tree) == before


def test_a_file_that_cannot_be_read_or_written_is_told_of(tree: Path) -> None:
    reference = read(tree)
    changes = choosing.wished(choosing.find_sections(reference, ["boats"]), list(Phase), Mark.DONE)
    wanted = edit.edits(reference, changes)
    (tree / SOURCE).rename(tree / "moved")
    with pytest.raises(MarkError, match=r"boats\.inc: No such file or directory"):
        edit.edits(reference, changes)
    with pytest.raises(MarkError, match=r"boats\.inc: No such file or directory"):
        edit.write(reference, wanted)


def test_a_name_for_a_file_that_is_not_utf_8(tree: Path) -> None:
    write(tree, {"boats.inc": (tree / BOATS).read_bytes() + b"Caf\xe9\n"})
    assert "not UTF-8" in message(mark(tree, "boats", "body", "--claim", "Zoë"))
    assert mark(tree, "boats", "body", "--claim", "Ann").exception is None
