"""What a walk will ask."""

from __future__ import annotations

from dataclasses import replace

import pytest

from apiref_verify.live.plan import plan, versions_to_ask
from apiref_verify.live.reasons import ReasonKind
from apiref_verify.model.microversion import Microversion, VersionRange
from apiref_verify.model.reference import Operation
from tests.builders import operation, reference, row, sample, table, versions

OFFERED = versions("1.1", "1.20")


def asked(one: Operation, most: int = 6, offered: VersionRange | None = OFFERED) -> str:
    return " ".join(str(version) for version in versions_to_ask(one, offered, most))


def test_the_ends_where_nothing_changes() -> None:
    assert asked(operation()) == "1.1 1.20"


def test_where_a_row_begins_and_just_before() -> None:
    assert asked(operation([table([row("keel", since="1.5")])])) == "1.1 1.4 1.5 1.20"


def test_where_a_row_ends_and_just_after() -> None:
    assert asked(operation([table([row("sail", until="1.7")])])) == "1.1 1.7 1.8 1.20"


def test_samples_and_tables_change_something_too() -> None:
    assert asked(operation([], [sample({}, "1.9")])) == "1.1 1.8 1.9 1.20"
    assert asked(operation([table([], since="1.9")])) == "1.1 1.8 1.9 1.20"


def test_the_range_of_the_operation_and_that_of_the_api() -> None:
    one = replace(operation([table([row("keel", since="1.2")])]), versions=versions("1.3", "1.30"))
    assert asked(one) == "1.3 1.20"


def test_too_many_changes_are_thinned_evenly_and_the_ends_stay() -> None:
    one = operation([table([row(f"r{minor}", since=f"1.{minor}") for minor in range(2, 20)])])
    assert asked(one, 6) == "1.1 1.4 1.8 1.13 1.17 1.20"
    assert asked(one, 3) == "1.1 1.11 1.20"
    assert asked(one, 2) == "1.1 1.20"
    assert asked(one, 1) == "1.20"


def test_changes_come_before_their_neighbours() -> None:
    one = operation([table([row("a", since="1.5"), row("b", since="1.9"), row("c", since="1.15")])])
    assert asked(one, 5) == "1.1 1.5 1.9 1.15 1.20"


def test_an_api_without_versions_is_asked_once() -> None:
    assert versions_to_ask(operation(), None, 6) == (None,)


def test_lists_come_before_what_they_name() -> None:
    show, listed, nested = (operation(url=url) for url in ("/boats/{id}", "/boats", "/boats/{id}/oars/{oar}"))
    head = operation(url="/boats", method="HEAD")
    found = plan(reference(nested, show, head, listed), OFFERED, 6)
    assert [step.operation for step in found.steps] == [listed, head, show, nested]


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (operation(method="POST"), ReasonKind.WRITES),
        (operation(method="DELETE", url="/boats/{id}"), ReasonKind.WRITES),
        (operation(url="/hosts/{name}/reboot"), ReasonKind.COMMAND),
        (operation(url="/hosts/{name}/shutdown"), ReasonKind.COMMAND),
        (replace(operation(), versions=versions("1.21")), ReasonKind.NOT_OFFERED),
    ],
)
def test_what_is_left_out_has_a_reason(one: Operation, kind: ReasonKind) -> None:
    found = plan(reference(one), OFFERED, 6)
    assert found.steps == ()
    assert [(operation, reason.kind) for operation, reason in found.left_out] == [(one, kind)]


def test_words_that_only_begin_like_a_command_are_none() -> None:
    for url in ("/boats/restores", "/boot_devices", "/runs/{id}", "/boats/{id}/reboots"):
        assert len(plan(reference(operation(url=url)), OFFERED, 6).steps) == 1


def test_versions_are_numbers_not_texts() -> None:
    assert versions_to_ask(operation([table([row("keel", since="1.10")])]), OFFERED, 6) == (
        Microversion(1, 1),
        Microversion(1, 9),
        Microversion(1, 10),
        Microversion(1, 20),
    )
