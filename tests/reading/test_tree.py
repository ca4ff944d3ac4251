"""Finding a reference, its settings, its documents."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from apiref_verify.reading.sphinx_settings import read_settings
from apiref_verify.reading.tree import TreeError, find_tree
from tests.reading.trees import write

_FILES: dict[str, str | bytes] = dict.fromkeys(("conf.py", "index.rst", "b.rst", "v2/a.rst", "x.inc", "v2/y.inc"), "")


def test_a_repository(tmp_path: Path) -> None:
    tree = find_tree(write(tmp_path, _FILES))
    assert (tree.root, tree.source) == (tmp_path.resolve(), "api-ref/source")
    assert tree.documents == tuple(f"api-ref/source/{n}" for n in ("index.rst", "b.rst", "v2/a.rst"))
    assert tree.others == tuple(f"api-ref/source/{n}" for n in ("x.inc", "v2/y.inc"))
    assert tree.focus is None


@pytest.mark.parametrize(
    "base", ["api-ref", "doc/api-ref/source", "doc/source/api-ref", "api_ref/source", "docs/api-ref"]
)
def test_other_places(tmp_path: Path, base: str) -> None:
    tree = find_tree(write(tmp_path, _FILES, base))
    assert (tree.root, tree.source) == (tmp_path.resolve(), base)


def test_a_source_folder(tmp_path: Path) -> None:
    tree = find_tree(write(tmp_path, _FILES) / "api-ref/source")
    assert (tree.root, tree.source) == (tmp_path.resolve(), "api-ref/source")


def test_a_source_folder_by_itself(tmp_path: Path) -> None:
    tree = find_tree(write(tmp_path, _FILES, "."))
    assert (tree.root, tree.source) == (tmp_path.resolve(), ".")
    assert tree.documents[0] == "index.rst"


def test_a_source_folder_that_is_named(tmp_path: Path) -> None:
    write(tmp_path, _FILES)
    write(tmp_path, _FILES, "some/where")
    tree = find_tree(tmp_path, "some/where")
    assert (tree.root, tree.source) == (tmp_path.resolve(), "some/where")
    with pytest.raises(TreeError, match="does not exist"):
        find_tree(tmp_path, "else/where")


def test_a_repository_with_a_conf_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, {"conf.py": "", "README.rst": ""}, ".")
    assert find_tree(write(tmp_path, _FILES)).source == "api-ref/source"


def test_a_project_below(tmp_path: Path) -> None:
    write(tmp_path, {"index.rst": "", "boats.rst": ".. rest_method:: GET /boats\n"}, "project/api-ref/source")
    tree = find_tree(tmp_path)
    assert (tree.root, tree.source) == (tmp_path.resolve(), "project/api-ref/source")


def test_a_project_below_needs_operations(tmp_path: Path) -> None:
    write(tmp_path, {"index.rst": "", "notes.rst": "Notes\n"}, "a/api-ref/source")
    write(tmp_path, {"x": ""}, "b")
    os.mkfifo(tmp_path / "a/api-ref/source/pipe.rst")
    with pytest.raises(TreeError, match="no API reference found"):
        find_tree(tmp_path)
    write(tmp_path, {"index.rst": "", "x.inc": ""}, "c/api-ref")
    assert find_tree(tmp_path).source == "c/api-ref"


def test_a_project_below_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"index.rst": "", "notes.rst": ".. rest_method:: GET /a\n"}, "a")
    write(tmp_path, {"index.rst": "", "x.inc": ""}, "b")
    opened = Path.open

    def refuse(path: Path, *arguments: str) -> object:
        if path.name == "notes.rst":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments)

    monkeypatch.setattr(Path, "open", refuse)
    assert find_tree(tmp_path).source == "b"


def test_a_folder_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(TreeError, match="permission denied"):
        find_tree(tmp_path)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(TreeError, match="no API reference found"):
        find_tree(tmp_path)
    with pytest.raises(TreeError, match="no such file or folder"):
        find_tree(tmp_path / "nowhere")
    with pytest.raises(TreeError):
        find_tree(tmp_path / ("x" * 5_000))
    with pytest.raises(TreeError):
        find_tree(Path("a\x00b"))


def test_messages_of_odd_names_can_be_printed(tmp_path: Path) -> None:
    with pytest.raises(TreeError) as caught:
        find_tree(tmp_path / "caf\udce9")
    assert str(caught.value).isprintable()


def test_focus_on_one_file(tmp_path: Path) -> None:
    write(tmp_path, _FILES)
    for name in ("x.inc", "v2/a.rst", "v2/y.inc"):
        tree = find_tree(tmp_path / "api-ref/source" / name)
        assert tree.focus == f"api-ref/source/{name}"
        assert tree.root == tmp_path.resolve()
        assert len(tree.documents + tree.others) == 5


def test_focus_on_a_file_in_a_source_without_conf(tmp_path: Path) -> None:
    write(tmp_path, {"index.rst": "", "v2/deep/x.inc": "", "v2/y.inc": ""}, "reference")
    tree = find_tree(tmp_path / "reference/v2/y.inc")
    assert (tree.root.name, tree.source, tree.focus) == ("reference", ".", "v2/y.inc")


def test_focus_stays_in_the_project(tmp_path: Path) -> None:
    write(tmp_path, _FILES)
    write(tmp_path, {"pyproject.toml": "", "notes/x.rst": ""}, "inner")
    assert find_tree(tmp_path / "inner/notes/x.rst").source == "notes"


def test_focus_on_what_is_no_markup(tmp_path: Path) -> None:
    write(tmp_path, {**_FILES, "parameters.yaml": ""})
    write(tmp_path, {"boats/boat.json": "{}"}, "doc/api_samples")
    for name in ("api-ref/source/parameters.yaml", "doc/api_samples/boats/boat.json"):
        tree = find_tree(tmp_path / name)
        assert (tree.focus, tree.source) == (name, "api-ref/source")
        assert name not in tree.documents + tree.others


def test_focus_on_a_file_that_stands_alone(tmp_path: Path) -> None:
    write(tmp_path, {"alone.rst": "", "other.rst": ""}, "folder")
    tree = find_tree(tmp_path / "folder/alone.rst")
    assert (tree.focus, tree.source) == ("alone.rst", ".")
    write(tmp_path, {"x.json": ""}, "folder2")
    with pytest.raises(TreeError, match="not a part of an API reference"):
        find_tree(tmp_path / "folder2/x.json")


def test_excluded_documents_count_only_where_they_are_included(tmp_path: Path) -> None:
    conf = "exclude_patterns = ['b.rst', 'v2', '**/z.rst']\n"
    tree = find_tree(write(tmp_path, {**_FILES, "conf.py": conf, "deep/er/z.rst": "", "deep/v2/k.rst": ""}))
    assert tree.documents == ("api-ref/source/index.rst", "api-ref/source/deep/v2/k.rst")
    assert "api-ref/source/b.rst" in tree.others


def test_the_main_document_comes_first(tmp_path: Path) -> None:
    tree = find_tree(write(tmp_path, {**_FILES, "conf.py": "root_doc = 'v2/a'\n"}))
    assert tree.documents[0] == "api-ref/source/v2/a.rst"


def test_a_conf_above_the_source_counts(tmp_path: Path) -> None:
    write(tmp_path, {"index.rst": "", "b.rst": ""}, "doc/source/api-ref")
    write(tmp_path, {"conf.py": "extensions = ['foreign']\n"}, "doc/source")
    assert find_tree(tmp_path).foreign_extensions is True


def test_build_folders_are_left_out(tmp_path: Path) -> None:
    tree = find_tree(write(tmp_path, {**_FILES, "_build/x.rst": "", ".tox/y.rst": ""}))
    assert len(tree.documents + tree.others) == 5


def test_a_link_that_leads_out_of_the_repository(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", _FILES, "source")
    (tmp_path / "project/api-ref").mkdir(parents=True)
    (tmp_path / "project/api-ref/source").symlink_to(tmp_path / "elsewhere/source")
    tree = find_tree(tmp_path / "project")
    assert tree.documents


def test_links_to_folders_are_followed_but_for_those_that_lead_back(tmp_path: Path) -> None:
    source = write(tmp_path, _FILES)
    (tmp_path / "more").mkdir()
    (tmp_path / "more/linked.rst").write_text("")
    (tmp_path / "more/back").symlink_to(tmp_path)
    (tmp_path / "api-ref/source/more").symlink_to(tmp_path / "more")
    (tmp_path / "more/round").symlink_to(tmp_path / "api-ref/source")
    (tmp_path / "api-ref/source/back").symlink_to(".")
    documents = find_tree(source).documents
    assert [path for path in documents if "linked" in path or "back" in path] == ["api-ref/source/more/linked.rst"]


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("", False),
        ("extensions = ['os_api_ref', 'openstackdocstheme', 'sphinx.ext.todo']", False),
        ("extensions = ['os_api_ref', 'mine']", True),
        ("extensions = ['os_api_ref']\nextensions.append('mine')", True),
        ("extensions = ['os_api_ref']\nextensions += ['mine']", True),
        ("extensions: list[str] = ['mine']", True),
        ("extensions = compute()", False),
        ("raise SystemExit", False),
    ],
)
def test_extensions_are_read_without_executing(tmp_path: Path, text: str, foreign: bool) -> None:
    conf = tmp_path / "conf.py"
    conf.write_text(text)
    settings = read_settings(conf)
    assert (settings.foreign_extensions, settings.fault) == (foreign, None)


@pytest.mark.parametrize(
    ("text", "suffixes"),
    [
        ("source_suffix = '.txt'", (".txt",)),
        ("source_suffix = ['.rst', '.inc']", (".rst", ".inc")),
        ("source_suffix = {'.rst': 'restructuredtext'}", (".rst",)),
        ("source_suffix = None", (".rst",)),
        ("source_suffix = 7", (".rst",)),
    ],
)
def test_suffixes(tmp_path: Path, text: str, suffixes: tuple[str, ...]) -> None:
    conf = tmp_path / "conf.py"
    conf.write_text(text)
    assert read_settings(conf).suffixes == suffixes


@pytest.mark.parametrize("text", ["x = [", "\x00", "x = " + "-" * 200_000 + "1", "# coding: nowhere\n"])
def test_what_is_no_python_is_told(tmp_path: Path, text: str) -> None:
    conf = tmp_path / "conf.py"
    conf.write_text(text)
    fault = read_settings(conf).fault
    assert fault is not None
    assert fault.message.startswith("it is not Python")
    assert (fault.line >= 1, fault.column >= 1) == (True, True)


def test_a_conf_that_is_gone(tmp_path: Path) -> None:
    fault = read_settings(tmp_path / "conf.py").fault
    assert fault is not None
    assert fault.message == "it cannot be opened"


def test_a_huge_conf_is_not_read(tmp_path: Path) -> None:
    conf = tmp_path / "conf.py"
    conf.write_text("#" * 2_000_000)
    assert read_settings(conf).fault is not None
