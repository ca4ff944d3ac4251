"""Both doors find the same: the builder in a docs build, and ``check`` and ``burndown`` on the command line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sphinx_ext.boats import BOATS, CONF, CREW, INDEX, definition, write
from tests.sphinx_ext.builds import build, burnt_down, checked

SOURCE = "api-ref/source"
ROOT = Path(__file__).parent.parent.parent
PLAIN_INDEX = INDEX.replace("See :apiref:op:`GET /boats/{boat_id}`.\n", "")


def assert_same(root: Path, *options: str | Path, source: str = SOURCE) -> None:
    made = build(root, "apiref-verify", *options, source=source)
    report = checked(root / source)
    assert made.json() == report
    assert made.exit_code == any(finding["severity"] != "note" for finding in report["findings"])
    assert made.json("burndown.json") == burnt_down(root / source)


def two_documents_include_one_file(root: Path) -> None:
    text = CREW.replace("../parameters", "/parameters").replace("../../samples", "/../samples")
    write(root, f"{SOURCE}/crews/crew.inc", text.replace("- size", "- sizes"))
    write(root, f"{SOURCE}/again.rst", ":orphan:\n\n=====\nAgain\n=====\n\n.. include:: crews/crew.inc\n")


def documents_are_excluded(root: Path) -> None:
    write(root, f"{SOURCE}/conf.py", f'{CONF}exclude_patterns = ["drafts/**", "old*", "_build"]\n')
    write(root, f"{SOURCE}/drafts/deep/index.rst", CREW.replace("- size", "- drafts"))
    write(root, f"{SOURCE}/older.rst", CREW.replace("- size", "- olds"))


def suffixes_are_several(root: Path) -> None:
    write(root, f"{SOURCE}/conf.py", f'{CONF}source_suffix = [".rst", ".txt"]\n')
    text = CREW.replace("../parameters", "parameters").replace("../../samples", "../samples")
    write(root, f"{SOURCE}/more.txt", f":orphan:\n\n{text.replace('- size', '- texts')}")


def suffixes_name_their_parsers(root: Path) -> None:
    write(root, f"{SOURCE}/conf.py", f'{CONF}source_suffix = {{".rst": "restructuredtext", ".rest": None}}\n')
    text = CREW.replace("../parameters", "parameters").replace("../../samples", "../samples")
    write(root, f"{SOURCE}/more.rest", f":orphan:\n\n{text.replace('- size', '- rests')}")


def the_main_document_has_another_name(root: Path) -> None:
    write(root, f"{SOURCE}/conf.py", f'{CONF}root_doc = "start"\n')
    write(root, f"{SOURCE}/start.rst", PLAIN_INDEX)
    (root / SOURCE / "index.rst").unlink()
    write(root, f"{SOURCE}/another.rst", f":orphan:\n\n{CREW}")


def documents_have_the_names_of_folders(root: Path) -> None:
    for name in ("crews-old", "crews.new", "crews"):
        text = CREW.replace("../parameters", "/parameters").replace("../../samples", "/../samples")
        write(root, f"{SOURCE}/{name}.rst", f":orphan:\n\n{text}")


def titles_are_of_all_styles(root: Path) -> None:
    write(root, f"{SOURCE}/boats.inc", BOATS.replace("----", "^^^^").replace("~~~~", "****"))


def nothing_includes_a_file(root: Path) -> None:
    write(root, f"{SOURCE}/orphan.inc", CREW.replace("crew_id}", "id}"))


def an_include_is_lost(root: Path) -> None:
    write(root, f"{SOURCE}/index.rst", f"{PLAIN_INDEX}\n.. include:: lost.inc\n")


def an_include_includes_itself(root: Path) -> None:
    write(root, f"{SOURCE}/crews/crew.inc", f"{CREW}\n.. include:: crew.inc\n")


def samples_are_broken(root: Path) -> None:
    write(root, "api-ref/samples/boat-show-resp.json", '{"boat": {"name": "Ada",}}\n')
    write(root, "api-ref/samples/crew-show-resp.json", "crew: 3\n")
    (root / "api-ref/samples/boat-moor-req.json").unlink()


def parameters_are_undefined_and_repeated(root: Path) -> None:
    path = root / SOURCE / "parameters.yaml"
    path.write_text(path.read_text("utf-8").replace("boats:", "ships:") + definition("boat", "body", "string"), "utf-8")


def names_are_not_ascii(root: Path) -> None:
    text = CREW.replace("../parameters", "parameters").replace("../../samples", "../samples")
    write(root, f"{SOURCE}/Schöne Häfen.rst", f":orphan:\n\n{text.replace('- size', '- größe')}")


def lines_end_as_on_windows(root: Path) -> None:
    (root / SOURCE / "boats.inc").write_bytes(BOATS.replace("\n", "\r\n").encode())


def a_folder_is_a_link(root: Path) -> None:
    shutil.move(root / SOURCE / "crews", root / "api-ref/crews")
    (root / SOURCE / "crews").symlink_to("../crews")


def a_folder_is_a_link_that_leads_out(root: Path) -> None:
    write(root.parent, "elsewhere/index.rst", f":orphan:\n\n{CREW}")
    (root / SOURCE / "linked").symlink_to(root.parent / "elsewhere")


def settings_leave_findings_out(root: Path) -> None:
    table = '[tool.apiref-verify]\nextend-select = ["ALL"]\nignore = ["AR203"]\n'
    write(root, "pyproject.toml", f'{table}per-path-ignores = {{"**/boats.inc" = ["AR204"]}}\n')
    write(root, f"{SOURCE}/crews/crew.inc", CREW.replace("- size: crew_size", "- length: boat_length"))


TREES = (
    two_documents_include_one_file,
    documents_are_excluded,
    suffixes_are_several,
    suffixes_name_their_parsers,
    the_main_document_has_another_name,
    documents_have_the_names_of_folders,
    titles_are_of_all_styles,
    nothing_includes_a_file,
    an_include_is_lost,
    an_include_includes_itself,
    samples_are_broken,
    parameters_are_undefined_and_repeated,
    names_are_not_ascii,
    lines_end_as_on_windows,
    a_folder_is_a_link,
    a_folder_is_a_link_that_leads_out,
    settings_leave_findings_out,
)


@pytest.mark.parametrize("change", TREES, ids=lambda change: change.__name__.replace("_", " "))
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_odd_trees(boats: Path, change: Callable[[Path], None], jobs: str) -> None:
    write(boats, f"{SOURCE}/index.rst", PLAIN_INDEX)
    change(boats)
    assert_same(boats, "-j", jobs)


def test_the_bundled_reference_with_its_contract_and_recordings(tmp_path: Path) -> None:
    for name in ("api-ref", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "conf.py", tmp_path / "api-ref/source/conf.py")
    assert_same(tmp_path)
    assert len(checked(tmp_path / SOURCE)["findings"]) == 20


def test_a_conf_py_that_is_elsewhere(boats: Path) -> None:
    write(boats, "conf.py", CONF)
    (boats / SOURCE / "conf.py").unlink()
    assert_same(boats, "-c", boats)


def test_no_conf_py_at_all(boats: Path) -> None:
    write(boats, f"{SOURCE}/index.rst", PLAIN_INDEX)
    (boats / SOURCE / "conf.py").unlink()
    assert_same(boats, "-C", "-D", "extensions=os_api_ref")


def test_a_source_folder_that_has_another_reference_below_it(boats: Path) -> None:
    """What Sphinx builds is what is checked, wherever the command line would look first."""
    shutil.copytree(boats / SOURCE, boats / "docs/api-ref/source")
    shutil.copytree(boats / "api-ref/samples", boats / "docs/api-ref/samples")
    write(boats, "docs/contents.rst", CREW.replace("../parameters", "/lost").replace("../../samples", "/lost"))
    write(boats, "pyproject.toml", "[tool.apiref-verify]\n")
    options = ["-C", "-D", "extensions=os_api_ref", "-D", "root_doc=contents", "-D", "exclude_patterns=api-ref/**"]
    made = build(boats, "apiref-verify", *options, source="docs")
    assert made.json()["reference"]["source"] == "docs"
    assert "docs/contents.rst" in {finding["path"] for finding in made.json()["findings"]}
