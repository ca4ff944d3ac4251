"""A contract by what a user calls it: a file, a folder, or an installed service."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from apiref_verify.evidence.contracts.errors import ContractError
from apiref_verify.evidence.contracts.soundness import examine
from apiref_verify.model.contract import Contract
from apiref_verify.model.contract_source import ContractSource


def find_contract(wanted: ContractSource, warn: Callable[[str], None] | None = None) -> Contract:
    """The contract that a source gives.

    What looks like a path, or is one, is read; any other word is the name of a service, which is asked itself. Where a
    folder without schemas has the name of a service, as in a checkout of it, the service is meant.

    ``warn`` is told what of it had to be left out.

    :raises ContractError: if it cannot be had, with the reason.
    """
    from apiref_verify.evidence.contracts.load import load, safe

    path = Path(wanted.source)
    is_service = not path.is_file() and wanted.source in _services()
    if not (is_service and wanted.python) and (path.exists() or path.suffix or len(path.parts) > 1):
        try:
            return load(path, wanted.authority, wanted.allow_remote, warn)
        except ContractError:
            if not is_service:
                raise
    if wanted.python is None and wanted.source not in _services():
        raise ContractError(f"{wanted.source}: no such file, and {_unknown(wanted.source)}")
    contract = safe(exported(wanted.source, wanted.python), wanted.source, warn)
    return contract if wanted.authority is None else replace(contract, authority=wanted.authority)


def exported(service: str, python: str | None = None) -> Contract:
    """The contract of a service, which is asked itself, in the interpreter or virtual environment that has it.

    :raises ContractError: if the service is not known, cannot be exported or cannot be judged by, with the reason.
    """
    from apiref_verify.evidence.contracts.exporters.exporting import ExportError, export

    if python is None and service not in _services():
        raise ContractError(f"{service}: {_unknown(service)}")
    try:
        contract = export(service, python)
    except ExportError as error:
        raise ContractError(f"{service}: {error}") from None
    examine(contract)
    return contract


def _services() -> list[str]:
    from apiref_verify.evidence.contracts.exporters.exporting import known_services

    return known_services()


def _unknown(service: str) -> str:
    near = difflib.get_close_matches(service, _services(), n=1)
    guess = f"did you mean {near[0]}? " if near else ""
    return f"no service that can be exported: {guess}known are {', '.join(_services())}"
