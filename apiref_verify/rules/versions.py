"""AR208 and AR209: the versions in which a parameter is documented, against those in which evidence has it."""

from __future__ import annotations

from collections.abc import Iterator

from apiref_verify.matching.comparison import Comparison
from apiref_verify.matching.verdicts import WrongBound, WrongSpan, WrongVersion
from apiref_verify.model.finding import Severity
from apiref_verify.model.microversion import Microversion, VersionRange
from apiref_verify.model.reference import Direction, Phase
from apiref_verify.model.version_axis import after, hull
from apiref_verify.rules.answered import exchange_proof
from apiref_verify.rules.context import Context, Report
from apiref_verify.rules.registry import rule
from apiref_verify.rules.wording import during, proofs, witness


@rule("AR208", "wrong-min-version", Phase.PARAMETER, needs=("samples", "contract", "exchanges"))
def wrong_min_version(context: Context) -> Iterator[Report]:
    """Evidence of an earlier version than the documented ``min_version`` already has the parameter.

    That a request was served with it is a note: the API may ignore what it does not know.

    Nor may a required parameter be missing from all answers up to some version that its rows claim.

    Wrong, where the sample of 2.6 has ``tags``::

        tags:
          min_version: 2.7

    Right::

        tags:
          min_version: 2.6
    """
    for comparison, verdict in context.verdicts(WrongVersion):
        if verdict.later:
            yield _version_report(comparison, verdict, f"since {verdict.row.versions.minimum}", "min_version")
    yield from (_bound_report(context, *found) for found in context.verdicts(WrongBound) if found[1].lower)
    yield from (_span_report(*found) for found in context.verdicts(WrongSpan) if found[1].lower)


@rule("AR209", "wrong-max-version", Phase.PARAMETER, needs=("samples", "contract", "exchanges"))
def wrong_max_version(context: Context) -> Iterator[Report]:
    """Evidence of a later version than the documented ``max_version`` still has the parameter.

    That a request was served with it is a note: the API may ignore what it does not know.

    Nor may a required parameter be missing from all answers since some version that its rows claim.

    Wrong, where the sample of 2.90 has ``personality``::

        personality:
          max_version: 2.56

    Right: mend the sample, or the ``max_version``.
    """
    for comparison, verdict in context.verdicts(WrongVersion):
        if not verdict.later:
            yield _version_report(comparison, verdict, f"up to {verdict.row.versions.maximum}", "max_version")
    yield from (_bound_report(context, *found) for found in context.verdicts(WrongBound) if not found[1].lower)
    yield from (_span_report(*found) for found in context.verdicts(WrongSpan) if not found[1].lower)


def _version_report(comparison: Comparison, verdict: WrongVersion, claim: str, field: str) -> Report:
    row = verdict.row
    shown = witness(comparison, [verdict.instance], verdict.node)
    when = "" if shown.when else f" at {verdict.version}"
    is_request = comparison.direction is Direction.REQUEST
    return Report(
        row.location,
        f"{row.name} is documented {claim}, but {shown.does('has')} it{when}",
        comparison.section,
        comparison.operation,
        comparison.direction,
        row.name,
        VersionRange(verdict.version, verdict.version),
        proofs(comparison, [verdict.instance], verdict.node),
        hint=f"mend the {field} of {row.key}" + (", or the sample" if comparison.is_shown else ""),
        severity=Severity.NOTE if is_request and not comparison.is_shown else None,
    )


def _bound_report(context: Context, comparison: Comparison, verdict: WrongBound) -> Report:
    """A contract has the parameter in other versions than its row says."""
    row, field = verdict.row, "min_version" if verdict.lower else "max_version"
    said, held = _bound(verdict.claimed, verdict.lower), _bound(verdict.promised, verdict.lower)
    rest = f" (and {len(verdict.rows) - 1} more rows of the table likewise)" if len(verdict.rows) > 1 else ""
    return Report(
        row.location,
        f"{during(comparison, verdict.ranges)}{row.name} is documented {said}, "
        f"but {witness(comparison, verdict.instances)} has it {held}{rest}",
        comparison.section,
        comparison.operation,
        comparison.direction,
        row.name,
        hull(verdict.ranges),
        proofs(comparison, verdict.instances, verdict.node) + context.seconds(comparison, verdict),
        hint=f"set the {field} of {row.key} to {verdict.promised}" if verdict.promised else f"take out the {field}",
    )


def _span_report(comparison: Comparison, verdict: WrongSpan) -> Report:
    """Answers have a required parameter only from a version on, or only up to one."""
    row, field = verdict.row, "min_version" if verdict.lower else "max_version"
    claimed = row.versions.minimum if verdict.lower else row.versions.maximum
    some, others = ("up to", "since") if verdict.lower else ("since", "up to")
    near, far = sorted((verdict.seen, verdict.unseen))
    exact = after(near) == far
    return Report(
        row.location,
        f"{row.name} is documented {_bound(claimed, verdict.lower)}, "
        f"but all answers {some} {verdict.unseen} lack it, and all {others} {verdict.seen} have it",
        comparison.section,
        comparison.operation,
        comparison.direction,
        row.name,
        VersionRange(verdict.unseen, verdict.unseen),
        (exchange_proof(verdict.first, comparison.operation, verdict.instance.version),),
        hint=f"set the {field} of {row.key} to {verdict.seen}"
        if exact
        else f"set the {field} of {row.key}; no version between {near} and {far} was asked",
    )


def _bound(version: Microversion | None, lower: bool) -> str:
    if version is None:
        return "from the first version on" if lower else "up to the newest version"
    return f"{'since' if lower else 'up to'} {version}"
