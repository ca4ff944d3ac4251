"""What a build finds after a change is what a fresh one and the command line find, and no more is done than needed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from apiref_verify import steps
from tests.sphinx_ext.boats import BOATS, CODES, CONF, CREW, CREWS, INDEX, PARAMETERS, closed, exchange, write
from tests.sphinx_ext.builds import build, checked

SOURCE = "api-ref/source"
CONTRACT = "contract/contract.yaml"


class Change(NamedTuple):
    """Something that changes, how many documents must be read again for it, and whether other findings come of it."""

    make: Callable[[Path], None]
    read: int
    matters: bool = True


def text(path: str, content: str) -> Callable[[Path], None]:
    return lambda root: write(root, path, content)


def take_crews_away(root: Path) -> None:
    (root / SOURCE / "crews/index.rst").unlink()
    write(root, f"{SOURCE}/index.rst", INDEX.replace("   crews/index\n", "   self\n"))


def promise_crews(root: Path) -> None:
    write(root, "contract/crew.json", json.dumps(closed(crew=closed(count={"type": "integer"}))))
    promises = (root / CONTRACT).read_text("utf-8")
    write(root, CONTRACT, promises.replace('{crew_id}"', '{crew_id}", response: crew.json'))


MAST = '{"boat": {"name": "Ada", "length": 7, "mast": 1}}\n'
CHANGES = {
    "a parameters file": Change(
        text(f"{SOURCE}/parameters.yaml", PARAMETERS.replace("type: integer", "type: array")), 2
    ),
    "a list of codes": Change(text(f"{SOURCE}/http-status.yaml", CODES.replace("All", "It")), 1, matters=False),
    "a sample": Change(text("api-ref/samples/crew-show-resp.json", '{"crew": {"number": 3}}\n'), 1),
    "a sample that breaks": Change(text("api-ref/samples/crew-show-resp.json", '{"crew": {"size": 3,}}\n'), 1),
    "an included file": Change(text(f"{SOURCE}/crews/crew.inc", CREW.replace("- size", "- sizes")), 1),
    "a document": Change(text(f"{SOURCE}/crews/index.rst", CREWS.replace("crew.inc", "../lost.inc")), 1),
    "a new document": Change(text(f"{SOURCE}/crews/more.rst", CREW.replace("crew_id}", "id}")), 1),
    "a removed document": Change(take_crews_away, 1),
    "a marker": Change(text(f"{SOURCE}/boats.inc", BOATS.replace("needs:body", "needs:example")), 1, matters=False),
    "a schema of the contract": Change(text("contract/boat.json", json.dumps(closed(boat=closed(mast={})))), 0),
    "an index of the contract": Change(promise_crews, 0),
    "a recording": Change(text("boats.jsonl", exchange("/crews/7", {"crew": {"size": "three"}})), 0),
    "settings": Change(text("pyproject.toml", '[tool.apiref-verify]\nselect = ["AR1"]\n'), 0),
    "a sample that nothing shows": Change(text("api-ref/samples/boat-sink-req.json", "{,}\n"), 0, matters=False),
    "a file that nothing includes": Change(text(f"{SOURCE}/orphan.inc", CREW.replace("crew_id}", "id}")), 0),
}


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("builder", ["html", "apiref-verify"])
def test_after_a_change_is_found_what_a_fresh_build_and_a_check_find(boats: Path, what: str, builder: str) -> None:
    change = CHANGES[what]
    before = build(boats, builder)
    change.make(boats)
    after = build(boats, builder)
    fresh = build(boats, builder, doctrees="fresh")
    assert after.read == change.read
    assert (after.told != before.told) is change.matters
    assert after.told == fresh.told == told_by_check(boats)
    assert build(boats, "apiref-verify").json() == checked(boats / SOURCE)


def told_by_check(root: Path) -> list[str]:
    """The findings of the command line as a build tells them."""
    return [
        f"{root / finding['path']}:{finding['line']}: WARNING: {finding['message']} [apiref.{finding['code']}]"
        for finding in checked(root / SOURCE)["findings"]
        if finding["severity"] != "note"
    ]


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one whenever a build really checks."""
    made: list[str] = []
    judged = steps.judged

    def counted(*words: Any) -> Any:
        made.append("check")
        return judged(*words)

    monkeypatch.setattr(steps, "judged", counted)
    return made


def test_where_nothing_has_changed_nothing_is_read_or_checked_and_all_is_told_again(
    boats: Path, checks: list[str]
) -> None:
    first = build(boats)
    second = build(boats)
    assert (second.read, second.told, len(checks)) == (0, first.told, 1)
    assert "Found 2 warnings." in second.status


@pytest.mark.parametrize("what", [what for what, change in CHANGES.items() if not change.read])
def test_what_no_document_rests_on_is_checked_anew_once(boats: Path, checks: list[str], what: str) -> None:
    build(boats)
    CHANGES[what].make(boats)
    changed = build(boats)
    assert len(checks) == 2
    again = build(boats)
    assert (again.read, again.told, len(checks)) == (0, changed.told, 2)


def test_verdicts_that_cannot_be_kept_are_made_again(boats: Path, checks: list[str]) -> None:
    build(boats)
    CHANGES["settings"].make(boats)
    (boats / "out/doctrees/environment.fresh").mkdir()
    told = build(boats).told
    assert (build(boats).told, len(checks)) == (told, 3)


def test_our_builder_always_checks(boats: Path, checks: list[str]) -> None:
    first = build(boats, "apiref-verify")
    second = build(boats, "apiref-verify")
    assert (second.read, second.json(), second.told, len(checks)) == (0, first.json(), first.told, 2)


def test_a_contract_that_may_be_elsewhere_is_asked_again(boats: Path, checks: list[str]) -> None:
    remote = '[tool.apiref-verify]\ncontracts = [{source = "contract", allow-remote = true}]\n'
    write(boats, "pyproject.toml", remote)
    build(boats)
    build(boats)
    assert len(checks) == 2


def test_pages_and_reports_share_what_was_read(boats: Path) -> None:
    pages = build(boats, "html")
    reports = build(boats, "apiref-verify")
    assert (reports.read, reports.told) == (0, pages.told)


def test_what_was_read_while_claims_were_left_alone_is_read_anew_when_they_count(boats: Path) -> None:
    off = build(boats, "html", "-D", "apiref_verify_mode=off")
    again = build(boats, "html", "-D", "apiref_verify_mode=off")
    assert (off.read, off.told, again.read, again.told) == (2, [], 0, [])
    on = build(boats)
    assert (on.read, on.told) == (2, told_by_check(boats))
    assert build(boats).read == 0


def test_a_document_that_changed_while_claims_were_left_alone_is_read_anew(boats: Path) -> None:
    build(boats)
    CHANGES["an included file"].make(boats)
    build(boats, "html", "-D", "apiref_verify_mode=off")
    on = build(boats)
    assert (on.read, on.told) == (1, told_by_check(boats))


def test_a_document_that_is_gone_leaves_nothing_behind(boats: Path) -> None:
    before = build(boats).domain
    assert before.collected == set(before.targets) == {"index", "crews/index"}
    assert before.find("GET /crews/{crew_id}") is not None
    take_crews_away(boats)
    after = build(boats).domain
    assert after.collected == set(after.targets) == {"index"}
    assert after.find("GET /crews/{crew_id}") is None


def test_a_build_without_us_can_go_on_from_what_we_left(boats: Path) -> None:
    build(boats)
    write(boats, f"{SOURCE}/conf.py", CONF.replace(', "apiref_verify"', ""))
    write(boats, f"{SOURCE}/index.rst", INDEX.replace("See :apiref:op:`GET /boats/{boat_id}`.\n", ""))
    plain = build(boats)
    assert (plain.exit_code, plain.warnings) == (0, [])


@pytest.fixture
def fleet(boats: Path) -> Path:
    """The project with so many documents that Sphinx reads them in two processes."""
    names = [f"crew{number}" for number in range(10, 22)]
    for name in names:
        write(boats, f"{SOURCE}/{name}.rst", f"======\n{name}\n======\n\n.. include:: crews/crew.inc\n")
    toctree = "".join(f"   {name}\n" for name in ["crews/index", *names])
    write(boats, f"{SOURCE}/index.rst", INDEX.replace("   crews/index\n", toctree))
    crew = CREW.replace("../parameters", "/parameters").replace("../../samples", "/../samples")
    write(boats, f"{SOURCE}/crews/crew.inc", crew.replace("- size", "- sizes"))
    return boats


@pytest.mark.parametrize("jobs", ["2", "auto"])
def test_several_processes_read_what_one_reads(fleet: Path, jobs: str) -> None:
    alone = build(fleet, "apiref-verify", out="alone", doctrees="alone")
    together = build(fleet, "apiref-verify", "-j", jobs)
    assert alone.read == together.read == 14
    assert together.told == alone.told == told_by_check(fleet)
    assert together.json() == alone.json() == checked(fleet / SOURCE)
    assert together.domain.targets == alone.domain.targets
    assert together.domain.documents() == alone.domain.documents()


def test_what_several_processes_read_is_kept_for_the_next_build(fleet: Path) -> None:
    first = build(fleet, "html", "-j", "2")
    write(fleet, f"{SOURCE}/crew13.rst", "======\ncrew13\n======\n\n.. include:: lost.inc\n")
    second = build(fleet, "html", "-j", "2")
    assert second.read == 1
    assert second.told == told_by_check(fleet) != first.told


def test_a_new_document_is_not_a_changed_one_too(boats: Path) -> None:
    assert "2 added, 0 changed, 0 removed" in build(boats).status
