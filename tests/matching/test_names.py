"""How the name of a row may mean a property."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.matching import names
from tests.builders import PROPERTY

words = st.text("abcdefgh_-", min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("name", "name"),
        (" ``name`` ", "name"),
        ('"name"', "name"),
        ("name (Optional)", "name"),
        ("name (required since 2.1)", "name"),
        ("{name}", "{name}"),
        ("OS-EXT-SRV-ATTR:host", "OS-EXT-SRV-ATTR:host"),
    ],
)
def test_decoration_is_no_part_of_a_name(name: str, clean: str) -> None:
    assert names.clean(name) == clean


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("name", ("name",)),
        ("server.name", ("server", "name")),
        ("links[].href", ("links", "href")),
        ("links[]", ("links",)),
        ("servers[].addresses[].addr", ("servers", "addresses", "addr")),
        ("image->id", ("image", "id")),
        ("image/id", ("image", "id")),
        ("OS-EXT-SRV-ATTR:host", ("OS-EXT-SRV-ATTR:host",)),
        (".", (".",)),
    ],
)
def test_levels_of_a_dotted_name_are_its_parts(name: str, parts: tuple[str, ...]) -> None:
    assert names.parts(name) == parts


@PROPERTY
@given(st.text(max_size=20))
def test_every_name_has_at_least_one_part(name: str) -> None:
    assert names.parts(name)


@PROPERTY
@given(st.lists(st.text("abc_:", min_size=1, max_size=6), min_size=1, max_size=4))
def test_levels_joined_by_dots_come_apart_again(levels: list[str]) -> None:
    assert names.parts(".".join(levels)) == tuple(levels)


@pytest.mark.parametrize(
    ("documented", "actual"),
    [
        ("update_at", "updated_at"),
        ("Name", "name"),
        ("tenant-id", "tenant_id"),
        ("server", "servers"),
        ("policies", "policy"),
        ("addresses", "address"),
        ("status", "statuses"),
        ("isPublic", "is_public"),
        ("desciption", "description"),
    ],
)
def test_misspellings_are_close(documented: str, actual: str) -> None:
    assert names.are_close(documented, actual)
    assert names.are_close(actual, documented)


@pytest.mark.parametrize(
    ("documented", "actual"),
    [
        ("image", "image_id"),
        ("image_id", "image_ids_v2"),
        ("created_at", "created_by"),
        ("created", "created_at"),
        ("ipv4_address", "ipv6_address"),
        ("disk", "disc"),
        ("min_disk", "min_ram"),
        ("name", "names_and_more"),
        ("_", "name"),
        ("", ""),
    ],
)
def test_names_of_different_things_are_not_close(documented: str, actual: str) -> None:
    assert not names.are_close(documented, actual)
    assert not names.are_close(actual, documented)


@PROPERTY
@given(words)
def test_a_name_is_close_to_itself_in_other_case_and_separators(name: str) -> None:
    if names.squashed(name):
        assert names.are_close(name, name.upper().replace("_", "-"))


@PROPERTY
@given(st.lists(st.sampled_from(string.ascii_lowercase), min_size=6, max_size=16, unique=True), st.data())
def test_a_long_name_is_close_to_itself_less_a_letter(letters: list[str], data: st.DataObject) -> None:
    lost = data.draw(st.integers(0, len(letters) - 1))
    shorter = "".join(letters[:lost] + letters[lost + 1 :])
    assert names.are_close("".join(letters), shorter)
    assert names.are_close(shorter, "".join(letters))


@pytest.mark.parametrize(
    "name", ["{key}", "<name>", "[id]", "*", "key", "key1", "any_key", "value", "spec", "your-value"]
)
def test_placeholders_stand_for_any_key(name: str) -> None:
    assert names.is_placeholder(name)


@pytest.mark.parametrize("name", ["keypair", "value_specs", "name", "keys_total", "monkey", "id"])
def test_plain_names_are_no_placeholders(name: str) -> None:
    assert not names.is_placeholder(name)


def test_a_template_has_fixed_text_beside_its_placeholder() -> None:
    assert names.is_template("snapshots_{volume_type}")
    assert names.is_template("<type>_count")
    assert not names.is_template("{volume_type}")
    assert not names.is_template("snapshots")


@pytest.mark.parametrize(
    ("template", "key", "fits"),
    [
        ("snapshots_{volume_type}", "snapshots_lvm", True),
        ("snapshots_{volume_type}", "snapshots_", False),
        ("snapshots_{volume_type}", "volumes_lvm", False),
        ("{a}.x_{b}", "1.x_2", True),
        ("{a}.x_{b}", "1yx_2", False),
        ("x_{a}", "ax_1", False),
    ],
)
def test_a_property_fits_a_template_as_a_whole(template: str, key: str, fits: bool) -> None:
    assert names.fits_template(template, key) is fits


@pytest.mark.parametrize(
    ("name", "bare"), [("{project_id}", "project_id"), ("<id>", "id"), ("`id`", "id"), ("id", "id")]
)
def test_the_word_of_a_placeholder_is_its_own(name: str, bare: str) -> None:
    assert names.bare(name) == bare


@pytest.mark.parametrize(
    ("url", "variables"),
    [
        ("/servers/{server_id}/ips/{label}", ("server_id", "label")),
        ("/servers/<server_id>", ("server_id",)),
        ("/servers/{ server_id }", ("server_id",)),
        ("/servers/{id}/copies/{id}", ("id",)),
        ("/servers?limit={limit}", ()),
        ("/servers", ()),
        ("", ()),
    ],
)
def test_url_variables_are_those_of_the_path_in_order(url: str, variables: tuple[str, ...]) -> None:
    assert names.url_variables(url) == variables
