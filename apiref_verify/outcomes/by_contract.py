"""What a contract can verify: the operation, its tables, its samples and its codes, each over a range of versions."""

from __future__ import annotations

from apiref_verify.matching.comparison import instance_of, samples_of
from apiref_verify.matching.contracts.comparison import ContractMatching, Promised
from apiref_verify.matching.contracts.validation import judging
from apiref_verify.matching.coverage import left_over
from apiref_verify.model.contract import Part, Standing
from apiref_verify.model.finding import Status
from apiref_verify.model.reference import Direction, Operation, Place
from apiref_verify.model.version_axis import joined
from apiref_verify.rules.context import Context

Answer = tuple[Status, str]
_PARTS = {Direction.REQUEST: Part.REQUESTS, Direction.RESPONSE: Part.RESPONSES}


def method(matching: ContractMatching, operation: Operation) -> Answer:
    """The operation is one that the API has."""
    served = joined(promise.versions for promise in matching.promises(operation))
    if not served:
        return Status.NOT_CHECKED, f"{matching.contract.provenance} has it in none of the documented versions"
    return Status.VERIFIED, f"{matching.contract.provenance} has it: {', '.join(map(str, served))}"


def parameters(context: Context, operation: Operation) -> Answer:
    """Every row of a body or query that is documented stands in the contract, and nothing of it is left over."""
    rows = 0
    origins: set[str] = set()
    for direction in Direction:
        for place in (Place.BODY, Place.QUERY):
            heard = context.promised(operation, direction, place)
            open_question = _open_question(context, operation, direction, place, heard)
            if open_question:
                return Status.NOT_CHECKED, open_question
            if heard:
                rows += len(heard[0].rows)
                origins.add(str(heard[0].contract.provenance))
    if not rows:
        return Status.NOT_CHECKED, "no parameters of a body or query are documented, and a contract has no others"
    return Status.VERIFIED, f"every row of a body or query ({rows}) agrees with {' and '.join(sorted(origins))}"


def _open_question(
    context: Context, operation: Operation, direction: Direction, place: Place, heard: list[Promised]
) -> str:
    """What keeps the rows of one direction and place from being verified; empty if nothing does."""
    name = f"{direction} {place}"
    documented = [row for row in operation.rows(direction) if (row.place or Place.BODY) is place]
    if not heard:
        return f"no contract says what the {name} holds" if documented else ""
    comparison = heard[0]
    matched, total, origin = len(comparison.alignment.matches), len(comparison.rows), comparison.contract.provenance
    if matched < total:
        return f"{matched} of {total} rows of the {name} stand in {origin}; nothing contradicts the others"
    rest = left_over(comparison, context.habits)
    if rest and not comparison.siblings:
        return f"{len(rest)} properties of the {name} have no row of their own, {rest[0].name} for one"
    return ""


def examples(context: Context, operation: Operation) -> Answer:
    """Every sample that is shown satisfies the schema of its version."""
    judged = total = 0
    origins: set[str] = set()
    for direction in Direction:
        matching = context.judge(operation, _PARTS[direction])
        for sample in samples_of(operation, direction):
            total += 1
            instance = instance_of(sample, context.habits.base_version, operation)
            if matching and judging(matching.promises(operation), instance, direction):
                judged += 1
                origins.add(str(matching.contract.provenance))
    if not total:
        return Status.NOT_CHECKED, "no sample is shown that could be checked"
    if not judged:
        return Status.NOT_CHECKED, "no contract has a schema to check the samples by"
    if judged < total:
        return Status.NOT_CHECKED, f"{judged} of {total} samples have a schema to be checked by, and satisfy it"
    return Status.VERIFIED, f"all samples ({total}) satisfy the schemas of {' and '.join(sorted(origins))}"


def codes(matching: ContractMatching, operation: Operation) -> Answer:
    """Codes may agree; the rest of a body is prose, and prose is for people: never verified."""
    promises = matching.promises(operation)
    known = [p for p in promises if p.success.codes and p.success.standing is not Standing.INCOMPLETE]
    if not known or not operation.codes:
        return Status.NOT_CHECKED, "no contract says which codes the API gives"
    return Status.NOT_CHECKED, f"the codes agree with {matching.contract.provenance}; the prose is for people to read"
