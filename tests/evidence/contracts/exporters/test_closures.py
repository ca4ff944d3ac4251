"""What decorators were told is found again in the closures of their wrappers."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from apiref_verify.evidence.contracts.exporters.introspection.closures import cells, decorated_by, layers

Function = Callable[..., Any]


def expects(errors: Any, since: str | None = None) -> Callable[[Function], Function]:
    def decorator(function: Function) -> Function:
        @functools.wraps(function)
        def wrapper(*args: Any) -> Any:
            return function(*args), errors, since

        return wrapper

    return decorator


def hidden(limit: int) -> Callable[[Function], Function]:
    """A decorator that does not say what it wraps."""

    def decorator(function: Function) -> Function:
        def wrapper(*args: Any) -> Any:
            return function(*args), limit

        return wrapper

    return decorator


class Boats:
    @expects((404, 409), "2.3")
    @hidden(5)
    @expects(400)
    def show(self) -> None:
        """Show a boat."""

    def plain(self) -> None:
        """Not decorated."""


def told(function: Function, decorator: str) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in one.items() if name != "function"} for one in decorated_by(function, decorator)
    ]


def test_every_layer_is_found_from_the_outside_in() -> None:
    assert told(Boats.show, "expects") == [{"errors": (404, 409), "since": "2.3"}, {"errors": 400, "since": None}]
    assert told(Boats.show, "hidden") == [{"limit": 5}]
    assert told(Boats().show, "expects") == told(Boats.show, "expects")


def test_another_decorator_was_not_used() -> None:
    assert told(Boats.show, "expect") == []
    assert told(Boats.plain, "expects") == []


def test_the_innermost_layer_is_the_function_itself() -> None:
    *_, last = layers(Boats.show)
    assert last.__qualname__ == "Boats.show"
    assert cells(last) == {}
    assert list(layers(Boats.plain)) == [Boats.plain]


def test_functions_that_refer_to_each_other_end() -> None:
    def first() -> Any:
        return second()

    def second() -> Any:
        return first()

    assert list(layers(first)) == [first, second]


def test_cells_without_a_value_are_left_out() -> None:
    def function() -> Any:
        return later

    assert cells(function) == {}
    later = 1
    assert cells(function) == {"later": 1}


def test_what_is_no_function_has_no_layers() -> None:
    assert list(layers(len)) == []
    assert cells(len) == {}
