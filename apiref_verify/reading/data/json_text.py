"""JSON text, place by place: what is wrong with it, which keys stand twice, where a value is.

The parser of the standard library is fast but tells little; this one runs only on texts that are found wanting. It
knows no recursion, and its messages do not depend on the version of Python.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

DEEPEST = 100
"""More brackets than this inside each other are a fault."""

LONGEST_NUMBER = 4300
"""Integers of more digits are a fault: the limit of Python itself."""

_ESCAPE = r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})'
_STRING_BODY = rf'[^"\\\x00-\x1f]*+(?:{_ESCAPE}[^"\\\x00-\x1f]*+)*+'
_STRING_START = re.compile(f'"{_STRING_BODY}')
_TOKEN = re.compile(
    rf'(?P<string>"{_STRING_BODY}")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?)(?![\w.+])"
    r"|(?P<word>true|false|null)\b"
    r"|(?P<mark>[{}\[\],:])"
)
_BLANKS = re.compile(r"[ \t\r\n]*")
_WORD = re.compile(r"-?[^\W\d]\w*")
_NUMBER_LIKE = re.compile(r"[-+]?\.?[0-9][\w.+-]*")
_SPELLINGS = {"True": "true", "TRUE": "true", "False": "false", "FALSE": "false", "None": "null", "NULL": "null"}
_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")
_QUOTES = "'‘’“”„‚«»＂＇"
_CLOSERS = {"{": "}", "[": "]"}
_KINDS = {"{": "object", "[": "list"}


class JSONFault(ValueError):  # noqa: N818  (it becomes a Problem)
    """The text is not JSON: what is wrong at ``offset``, and what to do about it.

    ``opened`` is where the bracket stands that the message ends with, if it ends with one.
    """

    def __init__(self, message: str, hint: str, offset: int, opened: int | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.offset = offset
        self.opened = opened


@dataclass(frozen=True, slots=True)
class Repeat:
    """A key that stands twice in one object, and where."""

    key: str
    first: int
    second: int


class _Expect(Enum):
    VALUE = auto()
    VALUE_OR_END = auto()
    KEY = auto()
    KEY_OR_END = auto()
    COLON = auto()
    COMMA_OR_END = auto()
    NOTHING = auto()


@dataclass(slots=True)
class _Open:
    """An object or list under way; ``step`` is the key or index of its present value."""

    mark: str
    start: int
    keys: dict[str, int] = field(default_factory=dict)
    step: str | int = -1


class _Walk:
    """One walk through a text. ``repeats`` grow on the way; ``walk`` raises :class:`JSONFault` where it must stop."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[_Open] = []
        self.repeats: list[Repeat] = []
        self._expect = _Expect.VALUE
        self._at = 0
        self._last = 0  # where the last token begins
        self._end = 0  # where the last token ends

    def walk(self) -> Iterator[int]:
        """Yield the offset of each key of an object and each value of a list; ``open`` tells which it is."""
        while True:
            self._at = _blanks_end(self.text, self._end)
            if self._at == len(self.text):
                self._finish()
                return
            match = _TOKEN.match(self.text, self._at)
            if not match:
                raise self._strange()
            yield from self._take(str(match.lastgroup), match[0])
            self._last, self._end = self._at, match.end()

    def _take(self, kind: str, token: str) -> Iterator[int]:
        expect = self._expect
        if expect is _Expect.NOTHING:
            raise self._after_the_end(token)
        if expect is _Expect.COLON:
            self._colon(token)
        elif expect is _Expect.COMMA_OR_END:
            self._comma_or_end(kind, token)
        elif token in ("}", "]"):
            self._early_end(token)
        elif token in (",", ":"):
            raise self._no_value(token)
        elif expect in (_Expect.KEY, _Expect.KEY_OR_END):
            yield self._key(kind, token)
        else:
            yield from self._value(kind, token)

    def _key(self, kind: str, token: str) -> int:
        if kind != "string":
            raise self._fault("a key that is no string", 'put the key in double quotes: "name": value')
        here = self.open[-1]
        key = json.loads(token) if "\\" in token else token[1:-1]
        if key in here.keys:
            self.repeats.append(Repeat(key, here.keys[key], self._at))
        here.keys.setdefault(key, self._at)
        here.step = key
        self._expect = _Expect.COLON
        return self._at

    def _value(self, kind: str, token: str) -> Iterator[int]:
        if self.open and self.open[-1].mark == "[":
            here = self.open[-1]
            here.step = int(here.step) + 1
            yield self._at
        if kind == "mark":
            self.open.append(_Open(token, self._at))
            if len(self.open) > DEEPEST:
                raise self._fault(f"nested more than {DEEPEST} deep", "show less of it")
            self._expect = _Expect.KEY_OR_END if token == "{" else _Expect.VALUE_OR_END
            return
        if kind == "number":
            self._check_number(token)
        self._expect = _Expect.COMMA_OR_END if self.open else _Expect.NOTHING

    def _check_number(self, token: str) -> None:
        if token.lstrip("-").isdigit():
            if len(token) > LONGEST_NUMBER:
                raise self._fault(f"a number of {len(token)} digits", "write a shorter one")
        elif float(token) in (float("inf"), float("-inf")):
            raise self._fault(f"the number {token[:20]} is too large", "write a smaller one")

    def _colon(self, token: str) -> None:
        if token != ":":
            key = str(self.open[-1].step)
            hint = "inside { } every value needs a key: write [ ] for a list" if token in ",}" else "put a colon there"
            raise JSONFault(f"no colon after the key {_short(key)}", hint, self._end)
        self._expect = _Expect.VALUE

    def _comma_or_end(self, kind: str, token: str) -> None:
        here = self.open[-1]
        if token == ",":
            self._expect = _Expect.KEY if here.mark == "{" else _Expect.VALUE
        elif token == _CLOSERS[here.mark]:
            self._close()
        elif token in ("}", "]"):
            raise self._mismatch(token)
        elif token == ":":
            raise self._fault("a colon where a comma or a closing bracket belongs", "is a quote or a brace missing?")
        elif self._touches_a_string() and kind != "mark":
            raise self._inner_quote()
        else:
            raise JSONFault("a comma is missing after this value", "put a comma there", self._end)

    def _early_end(self, token: str) -> None:
        """Take a closing bracket where a key or a value may stand."""
        here = self.open[-1] if self.open else None
        if here is None:
            raise self._fault(f"it begins with a closing {token}", "is an opening bracket missing?")
        if self.text[self._last] == ":":
            raise self._fault(f"the key {_short(str(here.step))} has no value", "write its value, or null")
        if token != _CLOSERS[here.mark]:
            raise self._mismatch(token)
        if self.text[self._last] == ",":
            raise JSONFault(f"a comma before the closing {token}", "remove the comma", self._last)
        self._close()

    def _close(self) -> None:
        self.open.pop()
        self._expect = _Expect.COMMA_OR_END if self.open else _Expect.NOTHING

    def _finish(self) -> None:
        if self.open:
            here = self.open[-1]
            message = f"the text ends inside the {_KINDS[here.mark]}"
            raise JSONFault(message, f"close it with {_CLOSERS[here.mark]}", self._end, here.start)
        if self._expect is not _Expect.NOTHING:
            raise JSONFault("it is empty", "write the sample, or take it out of the reference", 0)

    def _fault(self, message: str, hint: str) -> JSONFault:
        return JSONFault(message, hint, self._at)

    def _mismatch(self, token: str) -> JSONFault:
        here = self.open[-1]
        message = f"a closing {token} inside the {_KINDS[here.mark]}"
        return JSONFault(message, f"close that one first, with {_CLOSERS[here.mark]}", self._at, here.start)

    def _no_value(self, token: str) -> JSONFault:
        if token == ",":
            if self.open and self.text[self._last] == ",":
                return self._fault("two commas in a row", "remove one")
            return self._fault("a comma where a value belongs", "remove the comma, or write the value")
        return self._fault("a colon where a value belongs", "is a key missing?")

    def _after_the_end(self, token: str) -> JSONFault:
        if token in ("}", "]"):
            return self._fault(f"a closing {token} too many", "remove it")
        if token == ",":
            return self._fault("a comma after the end", "remove the comma")
        return self._fault("text after the end of the value", "a sample holds one value: a bracket too many, perhaps")

    def _touches_a_string(self) -> bool:
        return 0 < self._end == self._at and self.text[self._end - 1] == '"'

    def _inner_quote(self) -> JSONFault:
        return JSONFault("a quote inside a string", 'write it as \\"', self._end - 1)

    def _strange(self) -> JSONFault:
        """Tell what stands where no token can be read."""
        text, at = self.text, self._at
        if text[at] == '"':
            return self._broken_string()
        if self._touches_a_string() and (text[at].isalnum() or text[at] == "_"):
            return self._inner_quote()
        if text.startswith(("//", "/*", "#"), at):
            return self._fault("a comment", "JSON has no comments: take it out")
        if text.startswith(("..", "…"), at):
            return self._fault("an ellipsis", "leave it out, or show the whole")
        if word := _WORD.match(text, at):
            return self._bare_word(word[0])
        if number := _NUMBER_LIKE.match(text, at):
            return self._fault(f"{_short(number[0])} is no number", "write digits, as in 10 or 0.5")
        return self._strange_character(text[at])

    def _bare_word(self, word: str) -> JSONFault:
        if word in _SPELLINGS:
            return self._fault(f"the word {word}", f"write {_SPELLINGS[word]}")
        if word in _NO_NUMBERS:
            return self._fault(f"{word} is no number in JSON", "write null, or a string")
        return self._fault(f"the word {_short(word)} without quotes", "put it in double quotes")

    def _strange_character(self, character: str) -> JSONFault:
        number = f"U+{ord(character):04X}"
        plain = unicodedata.normalize("NFKC", character)
        if character.isspace() or unicodedata.category(character) in ("Cc", "Cf"):
            name = unicodedata.name(character, "control character").lower()
            return self._fault(f"the character {number} ({name}) between values", "replace it by a plain blank")
        if character in _QUOTES:
            kind = "single" if character == "'" else "curly"
            return self._fault(f"a string in {kind} quotes", 'put it in double quotes: "')
        if plain != character and plain in tuple(",:{}[]"):
            return self._fault(f"the full-width {character} ({number})", f"write {plain}")
        if character in "<$%":
            return self._fault(f"unexpected {character}", "put the value in double quotes")
        shown = character if character.isprintable() else number
        return self._fault(f"unexpected {shown}", "take it out, or put it in double quotes")

    def _broken_string(self) -> JSONFault:
        match = _STRING_START.match(self.text, self._at)
        at = match.end() if match else self._at + 1
        if at == len(self.text):
            return self._fault("a string that is not closed", "close it with a double quote")
        bad = self.text[at]
        if bad == "\n":
            return JSONFault("a line break inside a string", "close the string, or write the break as \\n", at)
        if bad == "\t":
            return JSONFault("a tab inside a string", "write it as \\t", at)
        if bad == "\\":
            shown = _short(self.text[at : at + 2].strip())
            return JSONFault(f"{shown} is no escape", "write a backslash as \\\\, a character as \\u and 4 digits", at)
        number = f"{ord(bad):04X}"
        return JSONFault(f"the control character U+{number} inside a string", f"write it as \\u{number}", at)


def _blanks_end(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _short(text: str) -> str:
    shown = text if len(text) <= 40 else text[:39] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown)


def fault(text: str) -> JSONFault | None:
    """Return what is wrong with a text, or ``None`` if it is JSON."""
    try:
        for _ in _Walk(text).walk():
            pass
    except JSONFault as found:
        return found
    return None


def repeats(text: str) -> list[Repeat]:
    """Return the keys that stand twice in one object, as far as the text is JSON."""
    walk = _Walk(text)
    try:
        for _ in walk.walk():
            pass
    except JSONFault:
        pass
    return walk.repeats


def offset_of(text: str, pointer: Sequence[str | int]) -> int:
    """Return where the value at ``pointer`` stands, or its key if it is in an object.

    Falls back to the nearest ancestor that can be found, at worst to 0.
    """
    walk = _Walk(text)
    found, depth = 0, 0
    try:
        for at in walk.walk():
            here = len(walk.open)
            if depth < here <= len(pointer) and [level.step for level in walk.open] == list(pointer[:here]):
                found, depth = at, here
                if depth == len(pointer):
                    break
    except JSONFault:
        pass
    return found


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column, from 1, of an offset into a text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
