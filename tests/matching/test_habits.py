"""House habits: statistics of a tree that turn errors into style."""

from __future__ import annotations

from typing import Any

import pytest

from apiref_verify.matching.habits import Habit, Habits, versioned_samples
from apiref_verify.matching.matcher import match
from apiref_verify.model.reference import Parameter
from tests.builders import RESPONSE, operation, reference, row, sample, table, tree
from tests.builders import version as v

BOAT = {"boat": {"id": "1", "name": "Gull"}}


def rows_of(words: str) -> list[Parameter]:
    return [row(*word.split(":")) for word in words.split()]


def habits(*cases: tuple[str, list[Any]]) -> Habits:
    """The habits of a tree with an operation for each case: the rows by name, and the bodies."""
    return tree(*((rows_of(words), bodies) for words, bodies in cases)).habits


def counts(habit: Habit) -> tuple[int, int]:
    return habit.count, habit.total


def test_a_share_without_cases_is_none() -> None:
    assert Habit("x", 0, 0, "").share == 0.0
    assert Habit("x", 3, 4, "").share == 0.75


def test_every_share_can_be_shown_with_its_meaning() -> None:
    shown = habits(("boat:object id", [BOAT])).all
    assert len({habit.name for habit in shown}) == len(shown) >= 7
    assert all(habit.meaning or habit.name == "dotted names" for habit in shown)


# -- H1: envelopes


def test_the_envelopes_with_rows_are_counted() -> None:
    found = habits(("boat:object id", [BOAT]), ("id name", [BOAT]), ("boat:object", [BOAT]), ("id", [{"id": "1"}]))
    assert counts(found.envelopes) == (2, 3)
    assert found.envelopes_by_section == {"boats.inc": (2, 3)}


@pytest.mark.parametrize(
    ("section", "expected"), [((4, 4), True), ((3, 4), True), ((1, 4), False), ((0, 1), False), ((0, 0), False)]
)
def test_a_section_is_judged_by_its_own_share_shrunk_towards_that_of_the_tree(
    section: tuple[int, int], expected: bool
) -> None:
    found = habits(("boat:object id", [BOAT]))
    found.envelopes_by_section = {"a.inc": section}
    found.envelopes = Habit("", 7, 10, "")
    assert found.expects_envelope("a.inc") is expected
    assert not found.expects_envelope("other.inc")


# -- H3: one row for several levels


def test_names_at_several_levels_with_one_row_are_counted() -> None:
    body = {"boat": {"id": "1", "captain": {"id": "2"}}}
    found = habits(("boat:object id captain:object", [body]), ("boat:object id captain:object id", [body]))
    assert counts(found.row_for_several_levels) == (1, 2)


def test_a_name_at_several_levels_without_any_row_says_nothing() -> None:
    body = {"boat": {"id": "1", "captain": {"id": "2"}}}
    assert counts(habits(("boat:object captain:object", [body])).row_for_several_levels) == (0, 0)


# -- H4: free maps


@pytest.mark.parametrize(
    "words",
    [
        "Key and value pairs.",
        "Arbitrary key-value pairs",
        "key=value pairs",
        "A dictionary of sails.",
        "A mapping of names to sails",
        "User-defined properties.",
        "Any JSON object",
        "Free-form.",
        "The metadata of the rig.",
        "Driver-specific options",
    ],
)
def test_an_object_whose_definition_says_so_is_a_free_map(words: str) -> None:
    rows = [row("boat", "object"), row("rig", "object", description=words)]
    assert tree((rows, [{"boat": {"rig": {"jib": 5}}}])).habits.free_names == {"rig"}


def test_an_object_of_type_json_is_a_free_map() -> None:
    assert habits(("boat:object rig:json", [{"boat": {"rig": {"jib": 5}}}])).free_names == {"rig"}


def test_a_plain_description_makes_no_free_map() -> None:
    rows = [row("boat", "object"), row("rig", "object", description="The masts and sails of the boat.")]
    assert tree((rows, [{"boat": {"rig": {"jib": 5}}}])).habits.free_names == frozenset()


def test_an_object_whose_keys_vary_and_never_have_rows_is_a_free_map() -> None:
    bodies = [{"boat": {"rig": {key: 5}, "hull": {"material": "oak"}}} for key in ("jib", "main", "mizzen")]
    assert habits(("boat:object rig:object hull:object", bodies)).free_names == {"rig"}


def test_an_object_whose_keys_have_rows_somewhere_is_no_free_map() -> None:
    bodies = [{"boat": {"rig": {key: 5}}} for key in ("jib", "main", "mizzen")]
    found = habits(("boat:object rig:object", bodies), ("boat:object rig:object jib:integer", bodies[:1]))
    assert found.free_names == frozenset()


def test_an_envelope_whose_keys_vary_is_no_free_map() -> None:
    bodies = [{"boat": {key: 5}} for key in ("jib", "main", "mizzen")]
    assert habits(("boat:object", bodies)).free_names == frozenset()


def test_free_maps_are_aligned_again_as_maps() -> None:
    rows = [row("boat", "object"), row("rig", "object", description="A map of sails."), row("{sail}", "integer")]
    matching = tree((rows, [{"boat": {"rig": {"jib": 5, "main": 12}}}]))
    (comparison,) = (c for c in matching.comparisons.values() if c.rows)
    assert [node.path for node in comparison.skeleton.nodes] == ["boat", "boat.rig", "boat.rig.*"]
    assert [match.node.path for match in comparison.alignment.matches][-1] == "boat.rig.*"


# -- H4: objects that are documented as a whole


def test_children_are_expected_where_most_objects_of_that_name_have_some() -> None:
    body = {"boat": {"id": "1", "captain": {"rank": "first"}}}
    with_rows, without = "boat:object captain:object rank", "boat:object captain:object"
    assert habits((with_rows, [body]), (without, [body])).expects_children("captain")
    assert not habits((with_rows, [body]), (without, [body]), (without, [body])).expects_children("captain")
    assert not habits((without, [body])).expects_children("captain")
    assert not habits((with_rows, [body])).expects_children("unheard-of")


def test_an_empty_object_may_hold_rows_unless_its_like_are_filled_and_never_have_any() -> None:
    filled = {"boat": {"captain": {"rank": "first"}}}
    assert habits(("boat:object captain:object", [{"boat": {"captain": {}}}])).may_hold_rows("captain")
    assert not habits(("boat:object captain:object", [filled])).may_hold_rows("captain")
    assert habits(("boat:object captain:object rank", [filled])).may_hold_rows("captain")


# -- H6: versions of samples


def test_where_a_tenth_of_the_samples_stand_in_folders_of_versions_the_others_are_of_the_first() -> None:
    habit, base = versioned_samples([sample({}, "2.26"), *(sample({}) for _ in range(9))])
    assert (counts(habit), base) == ((1, 10), v("2.1"))


def test_where_hardly_any_sample_has_a_version_the_others_are_of_none() -> None:
    habit, base = versioned_samples([sample({}, "2.26"), *(sample({}) for _ in range(10))])
    assert (counts(habit), base) == ((1, 11), None)
    assert versioned_samples([])[1] is None


def test_the_base_version_of_a_tree_is_that_of_its_unversioned_samples() -> None:
    rows = [row("boat", "object")]
    single = operation([table(rows)], [sample(BOAT), sample(BOAT, "1.5")])
    assert tree((rows, [BOAT])).habits.base_version is None
    matching = match(reference(single))
    comparison = matching.of(single, RESPONSE)
    assert matching.habits.base_version == v("1.1")
    assert [instance.version for instance in comparison.skeleton.instances] == [v("1.1"), v("1.5")]


# -- H7: alphabetical tables


def test_large_tables_that_are_sorted_by_name_are_counted() -> None:
    found = habits(
        ("anchor berth captain deck", [{"anchor": 1}]),
        ("Anchor `berth` captain deck", [{"anchor": 1}]),
        ("deck anchor berth captain", [{"anchor": 1}]),
        ("anchor berth", [{"anchor": 1}]),
    )
    assert counts(found.alphabetical_tables) == (2, 3)


# -- H10: synonyms


def pairs(count: int, differing: int = 0, value: str = "4f3c9d2e4b5a6978") -> list[dict[str, str]]:
    equal = [{"project_id": f"{n}{value}", "tenant_id": f"{n}{value}"} for n in range(count)]
    return [*equal, *({"project_id": f"{n}{value}", "tenant_id": f"x{n}{value}"} for n in range(differing))]


PAIR = frozenset({frozenset({"project_id", "tenant_id"})})


@pytest.mark.parametrize(
    ("objects", "found"),
    [
        (pairs(5), PAIR),
        (pairs(4), frozenset()),
        (pairs(9, 1), PAIR),
        (pairs(8, 2), frozenset()),
        (pairs(9, value=""), frozenset()),
    ],
    ids=["five equal", "four equal", "nine of ten", "eight of ten", "short values"],
)
def test_two_keys_that_nearly_always_hold_the_same_are_synonyms(objects: list[Any], found: object) -> None:
    assert habits(("boats:array project_id", [{"boats": objects}])).synonyms == found


def test_three_keys_that_hold_the_same_are_no_synonyms() -> None:
    objects = [item | {"owner": item["project_id"]} for item in pairs(5)]
    assert habits(("boats:array project_id", [{"boats": objects}])).synonyms == frozenset()


def test_two_keys_that_tables_document_both_are_no_synonyms() -> None:
    assert habits(("boats:array project_id tenant_id", [{"boats": pairs(5)}])).synonyms == frozenset()


# -- tables and dots


def test_bodies_with_and_without_tables_are_counted() -> None:
    found = habits(("boat:object", [BOAT]), ("", [BOAT]), ("id", []))
    assert counts(found.tables_for_bodies) == (1, 2)


def test_dotted_names_are_counted() -> None:
    assert counts(habits(("boat:object boat.id boat.name name", [BOAT])).dotted_names) == (2, 4)
