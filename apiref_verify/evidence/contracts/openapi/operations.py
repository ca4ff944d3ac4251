"""The operations of a path: one route for each method and action, cut wherever something changes by version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apiref_verify.evidence.contracts import axis
from apiref_verify.evidence.contracts.openapi import branches
from apiref_verify.evidence.contracts.openapi.branches import span
from apiref_verify.evidence.contracts.openapi.document import Document, Documents, Found
from apiref_verify.evidence.contracts.openapi.schemas import Direction, Moment, Schemas
from apiref_verify.model.contract import Codes, Promise, Route, Schema
from apiref_verify.model.microversion import VersionRange

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

_JSON = re.compile(r"(?:^|[/+.-])json\b", re.IGNORECASE)
_STATUS = re.compile(r"[1-5](?:\d\d|XX)$|default$")


@dataclass(frozen=True, slots=True)
class _Operation:
    """One operation as the document has it: the parts of it that matter, with the documents that they stand in."""

    method: str
    template: str
    request: Found | None
    parameters: tuple[Found, ...]
    responses: Mapping[str, Found]
    deprecated: bool


class Operations:
    """Reads the operations of paths into routes, over a whole range of versions."""

    def __init__(self, documents: Documents, schemas: Schemas, whole: VersionRange) -> None:
        self._documents = documents
        self._schemas = schemas
        self._whole = whole

    def routes(self, template: str, item: Any, document: Document) -> Iterator[Route]:
        """The routes of a path; ``item`` is its value in the document.

        :raises ContractError: if something in it is not what it has to be.
        """
        served = span(item, self._documents, document)
        found = self._mapping(item, document, f"the path {template}")
        for method in METHODS:
            if method in found.value:
                operation = self._mapping(found.value[method], found.document, f"{method.upper()} {template}")
                versions = span(operation.value, self._documents, operation.document)
                whole = self._within(self._within(self._whole, served), versions)
                if whole is not None:
                    yield from self._routes(self._read(method, template, operation, found), whole)

    @staticmethod
    def _within(whole: VersionRange | None, versions: VersionRange) -> VersionRange | None:
        return whole.intersection(versions) if whole is not None and whole.overlaps(versions) else None

    def _read(self, method: str, template: str, operation: Found, item: Found) -> _Operation:
        name = f"{method.upper()} {template}"
        responses = self._mapping(operation.value.get("responses", {}), operation.document, f"the responses of {name}")
        return _Operation(
            method.upper(),
            template,
            self._request(operation, name),
            (*self._parameters(item, name), *self._parameters(operation, name)),
            {
                str(status).upper() if status != "default" else status: Found(value, responses.document)
                for status, value in responses.value.items()
                if _STATUS.match(str(status).replace("x", "X"))
            },
            operation.value.get("deprecated") is True,
        )

    def _mapping(self, value: Any, document: Document, what: str) -> Found:
        """What a value stands for, which must be a mapping."""
        found = self._documents.follow(value, document)
        if not isinstance(found.value, dict):
            raise document.error(f"{what} must be a mapping", "see the OpenAPI specification", value)
        return found

    def _request(self, operation: Found, name: str) -> Found | None:
        if "requestBody" not in operation.value:
            return None
        body = self._mapping(operation.value["requestBody"], operation.document, f"the body of {name}")
        return self._json(body, f"the body of {name}")

    def _json(self, body: Found, what: str) -> Found | None:
        """The schema of the JSON in a body, if it may be JSON and has one."""
        content = self._mapping(body.value.get("content", {}), body.document, f"the content of {what}")
        types = sorted((kind for kind in content.value if _JSON.search(kind)), key=lambda kind: kind != _PLAIN)
        if not types:
            return None
        media = self._mapping(content.value[types[0]], content.document, f"{types[0]} of {what}")
        return Found(media.value["schema"], media.document) if "schema" in media.value else None

    def _parameters(self, owner: Found, name: str) -> list[Found]:
        """The query parameters of a path or operation."""
        listed = owner.value.get("parameters", [])
        if not isinstance(listed, list):
            raise owner.document.error(f"the parameters of {name} must be a list", "begin each with -", listed)
        followed = [(one, self._mapping(one, owner.document, f"a parameter of {name}")) for one in listed]
        return [Found(one, owner.document) for one, found in followed if found.value.get("in") == "query"]

    def _routes(self, operation: _Operation, whole: VersionRange) -> Iterator[Route]:
        request = operation.request
        chosen = self._documents.follow(request.value, request.document) if request else None
        if chosen is None or not branches.is_by_action(chosen.value):
            requests = [request] if request else []
            yield Route(
                operation.method, operation.template, None, "", self._promises(operation, requests, None, whole)
            )
            return
        for action, bodies in branches.actions(chosen.value, self._documents, chosen.document).items():
            lived = self._lifetime(bodies, whole)
            promises = self._promises(operation, bodies, action, lived) if lived else ()
            yield Route(operation.method, operation.template, action, "", promises)

    def _lifetime(self, bodies: list[Found], whole: VersionRange) -> VersionRange | None:
        """The versions of an action: it ends with the last of its bodies.

        It may have been there before the first one, when its body was not looked at.
        """
        spans = [versions for found in bodies for versions in branches.lifetimes(found, self._documents)]
        ends = [versions.maximum for versions in spans if versions.maximum]
        return self._within(whole, VersionRange(None, max(ends))) if len(ends) == len(spans) else whole

    def _promises(
        self, operation: _Operation, requests: list[Found], action: str | None, whole: VersionRange
    ) -> tuple[Promise, ...]:
        """What an operation promises in each window; ``requests`` are the bodies that it or its action may have."""
        responses = {status: self._response(found, action) for status, found in operation.responses.items()}
        known = [found for found in responses.values() if found]
        spans = [one for found in (*requests, *known) for one in self._schemas.spans(found.value, found.document)]
        spans += [span(one.value, self._documents, one.document) for one in operation.parameters]
        spans += [span(one.value, self._documents, one.document) for one in operation.responses.values()]
        return axis.merged(
            Promise(
                versions=window,
                request=self._of_window(requests, window),
                query=self._query(operation, window),
                responses=self._answers(operation, responses, window),
                success=self._codes(operation, window, "23"),
                errors=self._codes(operation, window, "45"),
                removed=action is None and operation.deprecated and "410" in operation.responses,
            )
            for window in axis.windows(whole, spans)
        )

    def _of_window(self, requests: list[Found], window: VersionRange) -> Schema | None:
        for found in requests:
            if span(found.value, self._documents, found.document).overlaps(window):
                return self._schemas.whole(found.value, found.document, Moment(window, Direction.REQUEST))
        return None

    def _response(self, response: Found, action: str | None) -> Found | None:
        body = self._mapping(response.value, response.document, "a response")
        schema = self._json(body, "a response")
        if schema is None or action is None:
            return schema
        return branches.of_action(schema.value, action, self._documents, schema.document)

    def _answers(
        self, operation: _Operation, schemas: Mapping[str, Found | None], window: VersionRange
    ) -> dict[str, Schema]:
        made = {
            status: self._schemas.whole(schema.value, schema.document, Moment(window, Direction.RESPONSE))
            for status, schema in schemas.items()
            if schema is not None and self._is_there(operation.responses[status], window)
        }
        return {status: schema for status, schema in made.items() if schema is not None}

    def _codes(self, operation: _Operation, window: VersionRange, classes: str) -> Codes:
        """The codes of some classes; documents rarely name them all."""
        named = (
            int(status)
            for status, found in operation.responses.items()
            if status.isdecimal() and status[0] in classes and self._is_there(found, window)
        )
        return Codes(tuple(sorted(named)))

    def _is_there(self, part: Found, window: VersionRange) -> bool:
        return span(part.value, self._documents, part.document).overlaps(window)

    def _query(self, operation: _Operation, window: VersionRange) -> Schema | None:
        """An object of the parameters that the query may have, if the operation has any in some version.

        Others may be understood as well: OpenAPI has no way to say that there are none.
        """
        if not operation.parameters:
            return None
        moment = Moment(window, Direction.REQUEST)
        properties, required = {}, []
        for one in operation.parameters:
            if self._is_there(one, window):
                parameter = self._mapping(one.value, one.document, "a parameter")
                name = parameter.value.get("name")
                if not isinstance(name, str):
                    raise parameter.document.error("a parameter has no name", "give it one", parameter.value)
                schema = self._schemas.whole(parameter.value.get("schema", True), parameter.document, moment)
                properties[name] = True if schema is None else schema
                if parameter.value.get("required") is True:
                    required.append(name)
        made = {"type": "object", "properties": properties, **({"required": required} if required else {})}
        return self._schemas.complete(made, moment)


_PLAIN = "application/json"
