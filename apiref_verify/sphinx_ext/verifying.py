"""Once Sphinx has read all documents: check them, tell what is found, and say which pages show something else now."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from apiref_verify.sphinx_ext import options, telling
from apiref_verify.sphinx_ext.builder import VerifyBuilder
from apiref_verify.sphinx_ext.checking import check
from apiref_verify.sphinx_ext.domain import ReferenceDomain
from apiref_verify.sphinx_ext.memory import without_collector
from apiref_verify.steps import UnableError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def on_env_updated(app: Sphinx, environment: BuildEnvironment) -> list[str]:
    """Check, and tell findings as warnings if the mode is to; the documents whose pages must be written again."""
    if options.is_off(app):
        return []
    domain = cast(ReferenceDomain, environment.get_domain("apiref"))
    builder = app.builder if isinstance(app.builder, VerifyBuilder) else None
    try:
        with without_collector():
            checked = check(app, domain, anew=builder is not None)
    except UnableError as error:
        telling.unable(str(error))
        domain.verdicts = None
        return []
    domain.verdicts = checked.verdicts
    domain.rename({place: operation.name for place, operation in checked.verdicts.operations.items()})
    if options.mode(app.config) is options.Mode.WARN:
        telling.tell(checked.verdicts.findings, checked.root, app.config.suppress_warnings)
    telling.summary(checked.verdicts.summary)
    if builder is not None:
        builder.result = checked.result
    return []
