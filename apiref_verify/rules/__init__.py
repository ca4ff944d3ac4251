"""Rules: one decorated function each, in one file per phase. Importing this package registers them all."""

from apiref_verify.rules import (
    body,
    breaches,
    claims,
    codes,
    examples,
    guideline,
    methods,
    parameters,
    presence,
    reading,
    required,
    routes,
    schemas,
    versions,
)
from apiref_verify.rules.registry import RULES, Rule, find

__all__ = [
    "RULES",
    "Rule",
    "body",
    "breaches",
    "claims",
    "codes",
    "examples",
    "find",
    "guideline",
    "methods",
    "parameters",
    "presence",
    "reading",
    "required",
    "routes",
    "schemas",
    "versions",
]
