"""Reading a whole tree: paths, includes, what is published, what is focused on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from apiref_verify.model.location import Location
from apiref_verify.model.reference import ProblemKind, Reference
from apiref_verify.reading.files import LARGEST, Files
from apiref_verify.reading.reader import read
from tests.reading.trees import SOURCE, operation, sample, table, write

_BOAT = "boat:\n  in: body\n  type: object\n  required: true\n  description: x\n"


def _titles(reference: Reference) -> dict[str, list[str]]:
    return {section.path: [o.title for o in section.operations] for section in reference.sections}


def _problems(reference: Reference) -> list[tuple[str, str]]:
    return [(str(problem.location), problem.message) for problem in reference.problems]


def test_a_small_tree(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "index.rst": "API\n===\n\n.. include:: boats.inc\n",
        "boats.inc": operation("List") + table("parameters.yaml", "boat") + sample("samples/list.json"),
        "parameters.yaml": _BOAT,
        "samples/list.json": '{"boats": []}',
        "samples/v2.3/list.json": "{}",
    }
    reference = read(write(tmp_path, files))
    assert reference.problems == ()
    assert (reference.root, reference.source, reference.focus) == (str(tmp_path.resolve()), SOURCE, None)
    assert [file.path for file in reference.parameters_files] == [f"{SOURCE}/parameters.yaml"]
    assert list(reference.sample_files) == [f"{SOURCE}/samples/list.json", f"{SOURCE}/samples/v2.3/list.json"]
    assert set(reference.files) == {f"{SOURCE}/{name}" for name in files}
    ((_, found),) = reference.operations
    (row,) = found.tables[0].rows
    assert row.definition is reference.parameters_files[0].definitions["boat"]
    assert row.location == Location(f"{SOURCE}/boats.inc", 11, 6)
    (shown,) = found.samples
    assert (shown.path, shown.body) == (f"{SOURCE}/samples/list.json", {"boats": []})


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    write(tmp_path, {"index.rst": operation("A") + table("p.yaml", "x"), "p.yaml": _BOAT})
    assert read(tmp_path) == read(str(tmp_path))


def test_paths_start_from_the_folder_of_the_document(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "v3/index.rst": "API\n===\n\n.. include:: inner/boats.inc\n",
        "v3/inner/boats.inc": operation("List") + table("parameters.yaml", "boat") + sample("samples/a.json"),
        "v3/parameters.yaml": _BOAT,
        "v3/samples/a.json": '{"of": "the document"}',
        "v3/inner/samples/a.json": '{"of": "the file"}',
        "index.rst": "",
    }
    reference = read(write(tmp_path, files))
    ((_, found),) = reference.operations
    assert found.tables[0].file == f"{SOURCE}/v3/parameters.yaml"
    assert found.samples[0].body == {"of": "the document"}
    assert reference.problems == ()


def test_paths_may_start_from_the_folder_of_the_file(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "index.rst": "API\n===\n\n.. include:: inner/boats.inc\n",
        "inner/boats.inc": operation("List") + table("parameters.yaml", "boat") + ".. include:: more.inc\n",
        "inner/more.inc": operation("More"),
        "inner/parameters.yaml": _BOAT,
    }
    reference = read(write(tmp_path, files))
    assert reference.parameters_files[0].path == f"{SOURCE}/inner/parameters.yaml"
    assert _titles(reference)[f"{SOURCE}/inner/more.inc"] == ["More"]
    assert reference.problems == ()


def test_a_leading_slash_means_the_source_folder(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "v3/index.rst": operation("List") + table("/p.yaml", "boat") + sample("/samples/a.json"),
        "p.yaml": _BOAT,
        "samples/a.json": "[]",
        "index.rst": "",
    }
    reference = read(write(tmp_path, files))
    ((_, found),) = reference.operations
    assert (found.tables[0].file, found.samples[0].path) == (f"{SOURCE}/p.yaml", f"{SOURCE}/samples/a.json")
    assert reference.problems == ()


def test_a_missing_file_of_one_section_hides_none_of_another(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "index.rst": "API\n===\n\n.. include:: a/a.inc\n.. include:: b/b.inc\n",
        "a/a.inc": operation("A") + table("p.yaml", "boat"),
        "b/b.inc": operation("B") + table("p.yaml", "boat"),
        "b/p.yaml": _BOAT,
    }
    reference = read(write(tmp_path, files))
    assert _problems(reference) == [(f"{SOURCE}/a/a.inc:9:22", f"{SOURCE}/p.yaml does not exist")]
    assert [file.path for file in reference.parameters_files] == [f"{SOURCE}/b/p.yaml"]


def test_an_include_reads_the_part_that_its_options_choose(tmp_path: Path) -> None:
    parts = "".join(f".. begin-{n}\n\n{operation(n)}\n.. end-{n}\n\n" for n in ("one", "two", "three"))
    index = (
        ".. include:: parts.inc\n   :start-after: begin-two\n   :end-before: end-two\n\n"
        ".. include:: more.inc\n   :start-line: 5\n   :end-line: -5\n"
    )
    more = operation("first") + operation("second") + operation("third")
    reference = read(write(tmp_path, {"index.rst": index, "parts.inc": parts, "more.inc": more}))
    assert _titles(reference) == {f"{SOURCE}/parts.inc": ["two"], f"{SOURCE}/more.inc": ["second"]}
    assert [str(o.location) for _, o in reference.operations] == [f"{SOURCE}/parts.inc:16:1", f"{SOURCE}/more.inc:9:1"]


def test_a_part_does_not_stand_for_the_whole(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.rst": ".. include:: x.inc\n   :end-before: here\n",
        "b.rst": ".. include:: x.inc\n",
        "index.rst": "",
        "x.inc": operation("One") + ".. here\n\n" + operation("Two"),
    }
    assert _titles(read(write(tmp_path, files))) == {f"{SOURCE}/x.inc": ["One", "Two"]}


def test_a_file_that_is_included_twice_counts_once(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "index.rst": ".. include:: x.inc\n.. include:: x.inc\n",
        "other.rst": ".. include:: x.inc\n",
        "x.inc": operation("One") + table("p.yaml", "boat") + ".. frob:: x\n",
        "p.yaml": _BOAT.replace("true", "ture"),
    }
    reference = read(write(tmp_path, files))
    assert _titles(reference) == {f"{SOURCE}/x.inc": ["One"]}
    assert len(reference.problems) == 2
    assert len(reference.parameters_files) == 1


def test_what_nothing_includes_is_not_published(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "index.rst": ".. include:: x.inc\n",
        "x.inc": operation("One"),
        "lost.inc": ".. include:: deeper.inc\n\n" + operation("Two"),
        "deeper.inc": operation("Three"),
    }
    reference = read(write(tmp_path, files))
    assert {section.path.rsplit("/", 1)[-1]: section.published for section in reference.sections} == {
        "x.inc": True,
        "lost.inc": False,
        "deeper.inc": False,
    }


def test_what_any_document_includes_is_published(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.rst": "", "index.rst": "", "z.rst": ".. include:: a.inc\n"}
    reference = read(write(tmp_path, {**files, "a.inc": operation("One")}))
    assert [section.published for section in reference.sections] == [True]


def test_focus_on_one_file_reads_the_whole_tree(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "index.rst": ".. include:: x.inc\n.. include:: y.inc\n",
        "x.inc": operation("One"),
        "y.inc": operation("Two"),
    }
    write(tmp_path, files)
    reference = read(tmp_path / SOURCE / "y.inc")
    assert reference.focus == f"{SOURCE}/y.inc"
    assert [section.published for section in reference.sections] == [True, True]
    assert read(tmp_path).sections == reference.sections


def test_focus_on_a_file_that_stands_alone_publishes_it(tmp_path: Path) -> None:
    write(tmp_path, {"alone.inc": operation("One")}, "folder")
    reference = read(tmp_path / "folder/alone.inc")
    assert (reference.focus, [section.published for section in reference.sections]) == ("alone.inc", [True])


def test_focus_on_a_parameters_file_does_not_read_it_as_markup(tmp_path: Path) -> None:
    write(tmp_path, {"index.rst": operation("A") + table("p.yaml", "boat"), "p.yaml": _BOAT})
    reference = read(tmp_path / SOURCE / "p.yaml")
    assert (reference.focus, reference.problems) == (f"{SOURCE}/p.yaml", ())
    assert len(reference.sections) == 1


def test_anchors_and_versions_arrive_at_the_rows(tmp_path: Path) -> None:
    text = _BOAT.replace("boat:", "boat: &boat") + "raft:\n  <<: *boat\n  min_version: 2.10\n  requried: false\n"
    reference = read(write(tmp_path, {"index.rst": operation("A") + table("p.yaml", "boat", "raft"), "p.yaml": text}))
    ((_, found),) = reference.operations
    boat, raft = found.tables[0].rows
    assert (boat.required, raft.required, str(raft.versions)) == (True, False, "2.10 and later")
    assert raft.type == "object"
    assert _problems(reference) == [(f"{SOURCE}/p.yaml:9:3", "raft: unknown field 'requried'")]


def test_inline_samples_have_their_exact_place(tmp_path: Path) -> None:
    text = operation("A") + '.. note::\n\n   .. code-block:: json\n\n      {\n        "a": 1,\n      }\n'
    reference = read(write(tmp_path, {"index.rst": text}))
    assert _problems(reference) == [
        (f"{SOURCE}/index.rst:11:15", "not valid JSON: a comma before the closing }"),
    ]


def test_prose_in_directives_has_its_exact_place(tmp_path: Path) -> None:
    text = operation("A") + ".. note::\n\n   One.\n\n   Two.\n\n.. list-table::\n\n   * - Three\n"
    reference = read(write(tmp_path, {"index.rst": text}))
    ((_, found),) = reference.operations
    assert [(text, str(place)) for text, place in found.prose] == [
        ("One.", f"{SOURCE}/index.rst:8:4"),
        ("Two.", f"{SOURCE}/index.rst:10:4"),
        ("Three", f"{SOURCE}/index.rst:14:4"),
    ]


def test_an_error_of_the_system_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"index.rst": ".. include:: x.inc\n\n" + operation("A"), "x.inc": ""})
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "x.inc":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    reference = read(tmp_path)
    (problem,) = reference.problems
    assert problem.kind is ProblemKind.INCLUDE
    assert problem.message == f"{SOURCE}/x.inc cannot be opened: permission denied"
    assert _titles(reference) == {f"{SOURCE}/index.rst": ["A"]}


def test_files_of_the_largest_size_are_read(tmp_path: Path) -> None:
    files = Files(write(tmp_path, {"a": "x", "b": "x"}, "."), ".")
    os.truncate(tmp_path / "a", LARGEST)
    os.truncate(tmp_path / "b", LARGEST + 1)
    assert files.text("a", ProblemKind.SAMPLE)[1].message == "is binary, not text"  # type: ignore[union-attr]
    assert files.text("b", ProblemKind.SAMPLE)[1].message == "is too large to be read: 16 MiB"  # type: ignore[union-attr]


def test_names_that_look_like_the_root_are_outside(tmp_path: Path) -> None:
    write(tmp_path, {"x": "text"}, "root-and-more")
    (tmp_path / "root").mkdir()
    text, problem = Files(tmp_path / "root", ".").text("../root-and-more/x", ProblemKind.INCLUDE)
    assert text is None
    assert problem is not None
    assert problem.message == "lies outside of the repository"
