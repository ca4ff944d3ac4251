"""Once Sphinx has read all documents: check them, tell what is found, and say which pages show something else now."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from apiref_verify.sphinx_ext import options, saving, telling
from apiref_verify.sphinx_ext.builder import VerifyBuilder
from apiref_verify.sphinx_ext.checked.check import check
from apiref_verify.sphinx_ext.domain import ReferenceDomain
from apiref_verify.sphinx_ext.memory import without_collector
from apiref_verify.sphinx_ext.pages.changed import changed, digests
from apiref_verify.steps import UnableError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def on_env_updated(app: Sphinx, environment: BuildEnvironment) -> list[str]:
    """Check, and tell findings as warnings if the mode is to; the documents whose pages must be written again."""
    domain = cast(ReferenceDomain, environment.get_domain("apiref"))
    is_to_be_kept = _check(app, domain)
    if isinstance(app.builder, VerifyBuilder):
        return []
    now = digests(domain, options.shown(app.config))
    before = domain.written.get(str(app.outdir), {})
    domain.written[str(app.outdir)] = now
    outdated = sorted(changed(before, now) & environment.found_docs)
    if is_to_be_kept and not outdated:
        saving.save(app)
    return outdated


def _check(app: Sphinx, domain: ReferenceDomain) -> bool:
    """Let the domain have the verdicts of now: none, if the mode is off, or if the check cannot be made.

    What is returned is whether there are verdicts to keep that no earlier build has kept.
    """
    if options.is_off(app):
        domain.verdicts = None
        return False
    builder = app.builder if isinstance(app.builder, VerifyBuilder) else None
    try:
        with without_collector():
            checked = check(app, domain, anew=builder is not None)
    except UnableError as error:
        telling.unable(str(error))
        domain.verdicts = None
        if builder is not None:
            builder.report(None)
        return False
    domain.verdicts = checked.verdicts
    domain.rename({place: operation.name for place, operation in checked.verdicts.operations.items()})
    if options.mode(app.config) is options.Mode.WARN:
        telling.tell(checked.verdicts.findings, checked.root, app.config.suppress_warnings)
    telling.summary(checked.verdicts.summary)
    if builder is not None:
        builder.report(checked.result)
    return checked.result is not None and checked.verdicts.basis.files is not None
