"""What was checked, by what evidence, and what came of it."""

from __future__ import annotations

from collections import Counter

from apiref_verify.matching.contracts.comparison import ContractMatching
from apiref_verify.model.finding import Severity, Status
from apiref_verify.reports import exchanges
from apiref_verify.rules import RULES
from apiref_verify.verification import Result


def counts(result: Result) -> dict[str, int]:
    """Sizes of the reference: sections, operations, parameters (rows), samples (shown), files."""
    asked = result.reference.focus
    sections = [s for s in result.reference.sections if asked in (None, s.path)]
    return {
        "sections": len(sections),
        "operations": sum(len(section.operations) for section in sections),
        "parameters": sum(len(table.rows) for section in sections for table in section.all_tables),
        "samples": sum(1 for section in sections for _ in section.all_samples),
        "files": len(result.reference.files),
    }


def evidence_counts(result: Result) -> dict[str, int]:
    """How many samples served as evidence, and how many bodies could be compared with a table."""
    comparisons = result.matching.comparisons.values()
    origins = {instance.origin for c in comparisons for instance in c.skeleton.instances}
    compared = sum(1 for c in comparisons if c.rows and c.skeleton.nodes)
    return {"samples": len(origins), "bodies_compared": compared}


def contract_counts(matching: ContractMatching) -> dict[str, int]:
    """How many documented operations a contract has, and how many tables could be compared with its schemas."""
    compared = sum(1 for c in matching.comparisons.values() if c.rows and c.skeleton.nodes)
    return {"operations_matched": len(matching.routing.routes), "tables_compared": compared}


def by_severity(result: Result) -> dict[str, int]:
    """The number of findings of each severity."""
    tally = Counter(finding.severity for finding in result.findings)
    return {severity.value: tally[severity] for severity in Severity}


def by_code(result: Result) -> dict[str, int]:
    """The number of findings of each code that has any."""
    return dict(sorted(Counter(finding.code for finding in result.findings).items()))


def statistics_lines(result: Result) -> list[str]:
    """For ``--statistics``: the findings per code, most frequent first."""
    tally = sorted(by_code(result).items(), key=lambda item: (-item[1], item[0]))
    width = max((len(str(count)) for _, count in tally), default=1)
    return [f"{count:>{width}}  {code}  {RULES[code].name}" for code, count in tally]


def summary_lines(result: Result) -> list[str]:
    """Two or three lines for people."""
    size, severities, evidence = counts(result), by_severity(result), evidence_counts(result)
    verified = sum(1 for outcome in result.outcomes if outcome.status is Status.VERIFIED)
    found = ", ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in severities.items() if count)
    return [
        (
            f"{size['operations']} operations in {size['sections']} sections, {size['parameters']} parameters, "
            f"{size['samples']} samples shown."
        ),
        (
            f"Evidence: {evidence['samples']} samples; {evidence['bodies_compared']} bodies compared with tables; "
            f"{verified} of {len(result.outcomes)} phases verified."
        ),
        *(
            f"Contract: {matching.contract.provenance} has {counted['operations_matched']} of the operations; "
            f"{counted['tables_compared']} tables compared with its schemas."
            for matching in result.matching.contracts
            for counted in [contract_counts(matching)]
        ),
        *(exchanges.lines(result.matching.exchanges) if result.matching.exchanges else ()),
        f"Found {found}." if found else "Nothing found.",
    ]
