"""The settings of a conf.py that matter for reading: its plain assignments, read without executing it."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

_OUR_EXTENSIONS = ("sphinx.ext.", "os_api_ref", "openstackdocstheme", "apiref_verify", "stevedore.sphinxext")
_WANTED = frozenset(("extensions", "source_suffix", "master_doc", "root_doc", "exclude_patterns"))
_LARGEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a conf.py cannot be read."""

    message: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Settings:
    """``suffixes`` are those of documents, ``master`` is the main document without suffix."""

    suffixes: tuple[str, ...] = (".rst",)
    master: str = "index"
    excluded: tuple[re.Pattern[str], ...] = ()
    foreign_extensions: bool = False
    fault: Fault | None = None

    def excludes(self, path: str) -> bool:
        """Whether a path below the source folder, or a folder above it, is excluded."""
        parts = path.split("/")
        heads = ["/".join(parts[: n + 1]) for n in range(len(parts))]
        return any(pattern.fullmatch(head) for pattern in self.excluded for head in heads)


def read_settings(conf: Path) -> Settings:
    """Return the settings of a conf.py; what is computed there stays unknown. Never raises."""
    try:
        if conf.stat().st_size > _LARGEST:
            return Settings(fault=Fault("it is too large to be read", 1, 1))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = ast.parse(conf.read_bytes())
    except SyntaxError as error:
        return Settings(fault=Fault(f"it is not Python: {error.msg}", error.lineno or 1, max(error.offset or 1, 1)))
    except (ValueError, MemoryError, RecursionError):
        return Settings(fault=Fault("it is not Python", 1, 1))
    except OSError:
        return Settings(fault=Fault("it cannot be opened", 1, 1))
    return _settings(_assignments(module))


def _assignments(module: ast.Module) -> dict[str, list[object]]:
    """Return what the wanted names are set to, or grow by, at the top of the module."""
    found: dict[str, list[object]] = {}
    for node in module.body:
        name, value, grows = _assignment(node)
        if name not in _WANTED or value is None:
            continue
        try:
            plain = ast.literal_eval(value)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            continue
        found[name] = [*(found.get(name, []) if grows else []), *_items(plain)]
    return found


def _assignment(node: ast.stmt) -> tuple[str, ast.expr | None, bool]:
    """Return name, value and whether the value is added, of ``name = value``, ``name += …``, ``name.append(…)``."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name, value, False
        case ast.AnnAssign(target=ast.Name(id=name), value=value):
            return name, value, False
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            return name, value, True
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(id=name), "append" | "extend"), [value], [])):
            return name, value, True
    return "", None, False


def _items(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple | dict | set) else [value]


def _settings(found: dict[str, list[object]]) -> Settings:
    texts = {name: [item for item in items if isinstance(item, str) and item] for name, items in found.items()}
    masters = texts.get("master_doc") or texts.get("root_doc") or ["index"]
    return Settings(
        tuple(texts.get("source_suffix") or [".rst"]),
        masters[-1],
        tuple(_pattern(text) for text in texts.get("exclude_patterns", [])),
        any(not name.startswith(_OUR_EXTENSIONS) for name in texts.get("extensions", [])),
    )


def _pattern(text: str) -> re.Pattern[str]:
    """Translate a pattern as Sphinx does: ``*`` stops at slashes, ``**`` does not."""
    signs = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[!?[^\]]+\])", text.rstrip("/"))
    translated = "".join(
        signs.get(part) or (part.replace("[!", "[^") if part.startswith("[") and len(part) > 2 else re.escape(part))
        for part in parts
    )
    try:
        return re.compile(translated)
    except re.error:
        return re.compile(re.escape(text))
