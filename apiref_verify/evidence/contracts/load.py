"""A contract from a file or folder, whatever kind it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from apiref_verify.evidence.contracts import bundle
from apiref_verify.evidence.contracts.documents import files
from apiref_verify.evidence.contracts.documents.json_values import parse_json
from apiref_verify.evidence.contracts.errors import ContractError
from apiref_verify.evidence.contracts.patterns.unsafe import without_unsafe
from apiref_verify.evidence.contracts.soundness import examine
from apiref_verify.model.contract import Contract, Part

_SHOWN = 80
"""The characters of a pattern that a warning shows."""


def load(
    path: Path,
    authority: frozenset[Part] | None = None,
    allow_remote: bool = False,
    warn: Callable[[str], None] | None = None,
) -> Contract:
    """The contract at a path: a bundle, an OpenAPI document or a folder of schemas, told apart by their content.

    ``authority`` has the parts that may judge, if they are to be others than it says; ``allow_remote`` lets documents
    refer to what lies outside of their folder. ``warn`` is told in one sentence if there are no operations, and if
    patterns had to be left out, since they are none or could hang.

    :raises ContractError: if there is no contract that can be read, or none that can be judged by.
    """
    contract = _read(path, authority, allow_remote)
    examine(contract)
    if warn and next(contract.rows, None) is None:
        warn(f"{path}: the contract has no operations; nothing is checked by it")
    return safe(contract, str(path), warn)


def safe(contract: Contract, name: str, warn: Callable[[str], None] | None = None) -> Contract:
    """The contract without patterns that are none or could hang; ``warn`` is told of them in one sentence."""
    contract, unsafe = without_unsafe(contract)
    if unsafe and warn:
        count, they = (f"{len(unsafe)} patterns are", "they") if len(unsafe) > 1 else ("1 pattern is", "it")
        named = ", ".join(pattern if len(pattern) <= _SHOWN else f"{pattern[: _SHOWN - 1]}…" for pattern in unsafe)
        warn(f"{name}: {count} not checked, since {they} cannot be read or could take for ever: {named}")
    return contract


def _read(path: Path, authority: frozenset[Part] | None, allow_remote: bool) -> Contract:
    if path.is_dir():
        from apiref_verify.evidence.contracts.folder import reader as folder

        return folder.read(path, authority, allow_remote)
    text = files.read_text(path)
    content = parse_json(text, str(path)) if text.lstrip()[:1] == "{" and '"bundle_version"' in text else None
    if bundle.is_bundle(content):
        contract = _bundle(content, path)
        return contract if authority is None else replace(contract, authority=authority)
    from apiref_verify.evidence.contracts.openapi import reader

    return reader.from_text(text, path, authority, allow_remote)


def _bundle(content: Any, path: Path) -> Contract:
    try:
        return bundle.from_json(content, str(path))
    except bundle.BundleError as error:
        raise ContractError.at(str(path), str(error), "export it again") from None
