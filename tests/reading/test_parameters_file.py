"""Parameters files: definitions with their places, and what is wrong with them."""

from __future__ import annotations

from apiref_verify.model.location import Location
from apiref_verify.model.microversion import Microversion, VersionRange
from apiref_verify.model.reference import Definition, ParametersFile, Place, Problem, ProblemKind
from apiref_verify.reading.data.parameters_file import read_parameters_file

_BOAT = """\
# variables in path
boat_id:
  description: |
    The UUID of the boat,
    as a path.
  in: path
  required: true
  type: string
  min_version: 2.10
  max_version: 2.30
"""


def _read(text: str) -> tuple[ParametersFile, list[Problem]]:
    return read_parameters_file("p.yaml", text)


def _one(text: str) -> tuple[Definition, list[str]]:
    file, problems = _read(text)
    assert all(p.kind is ProblemKind.DEFINITION for p in problems)
    return file.definitions["boat"], [p.message for p in problems]


def _boat(**fields: str) -> str:
    told = {"in": "body", "required": "true", "type": "string"} | fields
    return "boat:\n" + "".join(f"  {name.rstrip('_')}: {value}\n" for name, value in told.items() if value != "-")


def test_a_definition() -> None:
    file, problems = _read(_BOAT)
    assert problems == []
    assert file.definitions == {
        "boat_id": Definition(
            "boat_id",
            Place.PATH,
            "string",
            True,
            VersionRange(Microversion(2, 10), Microversion(2, 30)),
            "The UUID of the boat,\nas a path.",
            Location("p.yaml", 2, 1),
        )
    }
    fields = file.definitions["boat_id"].fields
    assert fields["min_version"] == Location("p.yaml", 9, 3)
    assert list(fields) == ["description", "in", "required", "type", "min_version", "max_version"]


def test_definitions_keep_the_order_of_the_file() -> None:
    file, _ = _read("b: {in: body, type: x, required: true}\na: {in: path, type: x, required: true}\n")
    assert list(file.definitions) == ["b", "a"]


def test_version_2_10_is_not_2_1() -> None:
    definition, problems = _one(_boat(min_version="2.10"))
    assert definition.versions.minimum == Microversion(2, 10)
    assert problems == []


def test_null_versions_are_open_ends() -> None:
    for null in ("null", "~", "", "None"):
        definition, problems = _one(_boat(min_version=null, max_version=null))
        assert (definition.versions, problems) == (VersionRange(), [])


def test_a_version_that_is_none() -> None:
    definition, problems = _one(_boat(min_version="2"))
    assert definition.versions == VersionRange()
    assert problems == ["boat: min_version: 2 is not a version"]


def test_truth_has_many_spellings() -> None:
    for truth, texts in ((True, ("true", "True", "yes", "'on'")), (False, ("false", "'No'", "off"))):
        for text in texts:
            definition, problems = _one(_boat(required=text))
            assert (definition.required, problems) == (truth, [])


def test_required_with_a_remark() -> None:
    definition, problems = _one(_boat(required="True (since 2.3)"))
    assert definition.required is True
    assert problems == ["boat: required: True (since 2.3) is neither true nor false"]


def test_missing_fields_are_told_at_the_name() -> None:
    file, problems = _read("boat:\n  description: x\n")
    assert [p.message for p in problems] == [
        "boat: it does not say where it travels",
        "boat: it does not say its type",
        "boat: it does not say whether it is required",
    ]
    assert {p.location for p in problems} == {Location("p.yaml", 1, 1)}
    assert {p.parameter for p in problems} == {"boat"}
    assert file.definitions["boat"].place is None
    assert file.definitions["boat"].required is None


def test_misspelt_fields_are_told_and_understood() -> None:
    text = "boat:\n  descripition: x\n  in: body\n  requried: false\n  tpye: string\n  min_verison: 2.3\n"
    definition, problems = _one(text)
    assert definition.description == "x"
    assert definition.required is False
    assert definition.type == "string"
    assert definition.versions.minimum == Microversion(2, 3)
    assert problems == [f"boat: unknown field {name!r}" for name in ("descripition", "requried", "tpye", "min_verison")]
    _, found = _read(text)
    assert found[1].location == Location("p.yaml", 4, 3)
    assert found[1].hint == "did you mean required?"


def test_fields_of_other_tools_are_no_problem() -> None:
    text = _boat(default="x", format="uuid", enum="[a, b]", properties="{a: {type: string}}", x_note="n")
    assert _one(text)[1] == []


def test_text_that_lost_its_indentation() -> None:
    _, problems = _one(_boat() + '  -H "X-Version: 2.3"\n')
    assert problems == ["boat: unknown field '-H \"X-Version'"]


def test_a_place_in_capitals_is_harmless() -> None:
    _, (problem,) = _read(_boat(in_="Body", **{"in": "-"}))
    assert (problem.message, problem.harmless) == ("boat: in: Body is not lower case", True)


def test_a_place_that_is_misspelt() -> None:
    definition, problems = _one(_boat(**{"in": "heder"}))
    assert definition.place is Place.HEADER
    assert problems == ["boat: in: heder is not a place"]
    assert _one(_boat(**{"in": "cookie"}))[0].place is None


def test_a_list_for_a_text_is_told_once() -> None:
    _, problems = _one(_boat(required="[true]", type="{a: b}", **{"in": "[body]"}))
    assert problems == [
        "boat: in is a list, not a text",
        "boat: required is a list, not a text",
        "boat: type is a mapping, not a text",
    ]


def test_anchors_and_merge_keys() -> None:
    text = "raft: &raft\n  in: body\n  required: true\n  type: object\nboat:\n  <<: *raft\n  required: false\n"
    definition, problems = _one(text)
    assert (definition.place, definition.type, definition.required) == (Place.BODY, "object", False)
    assert problems == []
    assert definition.fields == {"required": Location("p.yaml", 7, 3)}


def test_definitions_merged_into_the_whole_file() -> None:
    text = "boat: &x\n  <<: {in: body, type: x, required: true}\n<<: {raft: *x, boat: *x}\n"
    file, problems = _read(text)
    assert set(file.definitions) == {"boat", "raft"}
    assert problems == []


def test_aliases_share_a_definition() -> None:
    file, problems = _read("a: &a {in: body, type: x, required: true}\nb: *a\n")
    assert problems == []
    assert file.definitions["b"].place is Place.BODY
    assert file.definitions["b"].location == Location("p.yaml", 2, 1)


def test_the_last_of_two_definitions_counts() -> None:
    file, (problem,) = _read(_boat() + _boat(type="object"))
    assert file.definitions["boat"].type == "object"
    assert problem.message == "boat is defined twice: the definition in line 1 is lost"
    assert problem.location == Location("p.yaml", 5, 1)


def test_names_that_are_no_text() -> None:
    file, _ = _read("200: {in: body, type: x, required: true}\nnull: {in: body, type: x, required: true}\n")
    assert list(file.definitions) == ["200", "null"]
