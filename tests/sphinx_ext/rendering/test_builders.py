"""The pages of every builder, built again after a change, and in several processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sphinx_ext.rendering import sites

BUILDERS = ["html", "dirhtml", "singlehtml", "latex", "man", "text", "texinfo", "epub", "gettext", "xml", "pseudoxml"]
SHOWN = ["The UUID of the boat.", "New in version 2.10", "nickname", "moored", "Conflict", "Shows a boat."]


def _text_of(out: Path) -> str:
    files = [
        path for path in out.rglob("*") if path.is_file() and path.suffix not in {".js", ".png", ".epub", ".pickle"}
    ]
    return "".join(path.read_text("utf-8", errors="replace") for path in files)


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_builder_shows_all_without_a_warning(builder: str, tmp_path: Path) -> None:
    out, warnings = sites.build(tmp_path, sites.FILES, builder)
    assert warnings == []
    text = _text_of(out).replace("\\-", "-")
    words = SHOWN[:1] if builder == "gettext" else SHOWN
    assert [word for word in words if word not in text] == []


def test_only_builders_of_html_get_style_and_script(tmp_path: Path) -> None:
    out, _ = sites.build(tmp_path / "a", sites.FILES, "html")
    page = (out / "index.html").read_text("utf-8")
    assert "apiref-verify.css" in page and "apiref-verify.js" in page
    assert (out / "_static/apiref-verify.js").is_file()
    out, _ = sites.build(tmp_path / "b", sites.FILES, "epub")
    assert "apiref-verify.js" not in (out / "index.xhtml").read_text("utf-8")


def test_descriptions_are_translated(tmp_path: Path) -> None:
    source = sites.write(tmp_path, sites.FILES, f'{sites.CONF}language = "de"\n')
    catalog = source / "locales/de/LC_MESSAGES/index.po"
    catalog.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    catalog.write_text(head + 'msgid "The UUID of the boat."\nmsgstr "Die Kennung."\n', "utf-8")
    for builder in ("html", "text"):
        with sites.application(source, builder) as app:
            app.build()
            text = _text_of(Path(app.outdir))
        assert text.count("Die Kennung.") == 2


@pytest.mark.parametrize(
    ("name", "said"), [("parameters.yaml", "The UUID of the boat."), ("status.yaml", "All is well.")]
)
def test_a_changed_data_file_rebuilds_the_pages_that_use_it(name: str, said: str, tmp_path: Path) -> None:
    files = {**sites.FILES, "index.rst": sites.INDEX + "\n.. toctree::\n\n   other\n", "other.rst": "Other\n=====\n"}
    source = sites.write(tmp_path, files)
    data, page = source / name, tmp_path / "build/html/index.html"
    for now in (said, "It is otherwise.", "And otherwise again.", "And otherwise again."):
        changed = now not in data.read_text("utf-8")
        if changed:
            data.write_text(files[name].replace(said, now), "utf-8")
        expected = ["index", "other"] if now == said else ["index"] if changed else []
        assert _read_anew(source) == expected
        assert now in page.read_text("utf-8")


def _read_anew(source: Path) -> list[str]:
    """Build once more; the documents that were read."""
    read: list[str] = []
    with sites.application(source) as app:
        app.connect("source-read", lambda app, docname, text: read.append(docname))
        app.build()
    return sorted(read)


def test_a_description_is_shown_though_the_table_that_had_it_first_is_left_out(tmp_path: Path) -> None:
    table = ".. rest_parameters:: parameters.yaml\n\n   - boat_id: boat_id\n"
    left_out = ".. only:: never\n\n" + "".join(f"   {line}\n" for line in table.splitlines())
    files = {
        "index.rst": f"Quay\n====\n\n.. _berth:\n\nBerth\n-----\n\n{left_out}\n{table}",
        "parameters.yaml": "boat_id:\n  in: path\n  description: |\n    It lies at :ref:`berth`.\n",
    }
    for builder in ("html", "text"):
        out, warnings = sites.build(tmp_path / builder, files, builder)
        assert warnings == []
        assert _text_of(out).replace("<", " <").count("It lies at") == 1
        assert "Berth" in _text_of(out).partition("It lies at")[2]


def test_several_processes_write_the_same_pages(tmp_path: Path) -> None:
    pages = {f"page{number}": f"Page {number}\n======\n\n.. include:: boats.inc\n" for number in range(8)}
    files = {f"{name}.rst": text for name, text in pages.items()}
    files["index.rst"] = "Quay\n====\n\n.. toctree::\n\n   " + "\n   ".join(pages) + "\n"
    files |= {name: text for name, text in sites.FILES.items() if name != "index.rst"}
    written = []
    for processes in (1, 2):
        source = sites.write(tmp_path / str(processes), files)
        with sites.application(source, parallel=processes) as app:
            app.build()
            assert sites.warnings_of(app, source) == []
            written.append({name: (Path(app.outdir) / f"{name}.html").read_text("utf-8") for name in pages})
    assert written[0] == written[1]
