"""The contract of the compute service as tempest knows it."""

from __future__ import annotations

from apiref_verify.evidence.contracts.exporters.tempest import contract_of
from apiref_verify.model.contract import Contract


def export() -> Contract:
    """The contract, by the tempest that is installed here.

    :raises ImportError: if there is none.
    """
    return contract_of("tempest.lib.services.compute", "2.1")
