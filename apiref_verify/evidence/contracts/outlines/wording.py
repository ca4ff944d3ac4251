"""Forms in words: types, and types with their constraints in brackets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from apiref_verify.evidence.contracts.outlines.constraints import ALLOWED, REFUSED, Constraint, Kind
from apiref_verify.evidence.contracts.outlines.outline import Form

ANYTHING = "anything"
NOTHING = "not allowed"
_LONGEST_PATTERN = 60
_MOST_VALUES = 30
_TRUTH = frozenset({"true", "false", "1", "0", "yes", "no", "on", "off", "t", "f", "y", "n"})
_SHOWN = {
    Kind.FORMAT: "format {}",
    Kind.PATTERN: "matches {}",
    Kind.DEFAULT: "default {}",
    Kind.NEEDS: "with {}",
    Kind.CONDITIONS: "conditions in the schema: {}",
}


def type_of(form: Form) -> str:
    """The type of a form, such as ``string or null`` (``null`` is named last) or ``array of object``."""
    if form.impossible:
        return NOTHING
    of_items = " or ".join(dict.fromkeys(type_of(item) for item in form.items))
    listed = f"array of {of_items}" if of_items and of_items != ANYTHING else "array"
    names = sorted(form.types, key=lambda name: name == "null")
    return " or ".join(listed if name == "array" else name for name in names) or ANYTHING


def described(forms: Sequence[Form]) -> str:
    """All forms: ``string (format uuid) or null``; forms of one type share it."""
    by_type: dict[str, list[Form]] = {}
    for form in forms:
        by_type.setdefault(type_of(form), []).append(form)
    return " or ".join(_of_one_type(same) for same in by_type.values())


def _of_one_type(forms: Sequence[Form]) -> str:
    told = list(dict.fromkeys(_bracket(form) for form in forms))
    if "" in told:
        return _head(forms[0], "")
    return _head(forms[0], ", or ".join(told))


def _head(form: Form, bracket: str) -> str:
    """The type with its own constraints; those of items stand behind what the items are."""
    own = f" ({bracket})" if bracket else ""
    if form.impossible or not form.items or form.types != ("array",):
        return f"{type_of(form)}{own}"
    return f"array{own} of {described(form.items)}"


def _bracket(form: Form) -> str:
    return ", ".join(text for constraint in form.constraints for text in constraint_texts(constraint, form))


def constraint_texts(constraint: Constraint, form: Form) -> Iterable[str]:
    """A constraint as it is shown; that other properties are refused goes without saying."""
    kind, values = constraint.kind, constraint.values
    if kind is Kind.VALUES:
        return [chosen(values)]
    if kind is Kind.OTHERS:
        if values == (REFUSED,) and not form.entries:
            return ["empty"]
        named = "any other properties" if form.entries else "any properties"
        return [named] if values == (ALLOWED,) else []
    if kind is Kind.CONDITIONS:
        return [_SHOWN[kind].format(", ".join(values))]
    return [_SHOWN.get(kind, "{}").format(shortened(value)) for value in values]


def chosen(values: Sequence[str]) -> str:
    """A choice of values, not more of them than can be read; the many spellings of true and false in short."""
    if len(values) > 4 and {value.strip('"').lower() for value in values} <= _TRUTH:
        return "any spelling of true and false"
    shown = ", ".join(values[:_MOST_VALUES])
    if len(values) > _MOST_VALUES:
        return f"one of {shown} and {len(values) - _MOST_VALUES} more"
    return f"one of {shown}" if len(values) > 1 else f"only {shown}"


def shortened(text: str) -> str:
    """A text that fits into a line; patterns can be very long."""
    plain = text if text.isprintable() else ascii(text)[1:-1]
    return plain if len(plain) <= _LONGEST_PATTERN else f"{plain[: _LONGEST_PATTERN - 1]}…"
