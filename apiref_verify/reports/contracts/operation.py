"""One operation of a contract at one version, for people who write about it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import click

from apiref_verify.evidence.contracts.outlines.constraints import ALLOWED, Kind
from apiref_verify.evidence.contracts.outlines.outline import ANY_NAME, Entry, Form, outline, query_outline
from apiref_verify.evidence.contracts.outlines.wording import described, shortened
from apiref_verify.model.contract import Codes, Promise, Route, Standing
from apiref_verify.reports.contracts.listing import counted
from apiref_verify.reports.json_report import version

_WIDEST_NAME = 44
_WIDEST = 120
_STANDINGS = {
    Standing.DECLARED: "",
    Standing.IMPLIED: "  (the default of the framework)",
    Standing.INCOMPLETE: "  (there may be others)",
}


def render_text(route: Route, promise: Promise) -> str:
    """Its schemas as outlines, and its codes."""
    lines = [click.style(f"{route}{_versions(promise)}", bold=True)]
    if route.handler:
        lines.append(click.style(f"served by {route.handler}", dim=True))
    lines += ["", *_body("Request", promise.request)]
    lines += ["", *_query(promise)]
    for status, schema in promise.responses.items():
        lines += ["", *_body(f"Response {status}", schema)]
    if not promise.responses:
        lines += ["", *_body("Response", None)]
    lines += ["", _codes("Success codes", promise.success), _codes("Error codes", promise.errors)]
    return "\n".join(lines) + "\n"


def _versions(promise: Promise) -> str:
    return "" if promise.versions.is_open else f", {promise.versions}"


def _body(title: str, schema: Any) -> list[str]:
    if schema is None:
        return [_heading(title, "not known")]
    forms = outline(schema)
    if forms == (Form(("null",)),):
        return [_heading(title, "no body")]
    return [*_headed(title, forms), *_table(_lines(forms, 1))]


def _query(promise: Promise) -> list[str]:
    if promise.query is None:
        return [_heading("Query", "not known")]
    forms = query_outline(promise.query)
    named = any(form.entries for form in forms)
    free = any(ALLOWED in form.of(Kind.OTHERS) or not form.types for form in forms)
    if not named:
        return [_heading("Query", "any parameters; none is named" if free else "no parameters")]
    told = "these parameters, and any others" if free else "these parameters"
    return [_heading("Query", told), *_table(_lines(forms, 1))]


def _headed(title: str, forms: Sequence[Form]) -> list[str]:
    told = f"one of {len(forms)} forms" if _differ(forms) else described(forms)
    return [_heading(title, told)]


def _heading(title: str, told: str) -> str:
    return f"{click.style(title, bold=True)}: {told}"


def _codes(title: str, codes: Codes) -> str:
    if not codes.codes:
        return _heading(title, "not known" if codes.standing is Standing.INCOMPLETE else "none")
    return f"{_heading(title, ', '.join(map(str, codes.codes)))}{_STANDINGS[codes.standing]}"


def _differ(forms: Sequence[Form]) -> bool:
    """Whether the entries of a value depend on its form."""
    return sum(bool(form.inner) for form in forms) > 1


def _lines(forms: Sequence[Form], depth: int) -> Iterator[tuple[int, str, str, str]]:
    """Lines as depth, name, required or optional, and type."""
    if not _differ(forms):
        for form in forms:
            for entry in form.inner:
                yield from _entry(entry, depth)
        return
    for number, form in enumerate(forms, 1):
        yield depth, f"form {number}:", "", described([form])
        for entry in form.inner:
            yield from _entry(entry, depth + 1)


def _entry(entry: Entry, depth: int) -> Iterator[tuple[int, str, str, str]]:
    told = f"one of {counted(len(entry.forms), 'form')}" if _differ(entry.forms) else described(entry.forms)
    yield depth, shown_name(entry.name), "required" if entry.required else "optional", told
    yield from _lines(entry.forms, depth + 1)


def shown_name(name: str) -> str:
    """A name, or what stands for names that are not fixed."""
    if name == ANY_NAME:
        return "(any other name)"
    return f"(names like {shortened(name)})" if name.startswith("/") and name.endswith("/") else name


def _table(lines: Iterator[tuple[int, str, str, str]]) -> list[str]:
    known = list(lines)
    width = min(max((2 * depth + len(name) for depth, name, _, _ in known), default=0), _WIDEST_NAME)
    return [line for depth, name, needed, told in known for line in _row(f"{'  ' * depth}{name}", needed, told, width)]


def _row(name: str, needed: str, told: str, width: int) -> Iterator[str]:
    """A line of a table; what is too long to be read in one continues below its beginning."""
    head = f"{name:<{width}}  {needed:<8}  " if needed else f"{name} "
    column = min(len(head), width + 12)
    first, *rest = textwrap.wrap(told, _WIDEST - column, break_long_words=False, break_on_hyphens=False)
    yield head + first
    yield from (" " * column + line for line in rest)


def as_json(route: Route, promise: Promise) -> dict[str, Any]:
    """The operation with its schemas as they are (``schemas/contract-show-1.json``)."""
    return {
        "method": route.method,
        "path": route.template,
        "action": route.action,
        "handler": route.handler,
        "min_version": version(promise.versions.minimum),
        "max_version": version(promise.versions.maximum),
        "removed": promise.removed,
        "request": promise.request,
        "query": promise.query,
        "responses": dict(promise.responses),
        "success": {"codes": list(promise.success.codes), "standing": promise.success.standing.value},
        "errors": {"codes": list(promise.errors.codes), "standing": promise.errors.standing.value},
    }
