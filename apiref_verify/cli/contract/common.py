"""What the commands that look at a contract share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from apiref_verify.cli.common import Unable, access_options, progress

if TYPE_CHECKING:
    from apiref_verify.model.contract import Contract
    from apiref_verify.model.microversion import Microversion

_F = TypeVar("_F", bound=Callable[..., Any])


def microversion(context: click.Context, parameter: click.Parameter, value: str | None) -> Microversion | None:
    """A callback that reads a microversion, or says how it is written."""
    from apiref_verify.model.microversion import Microversion

    try:
        return None if value is None else Microversion.parse(value)
    except ValueError:
        message = f"{value!r} is no microversion: write it as two numbers, such as 2.10"
        raise click.BadParameter(message, context, parameter) from None


at_option = click.option("--at", metavar="VERSION", callback=microversion, help="At this microversion only.")


def contract_argument(function: _F) -> _F:
    """The contract to look at, and how it is to be had."""
    return click.argument("source", metavar="FILE")(access_options(function))


def contract_at(source: str, python: Path | None, allow_remote: bool) -> Contract:
    """The contract, or the reason why it cannot be had."""
    from apiref_verify.evidence.contracts.errors import ContractError
    from apiref_verify.evidence.contracts.find import find_contract
    from apiref_verify.model.contract_source import ContractSource

    with progress() as observer:
        observer(f"reading {Path(source).name}", 0, 1)
        try:
            return find_contract(ContractSource(source, None, str(python) if python else None, allow_remote))
        except ContractError as error:
            raise Unable(str(error)) from None


def check_versions(contract: Contract, *versions: Microversion | None) -> None:
    """Make sure that the contract speaks of these versions."""
    from apiref_verify.matching.contracts.lookup import NotInContractError, check_version

    try:
        for version in versions:
            if version is not None:
                check_version(contract, version)
    except NotInContractError as error:
        raise Unable(str(error)) from None
