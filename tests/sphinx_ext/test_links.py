"""Links to operations: the role, ``:any:``, and the inventory for other projects."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.sphinx_ext.domain import ReferenceDomain
from apiref_verify.sphinx_ext.targets import Target, operation_name
from tests.builders import PROPERTY
from tests.sphinx_ext.boats import INDEX, write
from tests.sphinx_ext.builds import Build, build

SOURCE = "api-ref/source"
LINK = "See :apiref:op:`GET /boats/{boat_id}`.\n"


def with_link(root: Path, link: str, *options: str) -> Build:
    write(root, f"{SOURCE}/index.rst", INDEX.replace(LINK, f"See {link}.\n"))
    return build(root, "html", *options)


def target_of(page: str) -> str | None:
    """Where the link of the page leads."""
    found = re.search(r'See <a class="reference internal" href="([^"]*)"', page)
    return found[1] if found else None


@pytest.mark.parametrize(
    ("link", "target"),
    [
        (":apiref:op:`GET /boats`", "#list-boats"),
        (":apiref:op:`GET /boats/{boat_id}`", "#show-a-boat"),
        (":apiref:op:`GET /boats/{id}`", "#show-a-boat"),
        (":apiref:op:`get boats/{id}/`", "#show-a-boat"),
        (":apiref:op:`one boat <GET /boats/{boat_id}>`", "#show-a-boat"),
        (":apiref:op:`POST /boats/{boat_id}/action (moor)`", "#moor-a-boat-moor-action"),
        (":apiref:op:`POST /boats/{boat_id}/action`", "#moor-a-boat-moor-action"),
        (":apiref:op:`GET /crews/{crew_id}`", "crews/index.html#show-the-crew"),
        (":any:`GET /crews/{crew_id}`", "crews/index.html#show-the-crew"),
    ],
)
def test_a_link_leads_to_the_section_of_the_operation(boats: Path, link: str, target: str) -> None:
    made = with_link(boats, link)
    page = made.text("index.html")
    assert target_of(page) == target
    document, _, anchor = target.partition("#")
    assert f'id="{anchor}"' in made.text(document or "index.html")


def test_a_link_shows_its_text(boats: Path) -> None:
    page = with_link(boats, ":apiref:op:`one boat <GET /boats>`").text("index.html")
    assert '<span class="pre">one</span> <span class="pre">boat</span>' in page


def test_a_link_to_an_operation_that_is_not_documented_is_a_warning_with_its_place(boats: Path) -> None:
    made = with_link(boats, ":apiref:op:`GET /ships`")
    place = f"{boats / SOURCE}/index.rst:5"
    assert f"{place}: WARNING: no operation GET /ships is documented [ref.op]" in made.warnings


def test_links_work_where_claims_are_left_alone(boats: Path) -> None:
    made = with_link(boats, ":apiref:op:`GET /boats`", "-D", "apiref_verify_mode=off")
    assert (made.warnings, target_of(made.text("index.html"))) == ([], "#list-boats")


def inventory(root: Path) -> dict[str, str]:
    """The operations of an inventory, with their addresses: lines of name, type, priority, address and title."""
    packed = (root / "out/html/objects.inv").read_bytes().split(b"\n", 4)[4]
    lines = re.findall(r"^(.+) apiref:operation 1 (\S+) -$", zlib.decompress(packed).decode("utf-8"), re.M)
    return {name: address.removesuffix("$") for name, address in lines}


def test_the_inventory_has_all_operations(boats: Path) -> None:
    build(boats)
    assert inventory(boats) == {
        "GET /boats": "index.html#list-boats",
        "GET /boats/{boat_id}": "index.html#show-a-boat",
        "POST /boats/{boat_id}/action (moor)": "index.html#moor-a-boat-moor-action",
        "GET /crews/{crew_id}": "crews/index.html#show-the-crew",
    }


def test_another_project_links_to_an_operation_by_the_inventory(boats: Path, tmp_path: Path) -> None:
    build(boats)
    guide = tmp_path / "guide"
    conf = (
        'project = "Guide"\nextensions = ["sphinx.ext.intersphinx", "apiref_verify"]\napiref_verify_mode = "off"\n'
        f'intersphinx_mapping = {{"boats": ("https://boats.example.org/", {str(boats / "out/html/objects.inv")!r})}}\n'
    )
    write(guide, "source/conf.py", conf)
    text = "See :apiref:op:`GET /boats/{boat_id}` and :external+boats:apiref:op:`POST /boats/{boat_id}/action (moor)`."
    write(guide, "source/index.rst", f"=====\nGuide\n=====\n\n{text}\n")
    made = build(guide, source="source")
    page = made.text("index.html")
    assert made.warnings == []
    for anchor in ("show-a-boat", "moor-a-boat-moor-action"):
        assert f'href="https://boats.example.org/index.html#{anchor}"' in page


METHODS = st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])
WORDS = st.text("abcdefghijklmnopqrstuvwxyz-_.", min_size=1, max_size=6)
VARIABLES = st.text("abcxyz_", min_size=1, max_size=6).map(lambda name: f"{{{name}}}")
PATHS = st.lists(WORDS | VARIABLES, max_size=4)
ACTIONS = st.none() | WORDS


class _Owner:
    def __init__(self) -> None:
        self.domaindata: dict[str, object] = {}


def domain_of(names: list[str]) -> ReferenceDomain:
    domain = ReferenceDomain(_Owner())
    domain.targets["index"] = {
        ("boats.inc", line): Target(name, "index", f"anchor-{line}", f"anchor-{line}")
        for line, name in enumerate(names)
    }
    return domain


@PROPERTY
@given(st.lists(st.tuples(METHODS, PATHS, ACTIONS), min_size=1, max_size=8))
def test_each_operation_is_found_by_its_name(operations: list[tuple[str, list[str], str | None]]) -> None:
    names = [operation_name(method, "/".join(path), action) for method, path, action in operations]
    domain = domain_of(names)
    for name in names:
        found = domain.find(name)
        assert found is not None
        assert (found.name, found.anchor) == (name, f"anchor-{names.index(name)}")
    assert [entry[0] for entry in domain.get_objects()] == list(dict.fromkeys(names))


@PROPERTY
@given(METHODS, PATHS, ACTIONS, VARIABLES)
def test_names_of_variables_slashes_and_case_of_the_method_do_not_matter(
    method: str, path: list[str], action: str | None, variable: str
) -> None:
    domain = domain_of([operation_name(method, "/" + "/".join(path), action)])
    other = "/".join(variable if part.startswith("{") else part for part in path)
    suffix = f" ({action})" if action else ""
    for written in (f"{method.lower()} {other}{suffix}", f"{method} /{other}/"):
        assert domain.find(written) is not None


@PROPERTY
@given(METHODS, PATHS, st.text(max_size=20))
def test_any_text_is_looked_up_without_an_error(method: str, path: list[str], text: str) -> None:
    domain = domain_of([operation_name(method, "/".join(path))])
    found = domain.find(text)
    assert found is None or found.anchor == "anchor-0"
