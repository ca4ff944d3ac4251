"""Statuses that handlers set themselves are read from their source."""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest

from apiref_verify.evidence.contracts.exporters.introspection.statuses import Statuses, statuses

CREATED = 201


class Response:
    def __init__(self, body: Any = None, status_int: int = 200, code: int = 200) -> None:
        self.status_int = status_int


ResponseObject = Response


def supports(req: Any, version: str) -> bool:
    return req.version >= version


def make(req: Any, status: int = 200) -> Any:
    response = req.response
    response.status = status
    return response


class Boats:
    def nothing(self, req: Any) -> Any:
        return {"boats": []}

    def ends(self, req: Any) -> None:
        self.boats = req

    def refuses(self, req: Any) -> Any:
        raise LookupError

    def made(self, req: Any) -> Any:
        return Response(status_int=202)

    def made_and_kept(self, req: Any) -> Any:
        answer = ResponseObject(req, code=207)
        answer.headers = {}
        return answer

    def made_without(self, req: Any) -> Any:
        return ResponseObject(req)

    def on_one_way(self, req: Any) -> Any:
        if req.old:
            return Response(status_int=204)
        return {"boat": req}

    def on_both_ways(self, req: Any) -> Any:
        if req.old:
            req.log()
            answer = Response(status_int=204)
        else:
            answer = Response(status_int=201)
        return answer

    def on_the_response_of_the_request(self, req: Any) -> None:
        req.response.status_int = HTTPStatus.CREATED

    def by_another_name(self, req: Any) -> Any:
        response = req.response
        response.status = "201 Created"
        return req.response

    def sometimes_on_the_response(self, req: Any) -> Any:
        if req.new:
            req.response.status = CREATED
        return req.response

    def through_a_variable(self, req: Any) -> Any:
        result = 200
        for boat in req.boats:
            if boat.sunk:
                result = 207
                continue
        answer = ResponseObject(req)
        answer._code = result
        return answer

    def by_condition(self, req: Any) -> Any:
        return Response(status_int=201 if req.new else 200)

    def not_constant(self, req: Any) -> Any:
        return Response(status_int=req.status)

    def of_something_else(self, req: Any) -> Any:
        boat = req.boat
        boat.status = 3
        boat.reading = req.log(code=404)
        return boat

    def in_a_try(self, req: Any) -> Any:
        try:
            with req.lock:
                return Response(status_int=202)
        except LookupError:
            raise ValueError from None
        finally:
            req.close()

    def tried(self, req: Any) -> Any:
        try:
            req.save()
        except LookupError:
            return Response(status_int=202)

    def helped(self, req: Any) -> Any:
        return self._help(req)

    def _help(self, req: Any) -> Any:
        return Response(status_int=202)

    def helped_with_an_argument(self, req: Any) -> Any:
        return make(req, status=201)

    def helped_by_default(self, req: Any) -> Any:
        return make(req)

    def helps_itself(self, req: Any) -> Any:
        if req.more:
            return self.helps_itself(req)
        return Response(status_int=202)

    def by_version(self, req: Any) -> Any:
        is_new = not supports(req, "2.5")
        if is_new or supports(req, "2.9"):
            return Response(status_int=202)
        return {}


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        (Boats.nothing, Statuses()),
        (Boats.ends, Statuses()),
        (Boats.refuses, Statuses(default=False)),
        (Boats.made, Statuses((202,), default=False)),
        (Boats.made_and_kept, Statuses((207,), default=False)),
        (Boats.made_without, Statuses()),
        (Boats.on_one_way, Statuses((204,))),
        (Boats.on_both_ways, Statuses((201, 204), default=False)),
        (Boats.on_the_response_of_the_request, Statuses((201,), default=False)),
        (Boats.by_another_name, Statuses((201,), default=False)),
        (Boats.sometimes_on_the_response, Statuses((201,))),
        (Boats.through_a_variable, Statuses((200, 207), default=False)),
        (Boats.by_condition, Statuses((200, 201), default=False)),
        (Boats.not_constant, Statuses(unknown=True, default=False)),
        (Boats.of_something_else, Statuses()),
        (Boats.in_a_try, Statuses((202,), default=False)),
        (Boats.tried, Statuses((202,))),
        (Boats.helped, Statuses((202,), default=False)),
        (Boats.helped_with_an_argument, Statuses((201,), default=False)),
        (Boats.helped_by_default, Statuses((200,), default=False)),
        (Boats.helps_itself, Statuses((202,))),
        (len, Statuses(unknown=True)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_statuses(handler: Callable[..., Any], expected: Statuses) -> None:
    assert statuses(handler) == expected


def at(version: float) -> Callable[[ast.Call], bool | None]:
    def decide(call: ast.Call) -> bool | None:
        match call:
            case ast.Call(func=ast.Name(id="supports"), args=[_, ast.Constant(value=str() as asked)]):
                return float(asked) <= version
        return None

    return decide


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        (2.4, Statuses((202,), default=False)),
        (2.5, Statuses()),
        (2.9, Statuses((202,), default=False)),
    ],
)
def test_only_the_branches_of_a_version_are_read(version: float, expected: Statuses) -> None:
    assert statuses(Boats.by_version, at(version)) == expected


def test_a_decorated_handler_is_read_itself() -> None:
    @functools.wraps(Boats.made)
    def wrapper(*args: Any) -> Any:
        return Boats.made(*args)

    assert statuses(wrapper).codes == (202,)


def test_a_handler_without_source_is_unknown() -> None:
    spaces: dict[str, Any] = {}
    exec("def handler(req):\n    return 1\n", spaces)
    assert statuses(spaces["handler"]) == Statuses(unknown=True)
