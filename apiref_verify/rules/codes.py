"""AR4xx as far as contracts and exchanges decide: the response codes that an API gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from apiref_verify.matching.contracts.comparison import ContractMatching
from apiref_verify.model.contract import Codes, Part, Promise, Standing
from apiref_verify.model.finding import Proof
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange
from apiref_verify.model.observed.tally import Tally
from apiref_verify.model.reference import Direction, Operation, Phase, Section, StatusCode
from apiref_verify.model.version_axis import hull, joined
from apiref_verify.rules.answered import answers, documented_as, exchange_proof, statuses
from apiref_verify.rules.context import Context, Report
from apiref_verify.rules.registry import rule
from apiref_verify.rules.wording import counted, exchange_words

FRAMEWORK_ERRORS = frozenset({400, 401, 403, 404, 405, 406, 408, 410, 413, 414, 415, 429, 431, 500, 502, 503, 504})
"""Error codes that a framework, its middleware or a proxy gives for any operation: never worth a finding."""


@rule("AR401", "wrong-success-code", Phase.BODY, needs=("reference", "contract", "exchanges"))
def wrong_success_code(context: Context) -> Iterator[Report]:
    """A success code is not the one that the API gives, or a code stands in the wrong list.

    Clients compare the code with what is documented. A contract that knows that there may be other codes does not
    judge; an answer always does.

    Wrong::

        Normal response codes: 204, 404

    Right::

        Normal response codes: 204

        Error response codes: itemNotFound(404)
    """
    for section, operation in context.operations:
        yield from _in_the_wrong_list(section, operation)
        promised = _agreed(_claims(context, section, operation), _successes, _wrong_successes)
        told = [report for report in promised if not _was_answered(context, operation, report)]
        answered = list(_answered_successes(context, section, operation))
        yield from [_seconded(report, answered) for report in told] or answered


def _in_the_wrong_list(section: Section, operation: Operation) -> Iterator[Report]:
    for code in operation.codes:
        if re.search(rf"expect\w* (?:an? )?{code.code}\b", operation.text, re.I):
            continue
        if code.success and code.code >= 400:
            message = f"{code.code} is an error, and stands among the success codes"
        elif not code.success and 200 <= code.code < 300:
            message = f"{code.code} is a success, and stands among the error codes"
        else:
            continue
        yield code_report(section, operation, code, message, "move it to the other list")


def code_report(section: Section, operation: Operation, code: StatusCode, message: str, hint: str) -> Report:
    """A report of one response code, at its place."""
    return Report(
        code.location, message, section, operation, Direction.RESPONSE, str(code.code), code.versions, hint=hint
    )


def _successes(promise: Promise) -> Codes:
    return promise.success


def _errors(promise: Promise) -> Codes:
    return promise.errors


@dataclass(frozen=True, slots=True)
class _Claims:
    """The codes that an operation documents, and a contract that may judge them."""

    section: Section
    operation: Operation
    matching: ContractMatching
    promises: list[Promise]

    @property
    def is_shared(self) -> bool:
        """Whether other operations are documented for the same route, so that it may give codes of theirs."""
        siblings = self.matching.routing.siblings(self.operation)
        return sum(1 for operation in siblings if operation.method == self.operation.method) > 1

    @property
    def documented(self) -> list[StatusCode]:
        """The documented codes, as far as they are for versions that the contract speaks of."""
        return [code for code in self.operation.codes if code.versions.overlaps(self.matching.contract.versions)]

    @property
    def origin(self) -> str:
        """The contract, for messages."""
        return str(self.matching.contract.provenance)

    def known(self, kind: Callable[[Promise], Codes]) -> dict[int, list[Promise]]:
        """The promises that give each code; empty where there may be others than the contract knows."""
        if any(kind(promise).standing is Standing.INCOMPLETE or not kind(promise).codes for promise in self.promises):
            return {}
        found: dict[int, list[Promise]] = {}
        for promise in self.promises:
            for code in kind(promise).codes:
                found.setdefault(code, []).append(promise)
        return found

    def report(self, code: StatusCode | None, number: int, message: str, hint: str, where: list[Promise]) -> Report:
        """A report of a code, documented or not, in the versions of some promises."""
        ranges = self._ranges(where)
        during = "" if ranges == self._ranges(self.promises) else f"{', '.join(map(str, ranges))}: "
        contract = self.matching.contract
        first = next((known.location for known in self.operation.codes), self.operation.location)
        return Report(
            code.location if code else first,
            during + message,
            self.section,
            self.operation,
            Direction.RESPONSE,
            str(number),
            hull(ranges),
            proofs=(Proof("contract", self.origin, Location(contract.path) if contract.path else None),),
            hint=hint,
        )

    def _ranges(self, promises: list[Promise]) -> list[VersionRange]:
        return joined(promise.versions.intersection(self.operation.versions) for promise in promises)


def _claims(context: Context, section: Section, operation: Operation) -> list[_Claims]:
    """What an operation says of codes, with each contract that may judge it."""
    judges = [m for m in context.contracts if m.contract.may_judge(Part.CODES) and operation.codes]
    found = [_Claims(section, operation, matching, matching.promises(operation)) for matching in judges]
    return [claims for claims in found if claims.promises]


def _agreed(
    heard: list[_Claims], kind: Callable[[Promise], Codes], judge: Callable[[_Claims], Iterator[Report]]
) -> Iterator[Report]:
    """What the first contract says of codes, as far as all that know them say so."""
    said = [list(judge(claims)) for claims in heard if claims.known(kind)]
    about = [{(report.location, report.parameter) for report in reports} for reports in said]
    for report in said[0] if said else ():
        if all((report.location, report.parameter) in others for others in about):
            yield report


def _wrong_successes(claims: _Claims) -> Iterator[Report]:
    documented = [code for code in claims.documented if code.success and code.code < 400]
    given = claims.known(_successes)
    if not documented:
        return
    wrong = [code for code in documented if code.code not in given]
    missing = [number for number in given if number not in {code.code for code in documented}]
    missing = [] if claims.is_shared else missing
    for code in wrong:
        right = " or ".join(map(str, missing or given))
        message = f"{code.code} is documented as a success code, but {claims.origin} gives {right}"
        yield claims.report(code, code.code, message, f"write {right}", claims.promises)
    for number in missing if not wrong else ():
        message = f"{claims.origin} gives the success code {number}, which is not documented"
        yield claims.report(None, number, message, f"add {number}", given[number])


@rule("AR402", "no-such-error-code", Phase.BODY, needs=("contract", "exchanges"))
def no_such_error_code(context: Context) -> Iterator[Report]:
    """An error code is documented that the API never gives.

    Codes that a framework or its middleware gives for any operation (400, 401, 403, 404 and the like) are never
    reported: no handler declares them all. Nor is one that was answered: there the contract is wrong.

    Wrong, where the handler can raise no conflict::

        Error response codes: badRequest(400), conflict(409)

    Right::

        Error response codes: badRequest(400)
    """
    for section, operation in context.operations:
        for report in _agreed(_claims(context, section, operation), _errors, _never_given):
            if not _was_answered(context, operation, report):
                yield report


def _never_given(claims: _Claims) -> Iterator[Report]:
    given = claims.known(_errors)
    for code in claims.documented:
        if not code.success and code.code >= 400 and code.code not in given and code.code not in FRAMEWORK_ERRORS:
            message = f"{code.code} is documented, but {claims.origin} declares no such error"
            yield claims.report(code, code.code, message, f"take {code.code} out", claims.promises)


@rule("AR403", "undocumented-error-code", Phase.BODY, needs=("contract", "exchanges"))
def undocumented_error_code(context: Context) -> Iterator[Report]:
    """The API declares an error code that the reference does not give.

    Silent for codes that a framework or its middleware gives for any operation, and for operations that document no
    error codes at all. A handler may declare more than it raises: document and declaration disagree. An answer with
    the code leaves no doubt.

    Wrong, where the handler declares a conflict::

        Error response codes: badRequest(400)

    Right::

        Error response codes: badRequest(400), conflict(409)
    """
    for section, operation in context.operations:
        promised = list(_agreed(_claims(context, section, operation), _errors, _undocumented))
        told = {report.parameter for report in promised}
        answered = list(_answered_errors(context, section, operation))
        for report in promised:
            yield _seconded(report, [one for one in answered if one.parameter == report.parameter])
        yield from (report for report in answered if report.parameter not in told)


def _undocumented(claims: _Claims) -> Iterator[Report]:
    documented = {code.code for code in claims.operation.codes if code.code >= 400}
    if claims.is_shared or not documented:
        return
    for number, where in claims.known(_errors).items():
        if number not in documented and number not in FRAMEWORK_ERRORS:
            message = f"{claims.origin} declares the error {number}, which is not documented"
            yield claims.report(None, number, message, f"add {number} to the error codes", where)


def _seconded(report: Report, answered: list[Report]) -> Report:
    """What a contract says, with the first exchange that shows it."""
    return replace(report, proofs=report.proofs + answered[0].proofs) if answered else report


def _was_answered(context: Context, operation: Operation, report: Report) -> bool:
    """Whether the documented code that a contract denies was answered nevertheless."""
    number = int(report.parameter or 0)
    documented = any(code.code == number for code in operation.codes)
    return documented and number in statuses(context, operation)


def _answered_successes(context: Context, section: Section, operation: Operation) -> Iterator[Report]:
    """Codes with which requests were served, and that are not documented for the version."""
    known = [code for o in documented_as(context, operation) for code in o.codes if code.success]
    for number, seen in sorted(statuses(context, operation).items()):
        strange = [(v, t) for v, t in seen if not _is_documented(known, number, v)]
        if known and 200 <= number < 300 and strange:
            served = sum(o.served for o in answers(context, operation).values())
            times = sum(tally.count for _, tally in strange)
            subject = counted(times, served, *exchange_words(Direction.REQUEST))
            were = "was" if times == 1 else "were"
            told = " or ".join(dict.fromkeys(str(code.code) for code in operation.codes if code.success))
            message = f"{subject} {were} answered with {number}, but {told or 'no success code'} is documented"
            yield _answer_report(section, operation, number, strange, message, f"write {number}")


def _answered_errors(context: Context, section: Section, operation: Operation) -> Iterator[Report]:
    """Errors that were answered and are not documented, but for those that a framework gives for any operation."""
    known = [code for o in documented_as(context, operation) for code in o.codes if code.code >= 400]
    for number, seen in sorted(statuses(context, operation).items()):
        if known and number >= 400 and number not in FRAMEWORK_ERRORS and all(code.code != number for code in known):
            times = sum(tally.count for _, tally in seen)
            were = "s were" if times > 1 else " was"
            message = f"{times} request{were} answered with {number}, which is not documented"
            yield _answer_report(section, operation, number, seen, message, f"add {number} to the error codes")


def _is_documented(codes: list[StatusCode], number: int, version: Microversion | None) -> bool:
    return any(code.code == number and (version is None or version in code.versions) for code in codes)


def _answer_report(
    section: Section,
    operation: Operation,
    number: int,
    seen: list[tuple[Microversion | None, Tally]],
    message: str,
    hint: str,
) -> Report:
    versions = [version for version, _ in seen if version is not None]
    return Report(
        next((known.location for known in operation.codes), operation.location),
        message,
        section,
        operation,
        Direction.RESPONSE,
        str(number),
        VersionRange(min(versions), max(versions)) if versions else EVERY_VERSION,
        proofs=(exchange_proof(seen[0][1].first, operation, seen[0][0]),),
        hint=hint,
    )
