"""What docutils finds wrong with a text, in words that say what to do about it."""

from __future__ import annotations

import re
from typing import NamedTuple


class Fault(NamedTuple):
    """What to tell of a system message of docutils; ``harmless`` if a page still shows what was meant."""

    message: str
    hint: str
    harmless: bool


_FAULTS: tuple[tuple[str, str, str, bool], ...] = (
    (r"Title (\w+) too short", r"the \1 is shorter than its title", "make it as long as the title", True),
    (
        r"^Possible title underline",
        "a title whose underline is too short, and which is text therefore",
        "make the underline as long as the title, or put a blank line between",
        True,
    ),
    (r"^(.*) ends without a blank line", r"\1 ends without a blank line", "put a blank line before this one", True),
    (
        r"Inline (.*) start-string without end",
        r"inline \1 that begins here and does not end",
        "end it, or escape the sign",
        True,
    ),
    (r"Unexpected section title", "a title inside an indented block", "take its indentation out", False),
    (
        r"Unexpected indentation",
        "an indentation that nothing asks for",
        "put a blank line above, or align it with the line above",
        False,
    ),
    (r"Malformed table\W*(.*)", r"a malformed table: \1", "align the borders of all its lines", False),
    (r"(Text in column margin|Column span).*", r"a malformed table: \g<0>", "align the text with the borders", False),
    (r"Blank line required after table", "no blank line after the table", "put one there", True),
    (
        r"Inconsistent literal block quoting",
        "a literal block whose lines are quoted differently",
        "begin each of its lines with the same sign, or indent it",
        False,
    ),
    (
        r"Literal block expected; none found",
        "the text ends with :: but no indented block follows",
        "indent the block, or write one colon",
        True,
    ),
    (r"malformed hyperlink target", "a malformed target", "write it as `.. _name: target`", True),
    (
        r"(Incomplete|Invalid) section title",
        "a line of signs that is no title",
        "put a title between two lines alike, or remove it",
        False,
    ),
    (
        r"Missing matching underline|overline & underline mismatch",
        "the lines around this title differ",
        "make them alike, and as long as the title",
        False,
    ),
    (r"(Footnote|Citation) content expected", r"an empty \1", "write its text", True),
    (r"Duplicate \w+ target name", r"\g<0>", "", True),
    (r"Invalid option list marker", "an option that is no option", "put a blank line above it", True),
)


def explain(text: str, level: int) -> Fault:
    """Return what a system message of docutils means; unknown ones keep their own words."""
    plain = " ".join(text.split("\n\n")[0].split()).rstrip(".:")
    for pattern, message, hint, harmless in _FAULTS:
        if match := re.search(pattern, plain):
            told = match.expand(message).strip(" :.")
            return Fault(told[0].lower() + told[1:], hint, harmless)
    return Fault(f"RST: {plain}", "", level < 3)
