"""The bundle: what is written is what its published schema says, and what is read back is what was written."""

from __future__ import annotations

import dataclasses
import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import apiref_verify
from apiref_verify.evidence.contracts.bundle import BundleError, as_json, dumps, from_json, is_bundle, write
from apiref_verify.model.contract import Codes, Contract, Part, Promise, Provenance, Route, Schema, Standing
from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange

PUBLISHED = Path(apiref_verify.__file__).parent / "schemas" / "bundle-1.json"
VALIDATOR = jsonschema.Draft202012Validator(json.loads(PUBLISHED.read_text("utf-8")))

SCHEMAS: list[Schema] = [
    True,
    {},
    {"type": "null"},
    {"type": "object", "properties": {"näme": {"type": "string", "format": "name"}}},
    {"const": 1},
    {"const": True},
]

texts = st.text(max_size=8)
minors = st.integers(0, 120)
codes = st.builds(
    Codes,
    st.lists(st.integers(100, 599), unique=True, max_size=3).map(lambda found: tuple(sorted(found))),
    st.sampled_from(Standing),
)
schemas = st.sampled_from(SCHEMAS)


@st.composite
def ranges(draw: st.DrawFn) -> VersionRange:
    ends = sorted(Microversion(2, draw(minors)) for _ in range(2))
    return VersionRange(*(end if draw(st.booleans()) else None for end in ends))


def ascending(promises: list[Promise]) -> tuple[Promise, ...]:
    """Promises for one range after the other, the first and the last of them open."""
    ends = [Microversion(2, 3 * number) for number in range(len(promises) - 1)]
    lower = [None, *(Microversion(2, end.minor + 1) for end in ends)]
    spans = map(VersionRange, lower, [*ends, None])
    return tuple(dataclasses.replace(one, versions=span) for one, span in zip(promises, spans, strict=bool(promises)))


promises = st.builds(
    Promise,
    request=st.none() | schemas,
    query=st.none() | schemas,
    responses=st.dictionaries(st.sampled_from(["200", "2XX", "404", "default"]), schemas, max_size=2),
    success=codes,
    errors=codes,
    removed=st.booleans(),
)
routes = st.builds(
    Route,
    method=st.sampled_from(["GET", "POST"]),
    template=st.sampled_from(["/", "/boats/{boat_id}"]),
    action=st.none() | texts,
    handler=texts,
    promises=st.lists(promises, max_size=3).map(ascending),
)
contracts = st.builds(
    Contract,
    provenance=st.builds(Provenance, texts, texts, texts, st.sampled_from(["", "2024-02-29"]), texts),
    routes=st.lists(routes, max_size=3, unique_by=str).map(tuple),
    versions=st.just(EVERY_VERSION) | ranges(),
    authority=st.frozensets(st.sampled_from(Part)),
    formats=st.dictionaries(texts, st.none() | texts, max_size=2),
)

BOAT: Schema = {"type": "object", "required": ["id"]}
SMALL = Contract(
    provenance=Provenance("service", "harbour", "1.0", "2024-05-01", "tests"),
    routes=(
        Route("GET", "/boats", promises=(Promise(responses={"200": BOAT}),)),
        Route("POST", "/boats", promises=(Promise(request=dict(BOAT), responses={"201": BOAT}),)),
    ),
)


def small() -> Any:
    return json.loads(dumps(SMALL))


def test_the_published_schema_is_strict() -> None:
    jsonschema.Draft202012Validator.check_schema(VALIDATOR.schema)
    objects = [VALIDATOR.schema, *VALIDATOR.schema["$defs"].values()]
    assert all(one["additionalProperties"] is False for one in objects if "properties" in one)


@given(contracts)
def test_what_is_written_is_of_the_published_form_and_reads_back_the_same(contract: Contract) -> None:
    content = json.loads(dumps(contract))
    VALIDATOR.validate(content)
    assert content == as_json(contract)
    read = from_json(content)
    assert read == contract
    assert dumps(read) == dumps(contract), "1 and true are different schemas"


@given(contracts)
def test_the_same_contract_gives_the_same_bytes(contract: Contract) -> None:
    reordered = dataclasses.replace(contract, formats=dict(reversed(contract.formats.items())))
    assert dumps(reordered) == dumps(contract)


def test_a_compressed_bundle_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    names = ["one.json.gz", "two.json.gz"]
    for name in names:
        write(SMALL, tmp_path / name)
    first, second = ((tmp_path / name).read_bytes() for name in names)
    assert first == second
    assert gzip.decompress(first).decode() == dumps(SMALL)


def test_equal_schemas_are_written_once_and_read_as_one_object() -> None:
    content = small()
    assert content["schemas"] == [BOAT]
    get, post = from_json(content).routes
    assert get.promises[0].responses["200"] is post.promises[0].request is post.promises[0].responses["201"]


def test_routes_and_schemas_stand_on_lines_of_their_own() -> None:
    assert [line.strip()[:20] for line in dumps(SMALL).splitlines() if "/boats" in line] == [
        '{"method": "GET", "p',
        '{"method": "POST", "',
    ]


def test_a_bundle_is_known_by_its_version() -> None:
    assert is_bundle(small())
    assert not is_bundle({"openapi": "3.1.0"})
    assert not is_bundle([])


def changed(*path: Any, to: Any) -> Callable[[Any], None]:
    def change(content: Any) -> None:
        *folders, last = path
        for key in folders:
            content = content[key]
        content[last] = to

    return change


def without(*path: Any) -> Callable[[Any], None]:
    def change(content: Any) -> None:
        *folders, last = path
        for key in folders:
            content = content[key]
        del content[last]

    return change


RANGE = ("routes", 1, "ranges", 0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without("bundle_version"), "no bundle_version: this is not a schema bundle"),
        (changed("bundle_version", to=2), "bundle_version 2: this version of apiref-verify reads 1"),
        (changed("bundle_version", to=True), "bundle_version True: this version of apiref-verify reads 1"),
        (changed("more", to=1), "the bundle is not of the published form: 'more' is unknown"),
        (changed("provenance", "version", to=1), "the bundle is not of the published form: 1 should be a string"),
        (changed("provenance", "more", to=""), "the bundle is not of the published form: 'more' is unknown"),
        (changed("authority", to="routes"), "authority: 'routes' should be a list"),
        (changed("routes", 1, "more", to=1), "routes[1] is not of the published form: 'more' is unknown"),
        (changed(*RANGE, "more", to=1), "routes[1] (POST /boats) is not of the published form: 'more' is unknown"),
        (changed(*RANGE, "errors", "more", to=1), "'more' is unknown"),
        (changed(*RANGE, "responses", to={"ok": 0}), "'ok' is no status, such as 200, 2XX or default"),
        (changed(*RANGE, "errors", "codes", to=[99]), "the codes [99] should ascend, from 100 to 599"),
        (changed(*RANGE, "errors", "codes", to=[404, 404]), "the codes [404, 404] should ascend, from 100 to 599"),
        (without("routes"), "the bundle is not whole: 'routes' is missing"),
        (changed("routes", to=None), "the bundle is not of the published form: 'NoneType' object is not iterable"),
        (
            changed("schemas", to=["x"]),
            "the bundle is not of the published form: ['x'] should be a list of dict or bool",
        ),
        (changed("authority", to=["all"]), "the bundle is not of the published form: 'all' is not a valid Part"),
        (changed("formats", to={"name": 1}), "the bundle is not of the published form: 1 should be a string"),
        (changed("min_version", to=2.1), "the bundle is not of the published form: 2.1 should be a string"),
        (without("routes", 1, "path"), "routes[1] is not whole: 'path' is missing"),
        (changed("routes", 1, to=[]), "routes[1] is not of the published form: [] should be a mapping"),
        (without(*RANGE, "success"), "routes[1] (POST /boats) is not whole: 'success' is missing"),
        (changed(*RANGE, "min_version", to="two"), "routes[1] (POST /boats) is not of the published form: not a micro"),
        (changed(*RANGE, "request", to=-1), "there is no schema -1 among 1"),
        (changed(*RANGE, "request", to=True), "there is no schema True among 1"),
        (changed(*RANGE, "responses", to={"200": None}), "there is no schema None among 1"),
        (changed(*RANGE, "errors", "codes", to=["404"]), "['404'] should be a list of int"),
        (changed(*RANGE, "errors", "standing", to="sure"), "'sure' is not a valid Standing"),
        (changed(*RANGE, "removed", to="no"), "removed: 'no' should be true or false"),
    ],
)
def test_a_broken_bundle_is_refused_with_the_place(change: Callable[[Any], None], said: str) -> None:
    content = small()
    change(content)
    assert not VALIDATOR.is_valid(content)
    with pytest.raises(BundleError) as refused:
        from_json(content)
    assert said in str(refused.value)


def test_a_number_beyond_the_schemas_is_refused() -> None:
    content = small()
    changed(*RANGE, "request", to=7)(content)
    with pytest.raises(BundleError, match=r"routes\[1\] \(POST /boats\) .* there is no schema 7 among 1"):
        from_json(content)


def several(*ends: tuple[str | None, str | None]) -> Callable[[Any], None]:
    """The ranges of a route, all of the same promise."""

    def change(content: Any) -> None:
        one = content["routes"][1]["ranges"][0]
        content["routes"][1]["ranges"] = [{**one, "min_version": lower, "max_version": upper} for lower, upper in ends]

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (changed(*RANGE, "min_version", to="2." + "9" * 5000), "not a microversion: '2.999999999999999999'…"),
        (several(("2.9", "2.2")), "max_version 2.2 comes before min_version 2.9"),
        (several(("2.1", "2.5"), ("2.5", "2.9")), "not overlap, but after 2.1 to 2.5 comes 2.5 to 2.9"),
        (several(("2.6", "2.9"), ("2.1", "2.5")), "should ascend and not overlap, but after 2.6 to 2.9 comes 2.1 to"),
        (several(("2.1", None), ("2.5", "2.9")), "not overlap, but after 2.1 and later comes 2.5 to 2.9"),
        (several((None, "2.4"), (None, None)), "not overlap, but after up to 2.4 comes all versions"),
        (changed("routes", 1, "method", to="post"), "the method 'post' should be upper case letters"),
        (changed("routes", 1, "path", to="boats"), "the path 'boats' should begin with /"),
        (changed("routes", 1, "method", to="GET"), "routes[1] (GET /boats) is the same operation as routes[0]"),
    ],
)
def test_routes_and_ranges_that_contradict_each_other_are_refused(change: Callable[[Any], None], said: str) -> None:
    content = small()
    change(content)
    with pytest.raises(BundleError, match=r"routes\[1\] ") as refused:
        from_json(content)
    assert said in str(refused.value)


def test_a_bundle_ends_after_it_begins() -> None:
    with pytest.raises(BundleError, match=r"max_version 2\.1 comes before min_version 2\.12"):
        from_json({**small(), "min_version": "2.12", "max_version": "2.1"})


@pytest.mark.parametrize("content", [None, [], "text", 1, {"bundle_version": 1}])
def test_what_is_no_bundle_is_refused(content: Any) -> None:
    with pytest.raises(BundleError):
        from_json(content)


def test_reading_and_writing_need_nothing_but_the_standard_library(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\n"
        f"sys.path.append({str(Path(apiref_verify.__file__).parent.parent)!r})\n"
        "before = set(sys.modules)\n"
        "import apiref_verify.evidence.contracts.bundle\n"
        "print(sorted({name.split('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names))\n"
    )
    done = subprocess.run([sys.executable, "-S", str(script)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['apiref_verify']"
