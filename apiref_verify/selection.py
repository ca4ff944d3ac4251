"""Which rules run and which findings count: select, ignore, and ignores per path."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable

from apiref_verify.configuration import Configuration
from apiref_verify.model.finding import Finding
from apiref_verify.rules import RULES, Rule, find


def chosen_rules(configuration: Configuration) -> list[Rule]:
    """The rules to run: those selected (by default, all that are on), more that are added, less those ignored.

    The more exact of two settings wins: ``--select AR2 --ignore AR201`` leaves AR201 out, and
    ``--ignore AR2 --extend-select AR201`` lets it in.

    :raises UnknownRuleError: for a code or name that no rule has.
    """
    wanted = {rule.code: 0 for rule in RULES.values() if rule.default}
    if configuration.select:
        wanted = _precision(configuration.select)
    added = _precision(configuration.extend_select)
    ignored = _precision(configuration.ignore)
    for code, precision in added.items():
        wanted[code] = max(wanted.get(code, 0), precision)
    return [RULES[code] for code in sorted(wanted) if wanted[code] > ignored.get(code, -1)]


def _precision(words: Iterable[str]) -> dict[str, int]:
    """The rules that words mean, with how exactly: the length of the code's beginning, a name counting as a code."""
    found: dict[str, int] = {}
    for word in words:
        exact = 0 if word.upper() == "ALL" else min(len(word), 5)
        for rule in find(word):
            found[rule.code] = max(found.get(rule.code, 0), exact)
    return found


def counted(findings: Iterable[Finding], configuration: Configuration) -> tuple[Finding, ...]:
    """The findings that no ignore per path takes out."""
    ignores = [(pattern, _precision(words)) for pattern, words in configuration.per_path_ignores]
    return tuple(
        finding
        for finding in findings
        if not any(finding.code in codes and _matches(finding.location.path, pattern) for pattern, codes in ignores)
    )


def _matches(path: str, pattern: str) -> bool:
    return fnmatch.fnmatch(path, pattern) or fnmatch.fnmatch(path, f"*/{pattern}")
