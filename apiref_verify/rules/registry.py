"""The registry of rules: what each says of itself, and how to find it."""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from apiref_verify.model.finding import Severity
from apiref_verify.model.reference import Phase
from apiref_verify.rules.context import Context, Report

Check: TypeAlias = Callable[[Context], Iterator[Report]]
_CODE = re.compile(r"^AR\d{0,3}$")


class UnknownRuleError(ValueError):
    """A code or name that no rule has; the message offers the nearest."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: ``needs`` is the evidence that it can use, any of it; ``since`` is a version of ours.

    ``phase`` is ``None`` for a rule that is about all of them: each of its findings says which. A rule that
    ``judges_claims`` runs when all others have: it sees what they found, and counts for no phase.

    Kinds of evidence are ``reference`` (itself), ``samples``, ``contract`` and ``exchanges``.
    """

    code: str
    name: str
    phase: Phase | None
    severity: Severity
    needs: tuple[str, ...]
    default: bool
    since: str
    check: Check
    judges_claims: bool = False

    @property
    def summary(self) -> str:
        """The first line of the explanation."""
        return self.explanation.split("\n", 1)[0]

    @property
    def of_phase(self) -> str:
        """Its phase, in words."""
        return str(self.phase or "any")

    @property
    def evidence(self) -> str:
        """What it needs, in words: ``samples, contract or exchanges``."""
        return " or ".join(filter(None, (", ".join(self.needs[:-1]), self.needs[-1])))

    @property
    def explanation(self) -> str:
        """What it checks, why it matters, an example wrong and right, in RST: the docstring of its function."""
        return inspect.cleandoc(self.check.__doc__ or "")


RULES: dict[str, Rule] = {}


def rule(
    code: str,
    name: str,
    phase: Phase | None,
    severity: Severity = Severity.WARNING,
    needs: tuple[str, ...] = ("reference",),
    default: bool = True,
    since: str = "0.1",
    judges_claims: bool = False,
) -> Callable[[Check], Check]:
    """Register a function as the rule ``code``; its docstring is the explanation shown everywhere."""

    def register(check: Check) -> Check:
        if code in RULES:
            raise ValueError(f"{code} is registered twice")
        RULES[code] = Rule(code, name, phase, severity, needs, default, since, check, judges_claims)
        return check

    return register


def find(word: str) -> list[Rule]:
    """The rules that a code (``AR201``), the beginning of one (``AR2``), a name or ``ALL`` means.

    :raises UnknownRuleError: if there are none.
    """
    wanted = word.strip()
    if wanted.upper() == "ALL":
        return sorted(RULES.values(), key=lambda r: r.code)
    if _CODE.match(wanted.upper()):
        found = [r for c, r in sorted(RULES.items()) if c.startswith(wanted.upper())]
    else:
        found = [r for r in RULES.values() if r.name == wanted.lower()]
    if not found:
        known = [*RULES, *(r.name for r in RULES.values())]
        typed = wanted.upper().replace("O", "0").replace("I", "1").replace("L", "1")
        near = [typed] if typed in RULES else difflib.get_close_matches(wanted, known, n=1, cutoff=0.75)
        raise UnknownRuleError(f"no rule {word!r}" + (f": did you mean {near[0]}?" if near else ""))
    return found
