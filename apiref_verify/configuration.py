"""Configuration: ``[tool.apiref-verify]`` in pyproject.toml, or ``apiref-verify.toml``; unknown keys are errors."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from apiref_verify.model.contract_source import ContractSource, UnknownPartError, parts_of
from apiref_verify.model.habit_settings import INFERRED, HabitSettings
from apiref_verify.model.microversion import Microversion

NOT_SETTINGS = ("path", "source_is_option")
"""Fields of a configuration that say where it comes from."""

_CONTRACT_KEYS = frozenset({"source", "authority", "python", "allow-remote"})
_FILES = ("apiref-verify.toml", "pyproject.toml")


class ConfigurationError(ValueError):
    """A configuration that cannot be used, with what to do about it."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of a run, each also an option of the command line.

    ``source`` is the source folder, relative to the folder of the settings' file, or to PATH as an option. ``select``,
    ``ignore`` and ``extend_select`` hold codes, beginnings of codes or names. ``per_path_ignores`` maps a glob,
    matched against the path of a finding, to codes. ``habits`` overrides what is inferred of the house: a table of
    ``envelopes`` and ``one-row-for-levels`` (true or false), ``base-version`` (a version) and ``free-names`` (a list).
    ``contracts`` are what the API promises: a list of files, folders or services, or of tables with ``source``,
    ``authority`` (a list of parts), ``python`` (the environment of a service) and ``allow-remote``. ``recordings`` are
    what it did: files, patterns or folders; ``secrets`` are names of headers, keys and URL parameters to be replaced
    while reading them, beside the usual ones.
    ``path`` is the file that the settings come from, or ``None``; ``source_is_option`` says that the source folder
    was named on the command line.
    """

    source: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    per_path_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    habits: HabitSettings = INFERRED
    contracts: tuple[ContractSource, ...] = ()
    recordings: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    path: Path | None = None
    source_is_option: bool = False

    def with_options(self, **options: Any) -> Configuration:
        """These settings with those options that were given on the command line."""
        given = {name: value for name, value in options.items() if value}
        return replace(self, **given, source_is_option=bool(given.get("source")))


def load(start: Path) -> Configuration:
    """The configuration that applies to ``start``: of the nearest folder, upwards, that has one.

    :raises ConfigurationError: if the file cannot be read, is not TOML, or says something unknown.
    """
    folder = start if start.is_dir() else start.parent
    for parent in (folder, *folder.resolve().parents):
        for name in _FILES:
            path = parent / name
            if path.is_file():
                table = _table(path)
                if table is not None:
                    return _configuration(path, table)
    return Configuration()


def load_file(path: Path) -> Configuration:
    """The configuration in one file, named by the user.

    :raises ConfigurationError: as for :func:`load`, and if there is nothing for us in it.
    """
    if not path.is_file():
        raise ConfigurationError(f"{path}: {'a folder, not a file' if path.is_dir() else 'no such file'}")
    table = _table(path)
    if table is None:
        raise ConfigurationError(f"{path}: has no [tool.apiref-verify] table")
    return _configuration(path, table)


def _table(path: Path) -> dict[str, Any] | None:
    try:
        with path.open("rb") as stream:
            content = tomllib.load(stream)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path}: not TOML: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: {error}") from None
    if path.name == "pyproject.toml":
        found = content.get("tool", {}).get("apiref-verify")
        if found is not None and not isinstance(found, dict):
            raise ConfigurationError(f"{path}: tool.apiref-verify must be a table")
        return found
    return content


def _configuration(path: Path, table: dict[str, Any]) -> Configuration:
    names = [field.name for field in fields(Configuration) if field.name not in NOT_SETTINGS]
    known = {name.replace("_", "-"): name for name in names}
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = known.get(key.replace("_", "-"))
        if name is None:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f": did you mean {near[0]}?" if near else f" (known: {', '.join(known)})"
            raise ConfigurationError(f"{path}: unknown setting {key!r}{hint}")
        values[name] = _value(path, key, name, value)
    return Configuration(**values, path=path)


def _value(path: Path, key: str, name: str, value: Any) -> Any:
    if name == "source":
        if isinstance(value, str):
            return value
        raise ConfigurationError(f"{path}: {key} must be a text")
    if name == "per_path_ignores":
        if isinstance(value, dict) and all(_are_texts(codes) for codes in value.values()):
            return tuple((pattern, tuple(codes)) for pattern, codes in value.items())
        raise ConfigurationError(f"{path}: {key} must map globs to lists of codes")
    if name == "habits":
        return _habits(path, value)
    if name == "contracts":
        return _contracts(path, value)
    if name == "recordings" and _are_texts(value):
        return tuple(str(path.parent / word) for word in value)
    if _are_texts(value):
        return tuple(value)
    raise ConfigurationError(f"{path}: {key} must be a list of texts")


def _habits(path: Path, table: Any) -> HabitSettings:
    """The habits that a project states."""
    checks: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "envelopes": ("true or false", lambda value: value if isinstance(value, bool) else None),
        "one-row-for-levels": ("true or false", lambda value: value if isinstance(value, bool) else None),
        "base-version": ('a version, as "2.1"', _version),
        "free-names": ("a list of texts", lambda value: frozenset(value) if _are_texts(value) else None),
    }
    if not isinstance(table, dict):
        raise ConfigurationError(f"{path}: habits must be a table of {', '.join(checks)}")
    found: dict[str, Any] = {}
    for key, value in table.items():
        if key not in checks:
            raise ConfigurationError(f"{path}: unknown habit {key!r} (known: {', '.join(checks)})")
        expected, read = checks[key]
        found[key.replace("-", "_")] = read(value)
        if found[key.replace("-", "_")] is None:
            raise ConfigurationError(f"{path}: habits.{key} must be {expected}")
    return HabitSettings(**found)


def _contracts(path: Path, value: Any) -> tuple[ContractSource, ...]:
    """The contracts that a project names; files are relative to the folder of the settings."""
    if not isinstance(value, list):
        raise ConfigurationError(f"{path}: contracts must be a list")
    return tuple(_contract(path, item) for item in value)


def _contract(path: Path, value: Any) -> ContractSource:
    table = {"source": value} if isinstance(value, str) else value
    if not isinstance(table, dict) or not isinstance(table.get("source"), str):
        raise ConfigurationError(f"{path}: a contract must be a text, or a table with a source")
    unknown = sorted(table.keys() - _CONTRACT_KEYS)
    if unknown:
        raise ConfigurationError(
            f"{path}: unknown key {unknown[0]!r} of a contract (known: {', '.join(sorted(_CONTRACT_KEYS))})"
        )
    authority, remote, python = table.get("authority"), table.get("allow-remote", False), table.get("python")
    if authority is not None and not _are_texts(authority):
        raise ConfigurationError(f"{path}: contracts.authority must be a list of texts")
    if not isinstance(remote, bool) or not isinstance(python, str | None):
        raise ConfigurationError(f"{path}: contracts.allow-remote must be true or false, contracts.python a text")
    try:
        parts = parts_of(authority) if authority is not None else None
    except UnknownPartError as error:
        raise ConfigurationError(f"{path}: contracts.authority: {error}") from None
    return ContractSource(_located(path, table["source"]), parts, _located(path, python) if python else None, remote)


def _located(path: Path, word: str) -> str:
    """A file as found from the folder of the settings; the name of a service as it is."""
    file = path.parent / word
    return str(file) if file.exists() or len(Path(word).parts) > 1 else word


def _version(value: Any) -> Microversion | None:
    try:
        return Microversion.parse(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
