"""The parts of the reference that come from the code: rules, commands, settings, formats and schemas.

``.. generated:: NAME`` stands for one of the parts in ``PARTS``. The pages of the single rules are written to
``reference/rules/`` before each build; they are not committed.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import rst
from sphinx.util.docutils import SphinxDirective

import apiref_verify
from apiref_verify import read
from apiref_verify.burndown.formats.registry import FORMATS as SNAPSHOT_FORMATS
from apiref_verify.cli.main import cli
from apiref_verify.configuration import NOT_SETTINGS, Configuration
from apiref_verify.matching.matcher import match
from apiref_verify.reports.formats import FORMATS
from apiref_verify.rules import RULES, Rule
from apiref_verify.sphinx_ext.options import OPTIONS

PAGES = Path(__file__).parent.parent / "reference"
BUNDLED = Path(__file__).parent.parent.parent
SCHEMAS = Path(apiref_verify.__file__).parent / "schemas"
PROGRAM = "apiref-verify"
_VALUES = {"str | None": "a text", "tuple[str, ...]": "a list of texts"}
_A_MAP = "a table of globs, each with a list of texts"


def table(heads: list[str], rows: Iterable[list[str]], widths: str, name: str = "") -> str:
    """An RST table; every cell is RST of one paragraph."""
    lines = [".. list-table::", "   :header-rows: 1", f"   :widths: {widths}"]
    lines += [f"   :class: {name}"] if name else []
    for row in [heads, *rows]:
        cells = [" ".join(cell.split()) or "\\ " for cell in row]
        lines += ["", *(f"   {mark} - {cell}" for mark, cell in zip("*" + " " * len(cells), cells, strict=False))]
    return "\n".join(lines) + "\n"


def titled(title: str, underline: str = "=") -> str:
    """A title with its underline."""
    return f"{title}\n{underline * len(title)}\n"


def write_pages(folder: Path, pages: dict[str, str]) -> None:
    """Make a folder hold just these pages, and touch only those that changed: Sphinx builds anew what was touched."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.rst"):
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def _rules() -> list[Rule]:
    return sorted(RULES.values(), key=lambda rule: rule.code)


def rule_page(rule: Rule) -> str:
    """The page of one rule: what the registry says of it, then its docstring."""
    facts = {
        "Code": f"``{rule.code}``",
        "Name": f"``{rule.name}``",
        "Phase": rule.of_phase,
        "Severity": str(rule.severity),
        "Needs": rule.evidence,
        "Default": "on" if rule.default else "off",
        "Since": rule.since,
    }
    lines = [f".. _{rule.code}:\n", titled(f"{rule.code} {rule.name}")]
    lines += [".. rst-class:: facts\n", *(f":{name}: {value}" for name, value in facts.items())]
    return "\n".join([*lines, "", rule.explanation, ""])


def rule_table() -> str:
    """All rules, each with a link to its page."""
    rows = (
        [
            f":ref:`{rule.code} <{rule.code}>`",
            f"``{rule.name}``: {rule.summary}" + ("" if rule.default else " *Off by default.*"),
            rule.of_phase,
            str(rule.severity),
            rule.evidence,
        ]
        for rule in _rules()
    )
    pages = "".join(f"   rules/{rule.code}\n" for rule in _rules())
    listed = table(["Code", "Name, and what it says", "Phase", "Severity", "Needs"], rows, "9 49 14 13 15", "rules")
    return f"{listed}\n.. toctree::\n   :hidden:\n\n{pages}"


def commands() -> str:
    """Every command: how it is called, its help and its options, as click has them."""
    return "\n".join(_commands(cli, cli.make_context(PROGRAM, [], resilient_parsing=True)))


def _commands(command: click.Command, context: click.Context) -> Iterator[str]:
    """A command, then those of its group, or inside it, and theirs."""
    yield _command(command, context)
    for name, inner in getattr(command, "inner", {}).items():
        path = f"{context.info_name} {name}"
        yield from _commands(inner, inner.make_context(path, [], context.parent, resilient_parsing=True))
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _commands(inner, inner.make_context(name, [], context, resilient_parsing=True))


def _command(command: click.Command, context: click.Context) -> str:
    path = context.command_path
    lines = [f".. _command-{path.replace(' ', '-')}:\n", titled(path), f".. program:: {path}\n"]
    lines += [".. code-block:: none\n", f"   {path} {' '.join(command.collect_usage_pieces(context))}\n"]
    lines += _help(command.help or "")
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and isinstance(parameter, click.Option):
            names, text = record
            lines += [f".. option:: {names}\n", f"   {rst.escape(text)}\n"]
    return "\n".join([*lines, *_help(command.epilog or "")])


def _help(text: str) -> Iterator[str]:
    """The paragraphs of a help text; those marked with a backspace are kept as they are."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b"):
            lines = paragraph.split("\n")[1:]
            if lines and lines[0].endswith(":"):
                yield f"{rst.escape(lines.pop(0))}\n"
            is_table = any("  " in line for line in lines)
            yield "::\n" if is_table else ""
            yield "\n".join(f"   {line}" if is_table else rst.escape(line) for line in lines) + "\n"
        elif paragraph:
            yield f"{rst.escape(paragraph)}\n"


def settings() -> str:
    """Every setting with its value, the option that stands for it and its help; then what the class says of them."""
    check = cli.commands["check"]
    options = {option.name or "": option for option in check.params if isinstance(option, click.Option)}
    rows, inner = [], set()
    for field in dataclasses.fields(Configuration):
        option = options.get(field.name) or options.get(field.name.removesuffix("s"))
        if field.name in NOT_SETTINGS:
            inner.add(f"``{field.name}``")  # where the settings were found
            continue
        if option is None:
            rows.append([f"``{field.name}``", "a table", "", "See below."])
            continue
        name, long = field.name.replace("_", "-"), max(option.opts, key=len)
        value = _VALUES.get(str(field.type), _A_MAP)
        shown = f":option:`{long} <{PROGRAM} check {long}>`"
        rows.append([f"``{name}``", value, shown, rst.escape(option.help or "")])
    told = re.split(r"(?<=\.)\s+", inspect.getdoc(Configuration) or "")
    words = " ".join(sentence for sentence in told if not any(name in sentence for name in inner))
    words = re.sub(r"``(\w+)``", lambda match: f"``{match[1].replace('_', '-')}``", words)
    return f"{table(['Setting', 'Value', 'Option', 'Meaning'], rows, '18 20 22 40')}\n{words}\n"


def sphinx_options() -> str:
    """The values of conf.py that the Sphinx extension adds."""
    lines = []
    for option in OPTIONS:
        lines.append(f".. confval:: {option.name}\n   :default: ``{option.default!r}``\n\n   {option.meaning}\n")
    return "\n".join(lines)


def formats(writers: dict[str, Callable[..., object]]) -> str:
    """Formats by name, each with the first paragraph of the module that writes it."""
    lines = []
    for name, writer in writers.items():
        told = inspect.getdoc(inspect.getmodule(writer)) or ""
        lines.append(f"``{name}``\n    {' '.join(told.split(chr(10) * 2)[0].split())}\n")
    return "\n".join(lines)


def schemas() -> str:
    """The JSON Schemas as they are shipped; their paths are relative to the folder of the page."""
    parts = []
    for path in sorted(SCHEMAS.glob("*.json")):
        told = json.loads(path.read_text("utf-8")).get("description", "").replace("`", "``")
        parts += [f".. _schema-{path.stem}:\n", titled(path.stem), f"{told}\n"]
        parts += [f".. literalinclude:: {os.path.relpath(path, PAGES)}\n   :language: json\n"]
    return "\n".join(parts)


def habits() -> str:
    """The habits that matching infers, each with what it changes; their names and words are those of the code."""
    found = match(read(BUNDLED)).habits.all
    return "\n".join(f"{rst.escape(habit.name)}\n    {rst.escape(habit.meaning.capitalize())}.\n" for habit in found)


PARTS: dict[str, Callable[[], str]] = {
    "rules": rule_table,
    "commands": commands,
    "settings": settings,
    "formats": lambda: formats(dict(FORMATS)),
    "burndown-formats": lambda: formats({name: form.render for name, form in SNAPSHOT_FORMATS.items()}),
    "sphinx-options": sphinx_options,
    "schemas": schemas,
    "habits": habits,
}


class Generated(SphinxDirective):
    """``.. generated:: NAME``: one of the parts above, in place."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Parse the part as if it stood here; it may have titles."""
        self.env.note_reread()
        text = PARTS[self.arguments[0]]()
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def _write_rules(app: Sphinx) -> None:
    pages = {f"{rule.code}.rst": rule_page(rule) for rule in _rules()}
    write_pages(Path(app.srcdir) / "reference" / "rules", pages)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.add_directive("generated", Generated)
    app.connect("builder-inited", _write_rules)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
