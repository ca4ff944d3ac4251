"""The check of a build: the same steps as those of the command line, unless nothing has changed since the last one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from apiref_verify import steps
from apiref_verify.configuration import Configuration, ConfigurationError, load, load_file
from apiref_verify.reading.tree import Tree, TreeError
from apiref_verify.sphinx_ext import telling
from apiref_verify.sphinx_ext.checked.basis import basis_of, still_holds
from apiref_verify.sphinx_ext.claims.tree import document_path, tree_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from apiref_verify.model.reference import Reference
    from apiref_verify.sphinx_ext.checked.verdicts import Verdicts
    from apiref_verify.sphinx_ext.domain import ReferenceDomain
    from apiref_verify.verification import Result


@dataclass(frozen=True, slots=True)
class Checked:
    """What a build knows of its reference; ``result`` is ``None`` if the verdicts of an earlier build still hold."""

    root: Path
    verdicts: Verdicts
    result: Result | None


def check(app: Sphinx, domain: ReferenceDomain, anew: bool) -> Checked:
    """Check the claims that are collected in the domain; always, if ``anew``, else if something has changed.

    :raises UnableError: if that cannot be done, or there is nothing to check.
    """
    environment = app.env
    try:
        settings = _settings(app)
        tree = tree_of(environment)
    except (ConfigurationError, TreeError) as error:
        raise steps.UnableError(str(error)) from None
    known = domain.verdicts
    if known is not None and not anew and still_holds(known.basis, tree, settings):
        for message in known.warnings:
            telling.warn(message)
        return Checked(tree.root, known, None)
    from apiref_verify.sphinx_ext.checked.summing_up import verdicts_of

    warnings: list[str] = []

    def warn(message: str) -> None:
        telling.warn(message)
        warnings.append(message)

    result = _result(settings, tree, _collected(environment, domain, tree), warn)
    return Checked(tree.root, verdicts_of(result, warnings, basis_of(tree, result.reference, settings)), result)


def _settings(app: Sphinx) -> Configuration:
    named = app.config.apiref_verify_config
    return load_file(Path(app.confdir, named)) if named else load(Path(app.srcdir))


def _collected(environment: BuildEnvironment, domain: ReferenceDomain, tree: Tree) -> Reference:
    """The reference, from what was collected of each document while Sphinx read it."""
    from apiref_verify.reading.reader import read_parsed

    by_path = {document_path(environment, tree.root, name): document for name, document in domain.documents().items()}
    return read_parsed(tree, (by_path[path] for path in tree.documents if path in by_path))


def _result(settings: Configuration, tree: Tree, reference: Reference, warn: steps.Warn) -> Result:
    rules = steps.rules_of(settings)
    contracts = steps.load_contracts(settings, warn)
    observations = steps.gathered(settings, reference, contracts, warn, _unobserved)
    try:
        return steps.judged(settings, reference, rules, contracts, observations, _unobserved)
    except steps.UnableError as error:
        raise steps.UnableError(f"{tree.root / tree.source}: {error}") from None


def _unobserved(step: str, done: int, total: int) -> None:
    """Sphinx has progress bars of its own."""
