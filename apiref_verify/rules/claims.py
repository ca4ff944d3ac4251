"""AR903 and AR904: what markers claim against what the other rules found and evidence verified."""

from __future__ import annotations

from collections.abc import Iterator

from apiref_verify.model.finding import Severity
from apiref_verify.model.location import Location
from apiref_verify.model.reference import Phase, Section
from apiref_verify.model.standing import Claim, Standing, State, claim_of
from apiref_verify.rules.context import Context, Report
from apiref_verify.rules.registry import rule

_ANY = ("samples", "contract", "exchanges")


@rule("AR903", "done-but-disagrees", None, Severity.WARNING, needs=("reference", *_ANY), judges_claims=True)
def done_but_disagrees(context: Context) -> Iterator[Report]:
    """A phase of a section is declared done, and yet there are errors or warnings in it.

    The marker of the phase is gone from the section, while others of the reference still have some. Either somebody
    deleted it too early, or the API went on since. It is told once per section and phase, beside the findings
    themselves, and never where the reference has no markers at all.

    Wrong: ``boats.inc`` has no comment ``.. needs:parameter_verification``, other sections have one, and a sample of
    ``boats.inc`` shows ``anchor``, which no table has.

    Right: the table has ``anchor``, or the comment stands in ``boats.inc`` again.
    """
    for section, phase, standing in _claimed(context, Claim.DONE, State.DISAGREES):
        plural = "s" * (standing.findings != 1)
        yield Report(
            Location(section.path),
            f"the {phase} phase is declared done, but has {standing.findings} finding{plural}",
            section,
            phase=phase,
            hint=f"mend them, or put the comment `.. needs:{phase}_verification` back",
        )


@rule("AR904", "ready-to-burn-down", None, Severity.NOTE, needs=_ANY, judges_claims=True)
def ready_to_burn_down(context: Context) -> Iterator[Report]:
    """A phase of a section is still marked as left to do, and evidence has verified all of it.

    Every operation of the section is verified in that phase, and nothing else disagrees, so the marker can go:
    ``apiref-verify mark --verified`` deletes all such markers. Since a phase is verified only where all the rules that
    decide it were run, nothing is told where they were left out, as with ``--select AR904`` alone.

    Wrong: ``boats.inc`` has the comment ``.. needs:parameter_verification``, and every row of its tables stands in a
    sample.

    Right: the comment is gone.
    """
    for section, phase, standing in _claimed(context, Claim.TODO, State.VERIFIED):
        count = standing.operations
        verified = f"all {count} operations are" if count > 1 else "its one operation is"
        for marker in section.markers:
            if marker.phase is phase:
                yield Report(
                    marker.location,
                    f"the {phase} phase is marked as left to do, but {verified} verified",
                    section,
                    phase=phase,
                    hint="delete the comment, or run `apiref-verify mark --verified`",
                )


def _claimed(context: Context, claim: Claim, state: State) -> Iterator[tuple[Section, Phase, Standing]]:
    """The phases of sections of which this is claimed, and that is so."""
    for section in context.sections:
        for phase in Phase:
            standing = context.standings[section.path, phase]
            if standing.state is state and section.operations:
                if claim_of(context.reference, section, phase) is claim:
                    yield section, phase, standing
