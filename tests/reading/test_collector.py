"""From documents to sections and operations, by way of the whole reader: small trees, written here."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiref_verify.model.microversion import Microversion, VersionRange
from apiref_verify.model.reference import Direction, Phase, Place, ProblemKind
from apiref_verify.reading.reader import read
from tests.reading.ships import harbour, only


def test_an_operation_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    reference = harbour(
        tmp_path,
        """
        .. needs:body_verification

        Ships
        =====

        Things that float.

        Rename a ship
        -------------

        .. rest_method:: PUT /ships/{ship_id}

        Gives a ship a new name.

        Normal response codes: 200

        Error response codes: itemNotFound(404)

        Request
        ~~~~~~~

        .. rest_parameters:: parameters.yaml

           - ship_id: ship_id
           - name: name

        **Example Rename a ship: JSON request**

        .. literalinclude:: samples/rename.json

        Response
        ~~~~~~~~

        .. rest_parameters:: parameters.yaml

           - name: name

        Sink a ship
        -----------

        .. rest_method:: DELETE /ships/{ship_id}
        """,
        rename='{"name": "Hope"}',
    )
    rename, sink = (operation for _, operation in reference.operations)
    assert (rename.method, rename.url, rename.title) == ("PUT", "/ships/{ship_id}", "Rename a ship")
    assert rename.description == "Gives a ship a new name."
    assert [(c.code, c.success, c.location.line) for c in rename.codes] == [(200, True, 15), (404, False, 17)]
    assert [t.direction for t in rename.tables] == [Direction.REQUEST, Direction.RESPONSE]
    assert [row.place for row in rename.rows(Direction.REQUEST)] == [Place.PATH, Place.BODY]
    assert [(s.direction, s.body) for s in rename.samples] == [(Direction.REQUEST, {"name": "Hope"})]
    assert (sink.title, sink.tables, sink.has_code_text) == ("Sink a ship", (), False)
    (section,) = reference.sections
    assert [(m.phase, m.location.line) for m in section.markers] == [(Phase.BODY, 1)]
    assert section.prose[0][0] == "Things that float."
    assert reference.problems == ()


def test_what_stands_between_title_and_method_belongs_to_the_operation(tmp_path: Path) -> None:
    operation = only(
        harbour(
            tmp_path,
            """
            Moor a ship
            ===========

            .. warning:: Needs ropes, and will
               need more of them.

            .. rest_method:: POST /ships
            """,
        )
    )
    assert operation.description == "Needs ropes, and will\nneed more of them."
    assert operation.prose[0][1].line == 4
    assert operation.location.line == 7


def test_parts_that_are_formally_siblings_of_their_operation_belong_to_it(tmp_path: Path) -> None:
    operation = only(
        harbour(
            tmp_path,
            """
            Moor a ship
            ===========

            .. rest_method:: POST /ships

            Response Parameters
            ===================

            .. rest_parameters:: parameters.yaml

               - name: name
            """,
        )
    )
    assert [t.direction for t in operation.tables] == [Direction.RESPONSE]


def test_an_example_of_the_url_repeats_the_operation(tmp_path: Path) -> None:
    reference = harbour(
        tmp_path,
        """
        List ships
        ==========

        .. rest_method:: GET /ships

        Response Example
        ----------------

        .. rest_method:: GET /ships?limit=2

        .. literalinclude:: samples/ships.json
        """,
        ships="[]",
    )
    operation = only(reference)
    assert [place.line for place in operation.repeats] == [9]
    assert [s.direction for s in operation.samples] == [Direction.RESPONSE]
    assert reference.problems == ()


def test_a_second_method_inside_an_operation_is_one_of_its_own_and_a_problem(tmp_path: Path) -> None:
    reference = harbour(
        tmp_path,
        """
        List ships
        ==========

        .. rest_method:: GET /ships

        Response Example
        ----------------

        .. rest_method:: GET /shps
        """,
    )
    assert [operation.url for _, operation in reference.operations] == ["/ships", "/shps"]
    (problem,) = reference.problems
    assert (problem.kind, problem.location.line) == (ProblemKind.MARKUP, 9)


@pytest.mark.parametrize(
    ("url", "title", "sample", "action"),
    [
        ("/ships/{ship_id}/action", "Moor", '{"moor": null}', "moor"),
        ("/ships/{ship_id}/action", "Moor Ship (moor Action)", '{"ship": 1, "berth": 2}', "moor"),
        ("/ships/{ship_id}/action", "Moor", "[]", "moor"),
        ("/ships/{ship_id}/actions", "Moor", '{"tow": null}', "tow"),
        ("/ships/{ship_id}/actions", "Moor", '{"tow": 1, "by": 2}', None),
        ("/actions", "Moor", '{"tow": null}', None),
        ("/ships", "Moor", '{"tow": null}', None),
    ],
)
def test_the_action_of_an_action_url(tmp_path: Path, url: str, title: str, sample: str, action: str | None) -> None:
    text = f"""
        {title}
        ==============================

        .. rest_method:: POST {url}

        Request
        -------

        .. rest_parameters:: parameters.yaml

           - ship_id: ship_id
           - moor: moor

        .. literalinclude:: samples/body.json
    """
    assert only(harbour(tmp_path, text, body=sample)).action == action


def test_tables_in_csv(tmp_path: Path) -> None:
    reference = harbour(
        tmp_path,
        """
        Rename a ship
        =============

        .. rest_method:: PATCH /ships/{ship_id}

        **Request parameters**

        .. csv-table::
           :header: "Parameter", "Style", "Type", "Description"
           :widths: 20, 20, 20, 60

           "ship_id", "URI", "csapi:UUID", "The unique
           identifier of the ship."
           "name (Optional)", "plain", "xsd:string", "Its ""proper"" name."
           "See the example below", "", "", ""

        **Response parameters**

        .. csv-table::
           :header: "Parameter", "Type", "Description"

           "tonnage", "xsd:integer", "What it weighs."

        .. csv-table::
           :header: "Colour", "Type"

           "red", "warm"
        """,
    )
    request, response = only(reference).tables
    assert [(r.name, r.place, r.type, r.required, r.location.line, r.location.column) for r in request.rows] == [
        ("ship_id", Place.PATH, "csapi:UUID", None, 12, 5),
        ("name", Place.BODY, "xsd:string", False, 14, 5),
    ]
    assert [row.description for row in request.rows] == ["The unique identifier of the ship.", 'Its "proper" name.']
    assert (request.direction, request.heading, request.file) == (Direction.REQUEST, "Request parameters", "")
    assert (response.direction, [(r.name, r.place) for r in response.rows]) == (
        Direction.RESPONSE,
        [("tonnage", Place.BODY)],
    )


def test_lines_that_look_like_directives_and_are_none(tmp_path: Path) -> None:
    reference = harbour(
        tmp_path,
        """
        List ships
        ==========

        .. rest_method:: GET /ships

        .. rest_status_code: error status.yaml

           - 404

        ..literalinclude:: samples/ships.json

        .. note: not shown

        .. note to editors: nothing
        """,
    )
    found = [(problem.location.line, problem.harmless) for problem in reference.problems]
    assert found == [(6, False), (10, False), (12, True)]
    assert all(problem.kind is ProblemKind.MARKUP and problem.hint for problem in reference.problems)


def test_markers_in_comments_of_several_lines(tmp_path: Path) -> None:
    reference = harbour(
        tmp_path,
        """
        .. needs:method_verification
           needs:frob_verification

        ..
           needs:example_verification

        Ships
        =====
        """,
    )
    (section,) = reference.sections
    assert [(m.phase, m.location.line) for m in section.markers] == [(Phase.METHOD, 1), (Phase.EXAMPLE, 5)]
    assert [problem.location.line for problem in reference.problems] == [2]


def test_a_table_outside_operations_belongs_to_the_section(tmp_path: Path) -> None:
    reference = harbour(
        tmp_path,
        """
        Ships
        =====

        .. rest_parameters:: parameters.yaml

           - name: name
        """,
    )
    (section,) = reference.sections
    assert [row.name for table in section.tables for row in table.rows] == ["name"]


def test_an_operation_that_two_documents_include_counts_once(tmp_path: Path) -> None:
    text = """
        List ships
        ==========

        .. rest_method:: GET /ships
    """
    harbour(tmp_path, text)
    (tmp_path / "api-ref" / "source" / "other.rst").write_text("Other\n=====\n\n.. include:: ships.inc\n")
    assert only(read(tmp_path)).versions == VersionRange(None, None)


def test_samples_of_a_versioned_folder(tmp_path: Path) -> None:
    folder = tmp_path / "api-ref" / "source" / "samples" / "v2.9"
    text = """
        List ships
        ==========

        .. rest_method:: GET /ships

        .. literalinclude:: samples/v2.9/ships-resp.json
    """
    harbour(tmp_path, text)
    folder.mkdir()
    (folder / "ships-resp.json").write_text("[]")
    (sample,) = only(read(tmp_path)).samples
    assert (sample.version, sample.direction, sample.body) == (Microversion(2, 9), Direction.RESPONSE, [])
