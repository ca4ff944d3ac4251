"""Exporting in another process: exporters that other packages offer, other interpreters, and what can go wrong."""

from __future__ import annotations

import sys
import textwrap
import venv
from pathlib import Path

import pytest

from apiref_verify.evidence.contracts.bundle import dumps
from apiref_verify.evidence.contracts.exporters import run
from apiref_verify.evidence.contracts.exporters.exporting import ExportError, export, known_services
from apiref_verify.evidence.contracts.exporters.interface import SHIPPED, provenance
from apiref_verify.model.contract import Codes, Standing
from tests.evidence.contracts.exporters.fakes import install

EXPORTER = """
import functools
import sys

from apiref_verify.evidence.contracts import axis
from apiref_verify.evidence.contracts.exporters.introspection import closures
from apiref_verify.evidence.contracts.exporters.interface import ExporterError, provenance
from apiref_verify.evidence.contracts.exporters.introspection.statuses import statuses
from apiref_verify.model.contract import Codes, Contract, Promise, Route, Standing

BOAT = {"type": "object", "properties": {"sail": {"enum": list({"main", "jib", "genoa", "spinnaker", "mizzen"})}}}


def answers(code, since=None, until=None):
    def decorator(function):
        @functools.wraps(function)
        def wrapper(req):
            return function(req), code, since, until
        return wrapper
    return decorator


@answers(200, None, "1.3")
@answers(204, "1.4")
def show(req):
    pass


def export():
    print("harbour: so much to say", flush=True)
    print("harbour: a warning", file=sys.stderr)
    whole = axis.versions("1.0", "1.9")
    told = [(axis.versions(one["since"], one["until"]), one["code"]) for one in closures.decorated_by(show, "answers")]
    promises = [
        Promise(window, responses={"200": BOAT}, success=Codes((axis.at(told, window),), Standing.DECLARED))
        for window in axis.windows(whole, [span for span, _ in told])
    ]
    return Contract(provenance("harbour"), (Route("GET", "/boats", promises=axis.merged(promises)),), whole)


def nothing():
    return None


def not_json():
    contract = export()
    contract.routes[0].promises[0].responses["200"] = {"enum": {1, 2}}
    return contract


def unwilling():
    raise ExporterError("this harbour is frozen")


def broken():
    raise ValueError("a message of\\n  two lines")


def leaves():
    sys.exit("harbour: bad configuration")


def dies():
    import os
    print("harbour: Aargh", file=sys.stderr, flush=True)
    os._exit(7)


def sleeps():
    import time
    time.sleep(600)


def imports():
    import no_such_thing_at_all
"""

OFFERED = ("nothing", "not_json", "unwilling", "broken", "leaves", "dies", "sleeps", "imports")


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a package that offers an exporter of a service, and several bad ones."""
    folder: Path = tmp_path_factory.mktemp("services")
    install(folder, "harbour", {"harbour.contract": EXPORTER})
    lines = [f"{name} = harbour.contract:{name}" for name in OFFERED]
    entry_points = ["[apiref_verify.exporters]", "harbour = harbour.contract:export", *lines, "lost = harbour.gone:x"]
    (folder / "harbour-1.0.dist-info" / "entry_points.txt").write_text("\n".join(entry_points), "utf-8")
    return folder


@pytest.fixture(autouse=True)
def _installed(services: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(services))


def refused(service: str, python: Path | None = None, timeout: float = 60) -> str:
    with pytest.raises(ExportError) as error:
        export(service, python, timeout)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_an_exporter_that_a_package_offers() -> None:
    contract = export("harbour")
    assert str(contract.provenance) == "harbour 1.0"
    assert contract.provenance.exporter == provenance("apiref-verify").exporter
    (found,) = contract.routes
    assert [(str(one.versions), one.success) for one in found.promises] == [
        ("1.0 to 1.3", Codes((200,), Standing.DECLARED)),
        ("1.4 to 1.9", Codes((204,), Standing.DECLARED)),
    ]
    assert found.promises[0].responses["200"] is found.promises[1].responses["200"]


def test_lists_that_a_service_makes_of_sets_are_in_the_same_order_in_every_export() -> None:
    assert len({dumps(export("harbour")) for _ in range(4)}) == 1


def test_what_a_service_prints_stays_out_of_the_contract(capfd: pytest.CaptureFixture[str]) -> None:
    export("harbour")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("service", "said"),
    [
        ("unwilling", "unwilling cannot be exported: this harbour is frozen"),
        ("broken", "the exporter of broken failed: ValueError: a message of two lines"),
        ("leaves", "the exporter of leaves failed: SystemExit: harbour: bad configuration"),
        ("imports", "the exporter of imports failed: ModuleNotFoundError: No module named 'no_such_thing_at_all'"),
        ("lost", "the exporter of lost failed: ModuleNotFoundError: No module named 'harbour.gone'"),
        ("not_json", "the exporter of not_json failed: TypeError: Object of type set is not JSON serializable"),
        ("nothing", "the exporter of nothing failed: AttributeError: 'NoneType' object has no attribute 'routes'"),
        ("dies", f"{sys.executable}: the exporter of dies ended with code 7: harbour: Aargh"),
    ],
)
def test_an_exporter_that_fails_says_why_in_one_line(service: str, said: str) -> None:
    assert refused(service) == said


def test_an_exporter_that_does_not_end() -> None:
    assert refused("sleeps", timeout=2) == "the exporter of sleeps was still running after 2 seconds"


def test_a_service_without_an_exporter() -> None:
    said = refused("lighthouse")
    assert said.startswith(f"there is no exporter of lighthouse in {sys.executable}, only of broken, cinder, dies, ")
    assert " nova, " in said


def test_helpers_of_exporters_are_no_exporters() -> None:
    assert refused("axis").startswith("there is no exporter of axis")


def test_a_shipped_service_that_is_not_installed() -> None:
    assert refused("placement") == (
        f"placement is not installed in {sys.executable}: install the package openstack-placement there"
    )


def test_a_nova_without_schemas_is_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modules = {
        "nova.api.openstack.api_version_request": "_MIN_API_VERSION = '2.1'\n_MAX_API_VERSION = '2.3'\n",
        "nova.api.openstack.compute.routes": "ROUTE_LIST = ()\n",
    }
    install(tmp_path, "nova", modules)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert refused("nova").startswith("nova cannot be exported: this nova has no schemas of its answers")


def test_every_shipped_service_has_its_module() -> None:
    folder = Path(run.__file__).parent
    assert [service for service in SHIPPED if not (folder / f"{service.replace('-', '_')}.py").is_file()] == []
    assert set(known_services()) >= set(SHIPPED)


def test_exporters_that_packages_offer_here_are_known(services: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path, str(services)])
    assert {"harbour", "nova"} <= set(known_services())


def test_another_interpreter_needs_nothing_of_ours(tmp_path: Path) -> None:
    venv.create(tmp_path / "service", with_pip=False, symlinks=True)
    for python in (tmp_path / "service", tmp_path / "service" / "bin" / "python"):
        assert str(export("harbour", python).provenance) == "harbour 1.0"


def test_our_own_packages_are_not_put_before_another_interpreter(tmp_path: Path, services: Path) -> None:
    code = """
        import importlib.util

        from apiref_verify.evidence.contracts.exporters.interface import ExporterError


        def export():
            seen = [name for name in ("docutils", "nova", "formats") if importlib.util.find_spec(name)]
            raise ExporterError(f"it sees {seen}")
    """
    install(tmp_path, "spy", {"spy": textwrap.dedent(code)})
    (tmp_path / "spy-1.0.dist-info" / "entry_points.txt").write_text("[apiref_verify.exporters]\nspy = spy:export\n")
    venv.create(tmp_path / "service", with_pip=False, symlinks=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(tmp_path))
        assert refused("spy", tmp_path / "service") == "spy cannot be exported: it sees []"


def test_what_is_no_interpreter(tmp_path: Path) -> None:
    missing, text, script = tmp_path / "missing", tmp_path / "text", tmp_path / "script"
    text.write_text("not a program")
    script.write_text("#!/bin/sh\necho 'no such option' >&2\nexit 3\n")
    script.chmod(0o755)
    said = "no such file: name a Python interpreter or the folder of a virtual environment"
    assert refused("harbour", missing) == f"{missing}: {said}"
    assert refused("harbour", tmp_path) == f"{tmp_path}: no virtual environment: there is no bin/python in this folder"
    assert refused("harbour", script) == f"{script}: the exporter of harbour ended with code 3: no such option"
    assert refused("harbour", text) == f"{text}: cannot be run: Permission denied"


def test_a_program_that_writes_no_contract(tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text("#!/bin/sh\nexit 0\n")
    script.chmod(0o755)
    assert refused("harbour", script).startswith("the exporter of harbour wrote no contract: ")


def test_an_interpreter_that_is_too_old(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(run, "MINIMUM", (99, 0))
    with pytest.raises(SystemExit) as exit_:
        run.main("harbour", "never-written.json")
    running = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert exit_.value.code == 2
    assert capsys.readouterr().err.strip() == (
        f"{run.MARK}{sys.executable} is Python {running}: exporters need 99.0 or later"
    )
