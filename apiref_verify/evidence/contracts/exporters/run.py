"""The script that runs inside the interpreter of a service: ``PYTHON run.py SERVICE OUTFILE``.

That interpreter needs nothing of ours installed. Only our own package is made known to it, without its ``__init__``;
our site-packages stay out of its sight. The contract is written to OUTFILE as a bundle, and what the service prints
goes where it always does. Where there is no contract, a last line on stderr says why, and the exit code is 2.
"""

from __future__ import annotations

import importlib
import re
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

    from apiref_verify.evidence.contracts.exporters.interface import Exporter

MINIMUM = (3, 11)
MARK = "apiref-verify: "
"""Begins the line that is ours among all that a service may print."""

_EXPORTERS = "apiref_verify.evidence.contracts.exporters"
_PACKAGE = Path(__file__).resolve().parents[3]


def main(service: str, outfile: str) -> None:
    """Export the contract of a service, or exit with 2."""
    if sys.version_info[:2] < MINIMUM:
        running, needed = (".".join(map(str, version)) for version in (sys.version_info[:2], MINIMUM))
        _refuse(f"{sys.executable} is Python {running}: exporters need {needed} or later")
    make_known()
    from apiref_verify.evidence.contracts import bundle
    from apiref_verify.evidence.contracts.exporters.interface import ExporterError

    load = find(service)
    try:
        bundle.write(load()(), Path(outfile))
    except ExporterError as error:
        _refuse(f"{service} cannot be exported: {error}")
    except (Exception, SystemExit) as error:  # the service and its exporter are foreign code, which may fail in any way
        _refuse(f"the exporter of {service} failed: {type(error).__name__}: {error}")


def make_known() -> None:
    """Let the modules of ``apiref_verify`` be imported, and nothing else from where it is installed."""
    package = types.ModuleType("apiref_verify")
    package.__path__ = [str(_PACKAGE)]
    version = re.search(r'^__version__ = "(.*)"', (_PACKAGE / "__init__.py").read_text("utf-8"), re.MULTILINE)
    vars(package)["__version__"] = version[1] if version else ""
    sys.modules["apiref_verify"] = package
    own_folder = Path(__file__).resolve().parent
    sys.path[:] = [path for path in sys.path if not path or Path(path).resolve() != own_folder]


def find(service: str) -> Callable[[], Exporter]:
    """What loads the exporter of a service: a shipped one, else one that a package of this interpreter offers."""
    from importlib import metadata

    from apiref_verify.evidence.contracts.exporters.interface import GROUP, SHIPPED

    if service in SHIPPED:
        try:
            metadata.version(SHIPPED[service])
        except metadata.PackageNotFoundError:
            _refuse(f"{service} is not installed in {sys.executable}: install the package {SHIPPED[service]} there")
        module = f"{_EXPORTERS}.{service.replace('-', '_')}"
        return lambda: importlib.import_module(module).export
    offered = metadata.entry_points(group=GROUP)
    if service not in offered.names:
        known = ", ".join(sorted({*SHIPPED, *offered.names}))
        _refuse(f"there is no exporter of {service} in {sys.executable}, only of {known}")
    return offered[service].load


def _refuse(message: str) -> NoReturn:
    sys.stderr.write(f"\n{MARK}{' '.join(message.split())}\n")
    sys.exit(2)


if __name__ == "__main__":
    main(*sys.argv[1:])
