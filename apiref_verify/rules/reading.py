"""AR0xx: the reference cannot be read as meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace

from apiref_verify.model.finding import Severity
from apiref_verify.model.reference import Direction, Operation, Phase, Problem, ProblemKind, Section
from apiref_verify.rules.context import Context, Report
from apiref_verify.rules.registry import rule


def _problems(context: Context, *kinds: ProblemKind) -> Iterator[Report]:
    focus = context.reference.focus
    for problem in context.reference.problems:
        if problem.kind in kinds and (focus is None or problem.location.path == focus):
            yield _report(context, problem)


def _report(context: Context, problem: Problem) -> Report:
    return Report(
        problem.location,
        problem.message,
        context.section_of_file.get(problem.location.path),
        parameter=problem.parameter,
        hint=problem.hint,
        severity=Severity.NOTE if problem.harmless else None,
    )


@rule("AR001", "unreadable-markup", Phase.METHOD, Severity.ERROR)
def unreadable_markup(context: Context) -> Iterator[Report]:
    """The RST does not parse, a directive is unknown or malformed, or an included file is missing or includes itself.

    What a parser cannot read, no reader sees and no other rule can check.

    Wrong::

        .. rest_paramters:: parameters.yaml

    Right::

        .. rest_parameters:: parameters.yaml
    """
    yield from _problems(context, ProblemKind.MARKUP, ProblemKind.INCLUDE)


@rule("AR002", "unreadable-parameters-file", Phase.PARAMETER, Severity.ERROR)
def unreadable_parameters_file(context: Context) -> Iterator[Report]:
    """A parameters file is missing, empty, not YAML, or not a mapping of names to definitions.

    Every table that uses the file is empty on the page, and none can be checked.

    Wrong::

        server_id:
          description: |
          The UUID of the server.

    Right::

        server_id:
          description: |
            The UUID of the server.
    """
    yield from _problems(context, ProblemKind.PARAMETERS_FILE)


@rule("AR003", "undefined-key", Phase.PARAMETER, Severity.ERROR)
def undefined_key(context: Context) -> Iterator[Report]:
    """A row's key is not defined in the parameters file.

    The row is left out of the page: os-api-ref warns and goes on.

    Wrong::

        .. rest_parameters:: parameters.yaml

          - server_id: sever_id_path

    Right::

        .. rest_parameters:: parameters.yaml

          - server_id: server_id_path
    """
    files = {file.path: file for file in context.reference.parameters_files}
    for section in context.sections:
        owners = {table.location: o for o in section.operations for table in o.tables}
        for table in section.all_tables:
            file = files.get(table.file)
            if file is None or not file.definitions:
                continue
            for row in table.rows:
                if row.definition is None:
                    near = difflib.get_close_matches(row.key, file.definitions, n=1, cutoff=0.7)
                    yield Report(
                        row.location,
                        f"{row.key} is not defined in {file.path.rsplit('/', 1)[-1]}: the row {row.name} is not shown",
                        section,
                        owners.get(table.location),
                        table.direction,
                        row.name,
                        hint=f"did you mean {near[0]}?" if near else f"define {row.key}, or take the row out",
                    )


@rule("AR004", "malformed-definition", Phase.PARAMETER)
def malformed_definition(context: Context) -> Iterator[Report]:
    """A definition has an ``in``, ``type``, ``required`` or version that nobody can understand, or lacks it.

    Readers cannot tell where the parameter travels or whether they must send it.

    Wrong::

        server_id:
          in: pth
          requried: true

    Right::

        server_id:
          in: path
          required: true
          type: string
    """
    yield from _problems(context, ProblemKind.DEFINITION)


@rule("AR005", "unreadable-sample", Phase.EXAMPLE, Severity.ERROR)
def unreadable_sample(context: Context) -> Iterator[Report]:
    """A sample is missing, is not valid JSON, or repeats a key.

    People paste samples into their own code; a parser refuses them, or silently drops a value.

    Wrong::

        {"server": {"name": "one",}}

    Right::

        {"server": {"name": "one"}}
    """
    focus = context.reference.focus
    shown = {sample.path for section in context.sections for sample in section.all_samples}
    for problem in context.reference.problems:
        if problem.kind is ProblemKind.SAMPLE:
            if focus is None or problem.location.path == focus or problem.location.path in shown:
                report = _report(context, problem)
                yield _in_operation(context, report)


def _in_operation(context: Context, report: Report) -> Report:
    """The report, with the first operation that shows the sample."""
    for section, operation in context.operations:
        for sample in operation.samples:
            if sample.path == report.location.path and (not sample.inline or sample.location == report.location):
                return _with(report, section, operation, sample.direction)
            if sample.location.path == report.location.path and sample.location.line == report.location.line:
                return _with(report, section, operation, sample.direction)
    return report


def _with(report: Report, section: Section, operation: Operation, direction: Direction | None) -> Report:
    return replace(report, section=section, operation=operation, direction=direction)


@rule("AR006", "orphan-section", Phase.METHOD)
def orphan_section(context: Context) -> Iterator[Report]:
    """A file documents operations, and nothing includes it.

    It is never published: whoever wrote it thinks it is.

    Wrong: ``qos-types.inc`` stands in the folder, and no ``.. include:: qos-types.inc`` anywhere.

    Right: include it in ``index.rst``, or delete it.
    """
    for section in context.sections:
        if not section.published and section.operations:
            first = section.operations[0]
            count = len(section.operations)
            what = "its operation is" if count == 1 else f"its {count} operations are"
            yield Report(
                first.title_location,
                f"no file includes {section.path.rsplit('/', 1)[-1]}: {what} not published",
                section,
                hint="include it in the index, or delete it",
            )
