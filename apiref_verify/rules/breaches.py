"""AR602 and AR603: the API against its own contract. Not the reference's fault, but worth knowing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from apiref_verify.matching.contracts.routes import template_of
from apiref_verify.model.finding import Proof, Severity
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import EVERY_VERSION, VersionRange
from apiref_verify.model.observed.service import Breach, BreachTally
from apiref_verify.model.reference import Operation, Phase, Section
from apiref_verify.rules.context import Context, Report
from apiref_verify.rules.registry import rule

_Found = list[tuple[Breach, BreachTally]]


@rule("AR602", "breaks-own-schema", Phase.BODY, Severity.NOTE, needs=("contract", "exchanges"))
def breaks_own_schema(context: Context) -> Iterator[Report]:
    """The API took or gave a body that its own schema does not allow.

    Service or schema is wrong; the reference may be right. What the schema says of that place is not held against
    the reference where exchanges show otherwise.

    Wrong: the schema of ``GET /servers/{server_id}`` says that ``progress`` is an integer, and an answer has
    ``"progress": "50"``.

    Right: the answer has ``"progress": 50``.
    """
    for breaches in _alike(context, is_code=False):
        breach, tally = breaches[0]
        times = sum(tally.count for _, tally in breaches)
        body = "request" if breach.direction == "request" else "answer"
        said = f"{breach.path or '/'}: {tally.message}"
        kind = f"{times} {body}{'s' if times > 1 else ''}"
        yield _report(context, breaches, f"{kind} of {breach.route} broke the schema of {breach.contract}: {said}")


@rule("AR603", "undeclared-code", Phase.BODY, Severity.NOTE, needs=("contract", "exchanges"))
def undeclared_code(context: Context) -> Iterator[Report]:
    """The API answered with a success code that its own contract does not declare.

    Wrong: the handler declares 202, and the answer has 200.

    Right: both say the same.
    """
    for breaches in _alike(context, is_code=True):
        breach, tally = breaches[0]
        times = sum(tally.count for _, tally in breaches)
        requests = "1 request was" if times == 1 else f"{times} requests were"
        said = f"{requests} answered with {breach.names[0]}, but {tally.message}"
        yield _report(context, breaches, f"{breach.route}: {said}")


def _alike(context: Context, is_code: bool) -> Iterator[_Found]:
    """The breaches of the documented API, those of several versions together."""
    groups: dict[Breach, _Found] = defaultdict(list)
    for service in context.exchanges.services.values() if context.exchanges else ():
        for breach, tally in service.breaches.items():
            if (breach.kind == "code") is is_code:
                groups[breach._replace(version=None)].append((breach, tally))
    yield from groups.values()


def _report(context: Context, breaches: _Found, message: str) -> Report:
    breach, tally = breaches[0]
    section, operation = _place(context, breach)
    versions = sorted(found.version for found, _ in breaches if found.version)
    return Report(
        operation.location if operation else Location(section.path),
        message,
        section,
        operation,
        breach.direction,
        breach.names[0] if breach.names else breach.path.rsplit("/", 1)[-1] or None,
        VersionRange(versions[0], versions[-1]) if versions else EVERY_VERSION,
        proofs=(
            Proof("exchange", f"{tally.first}: {breach.route}", Location(tally.first.path, tally.first.line)),
            Proof("contract", f"{breach.contract}: {breach.route}"),
        ),
        hint="mend the service or its schema; the reference may be right",
    )


def _place(context: Context, breach: Breach) -> tuple[Section, Operation | None]:
    """The operation that documents a route, or the first section."""
    for matching in context.contracts:
        for section, operation in context.operations:
            if str(matching.routing.route(operation) or "") == breach.route:
                return section, operation
    method, _, url = breach.route.partition(" ")
    wanted = template_of(url.split(" (")[0])
    for section, operation in context.operations:
        if operation.method == method and template_of(operation.url).segments == wanted.segments:
            return section, operation
    return context.sections[0], None
