"""A contract by what a user calls it: a file, a folder, or an installed service."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path

from apiref_verify.evidence.contracts.errors import ContractError
from apiref_verify.model.contract import Contract
from apiref_verify.model.contract_source import ContractSource


def find_contract(wanted: ContractSource) -> Contract:
    """The contract that a source gives.

    What looks like a path, or is one, is read; any other word is the name of a service, which is asked itself.

    :raises ContractError: if it cannot be had, with the reason.
    """
    path = Path(wanted.source)
    if path.exists() or path.suffix or len(path.parts) > 1:
        from apiref_verify.evidence.contracts.load import load

        return load(path, authority=wanted.authority, allow_remote=wanted.allow_remote)
    return _exported(wanted)


def _exported(wanted: ContractSource) -> Contract:
    from apiref_verify.evidence.contracts.exporting import ExportError, export, known_services

    services = known_services()
    if wanted.source not in services and wanted.python is None:
        near = difflib.get_close_matches(wanted.source, services, n=1)
        hint = f"did you mean {near[0]}?" if near else f"services known are {', '.join(services)}"
        raise ContractError(f"{wanted.source}: no such file, and no service that can be exported: {hint}")
    try:
        contract = export(wanted.source, wanted.python)
    except ExportError as error:
        raise ContractError(f"{wanted.source}: {error}") from None
    return contract if wanted.authority is None else replace(contract, authority=wanted.authority)
