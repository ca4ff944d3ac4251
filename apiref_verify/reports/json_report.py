"""The JSON of ``check``; its schema is ``schemas/check-1.json``."""

from __future__ import annotations

import json
from typing import Any

from apiref_verify import __version__
from apiref_verify.live.coverage import Coverage
from apiref_verify.matching.contracts.comparison import ContractMatching
from apiref_verify.model.finding import Finding, Outcome, Proof
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Operation
from apiref_verify.reports import coverage as coverage_part
from apiref_verify.reports import exchanges, summary
from apiref_verify.reports.evidence import EvidencePlaces
from apiref_verify.verification import Result

SCHEMA_VERSION = 1


def render(result: Result, coverage: Coverage | None = None) -> str:
    """The whole result as one JSON object."""
    return json.dumps(as_json(result, coverage), indent=2) + "\n"


def as_json(result: Result, coverage: Coverage | None = None) -> dict[str, Any]:
    """The whole result as JSON values, in the order of the published schema."""
    places = EvidencePlaces(result.reference.root)
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": tool(),
        "reference": {"root": result.reference.root, "source": result.reference.source, **summary.counts(result)},
        "evidence": {
            **summary.evidence_counts(result),
            "contracts": [_contract(matching) for matching in result.matching.contracts],
            "exchanges": exchanges.as_json(result.matching.exchanges) if result.matching.exchanges else None,
        },
        "live": coverage_part.as_json(coverage) if coverage else None,
        "findings": [_finding(finding, places) for finding in result.findings],
        "outcomes": [_outcome(outcome) for outcome in result.outcomes],
        "summary": {"findings": len(result.findings), **summary.by_severity(result), "codes": summary.by_code(result)},
    }


def tool() -> dict[str, str]:
    """Who wrote a report."""
    return {"name": "apiref-verify", "version": __version__}


def version(value: Microversion | None) -> str | None:
    """A microversion as text."""
    return None if value is None else str(value)


def place(location: Location) -> dict[str, Any]:
    """A location as path, line and column."""
    return {"path": location.path, "line": location.line, "column": location.column}


def operation_identity(operation: Operation) -> dict[str, Any]:
    """What tells an operation from others."""
    return {
        "method": operation.method,
        "url": operation.url,
        "action": operation.action,
        "title": operation.title,
    }


def _finding(finding: Finding, places: EvidencePlaces) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "phase": finding.phase.value,
        "severity": finding.severity.value,
        "message": finding.message,
        **place(finding.location),
        "section": finding.section,
        "operation": operation_identity(finding.operation) if finding.operation else None,
        "direction": finding.direction.value if finding.direction else None,
        "parameter": finding.parameter,
        "min_version": version(finding.versions.minimum),
        "max_version": version(finding.versions.maximum),
        "hint": finding.hint,
        "evidence": [_proof(proof, places.of(proof)) for proof in finding.proofs],
    }


def _contract(matching: ContractMatching) -> dict[str, Any]:
    contract = matching.contract
    return {
        "source": contract.provenance.source,
        "package": contract.provenance.package,
        "version": contract.provenance.version,
        "date": contract.provenance.date,
        "path": contract.path or None,
        "authority": sorted(contract.authority),
        "min_version": version(contract.versions.minimum),
        "max_version": version(contract.versions.maximum),
        **summary.contract_counts(matching),
    }


def _proof(proof: Proof, where: Location | None) -> dict[str, Any]:
    return {
        "kind": proof.kind,
        "origin": proof.origin,
        "path": where.path if where else None,
        "line": where.line if where else None,
        "pointer": proof.pointer,
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "section": outcome.section,
        "operation": operation_identity(outcome.operation),
        "line": outcome.operation.location.line,
        "phase": outcome.phase.value,
        "status": outcome.status.value,
        "reason": outcome.reason,
    }
