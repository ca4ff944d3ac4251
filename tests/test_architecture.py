"""The house as ARCHITECTURE.md draws it: who may import whom, and how large a module may grow."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "apiref_verify"
MODULES = sorted(PACKAGE.rglob("*.py"))

MAY_IMPORT: dict[str, set[str]] = {
    "__init__": {"reading", "verification", "sphinx_ext"},
    "__main__": {"cli"},
    "model": set(),
    "configuration": {"model"},
    "writing": set(),
    "reading": {"model"},
    "evidence": {"model", "reading"},
    "matching": {"model"},
    "live": {"model", "reading", "evidence", "matching"},
    "rules": {"model", "matching"},
    "outcomes": {"model", "matching", "rules"},
    "verification": {"model", "matching", "rules", "outcomes"},
    "selection": {"model", "rules", "configuration"},
    "gathering": {"model", "evidence", "matching"},
    "cache": {"model", "reading", "matching", "verification"},
    "steps": {
        "model",
        "configuration",
        "evidence",
        "matching",
        "gathering",
        "rules",
        "selection",
        "verification",
    },
    "markers": {"model", "writing"},
    "reports": {"model", "reading", "evidence", "matching", "live", "rules", "verification"},
    "burndown": {"model", "writing", "reading", "rules", "verification", "reports"},
    "cli": {
        "model",
        "configuration",
        "reading",
        "evidence",
        "live",
        "matching",
        "rules",
        "verification",
        "steps",
        "cache",
        "reports",
        "burndown",
        "writing",
        "markers",
    },
    "sphinx_ext": {
        "live",
        "model",
        "configuration",
        "reading",
        "evidence",
        "matching",
        "rules",
        "verification",
        "steps",
        "cache",
        "reports",
        "burndown",
    },
}


def room(module: Path) -> str:
    first = module.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported_rooms(module: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "apiref_verify" and len(parts) > 1 and parts[1] != "__version__":
                found.add(parts[1])
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_a_module_imports_only_what_stands_above_it(module: Path) -> None:
    own = room(module)
    assert own in MAY_IMPORT, f"{own} is a room that ARCHITECTURE.md does not know"
    assert imported_rooms(module) - {own} <= MAY_IMPORT[own]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_a_module_has_one_job_and_at_most_400_lines(module: Path) -> None:
    assert len(module.read_text("utf-8").splitlines()) <= 400


def test_the_table_of_rooms_names_every_room() -> None:
    drawn = (PACKAGE.parent / "ARCHITECTURE.md").read_text("utf-8")
    rooms = {room(module) for module in MODULES} - {"__init__", "__main__"}
    assert [name for name in sorted(rooms) if f"`{name}/`" not in drawn and f"`{name}.py`" not in drawn] == []
