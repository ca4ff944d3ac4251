"""Files and folders that are not what their names say."""

from __future__ import annotations

import os
from pathlib import Path

from apiref_verify.model.reference import ProblemKind
from tests.bad_input.cases import BROKEN, INDEX, SOURCE, Case

CONF = f"{SOURCE}/conf.py"
_INCLUDE: dict[str, str | bytes] = {BROKEN: ".. include:: x.inc\n"}
_ROOT = "root may read everything" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""


def _unreadable(root: Path) -> None:
    (root / SOURCE / "x.inc").write_text("Text.\n")
    (root / SOURCE / "x.inc").chmod(0)


def _link(target: str, name: str = "x.inc"):
    def prepare(root: Path) -> None:
        (root / SOURCE / name).symlink_to(target)

    return prepare


def _pipe(name: str):
    return lambda root: os.mkfifo(root / SOURCE / name)


def _folder_for(name: str):
    def prepare(root: Path) -> None:
        (root / name).unlink()
        (root / name).mkdir()

    return prepare


def _undecodable_name(root: Path) -> None:
    name = os.fsencode(root / SOURCE) + b"/caf\xe9.inc"
    with open(name, "w") as file:  # noqa: PTH123
        file.write("Text.\n")


_CRASH = "import sys\nopen('executed', 'w')\nraise SystemExit('conf.py was executed')\n"

CASES = (
    Case(
        "file-permission",
        _INCLUDE,
        ProblemKind.INCLUDE,
        column=14,
        skip=_ROOT,
        message="x.inc cannot be opened: permission denied",
        prepare=_unreadable,
    ),
    Case(
        "file-link-loop",
        _INCLUDE,
        ProblemKind.INCLUDE,
        column=14,
        message="leads back to itself",
        prepare=_link("x.inc"),
        count=1,
    ),
    Case(
        "file-link-to-nothing",
        _INCLUDE,
        ProblemKind.INCLUDE,
        column=14,
        prepare=_link("nowhere.inc"),
        message="a symbolic link to a file that does not exist",
    ),
    Case(
        "file-link-outside",
        _INCLUDE,
        ProblemKind.INCLUDE,
        column=14,
        message="lies outside of the repository",
        prepare=_link("/etc/passwd"),
    ),
    Case("file-link-inside", _INCLUDE | {f"{SOURCE}/samples/text": "Text.\n"}, count=0, prepare=_link("samples/text")),
    Case(
        "file-folder-link-outside",
        {BROKEN: ".. include:: out/passwd\n"},
        ProblemKind.INCLUDE,
        column=14,
        message="lies outside of the repository",
        prepare=_link("/etc", "out"),
    ),
    Case("file-folder-link-loop", {}, prepare=_link(".", "again"), count=0),
    Case(
        "file-pipe",
        _INCLUDE,
        ProblemKind.INCLUDE,
        column=14,
        message="x.inc is a pipe, not a file",
        prepare=_pipe("x.inc"),
    ),
    Case(
        "file-pipe-unused",
        {},
        ProblemKind.MARKUP,
        path=f"{SOURCE}/y.inc",
        message="this file is a pipe",
        prepare=_pipe("y.inc"),
    ),
    Case("file-pipe-as-sample", {}, count=0, prepare=_pipe("samples/pipe.json")),
    Case(
        "file-device",
        {BROKEN: ".. include:: x.inc\n"},
        ProblemKind.INCLUDE,
        column=14,
        message="lies outside",
        prepare=_link("/dev/zero"),
    ),
    Case(
        "file-index-is-a-folder",
        {},
        ProblemKind.MARKUP,
        path=INDEX,
        message="this file is a folder, not a file",
        prepare=_folder_for(INDEX),
        published=False,
    ),
    Case(
        "file-undecodable-name",
        {},
        ProblemKind.MARKUP,
        path=f"{SOURCE}/caf\\xe9.inc",
        message="has a name that is no plain text",
        prepare=_undecodable_name,
    ),
    Case(
        "file-binary-document",
        {f"{SOURCE}/other.rst": b"\x7fELF\x00"},
        ProblemKind.MARKUP,
        path=f"{SOURCE}/other.rst",
        message="this file is binary, not text",
    ),
    Case("file-no-conf", {}, count=0, prepare=lambda root: (root / CONF).unlink()),
    Case(
        "file-conf-syntax",
        {CONF: "extensions = [\n"},
        ProblemKind.MARKUP,
        path=CONF,
        column=None,
        message="the settings of conf.py are unknown: it is not Python",
        hint="mend conf.py",
    ),
    Case("file-conf-binary", {CONF: b"\x00\x01"}, ProblemKind.MARKUP, path=CONF, message="it is not Python"),
    Case(
        "file-conf-deep",
        {CONF: "x = " + "[" * 10_000},
        ProblemKind.MARKUP,
        path=CONF,
        message="it is not Python",
        column=None,
    ),
    Case("file-conf-executed", {CONF: _CRASH}, count=0),
    Case(
        "file-conf-odd-settings",
        {
            CONF: "extensions = 5\nsource_suffix = {'.rst': 1, 2: 3}\nexclude_patterns = ['[', None, 'no*']\n"
            "master_doc = ['x']\nextensions += ['a' 'b']\nsource_suffix.append({[]: 1})\n"
        },
        count=0,
    ),
    Case("file-conf-escapes", {CONF: "x = '\\d'\n"}, count=0),
    Case("file-conf-is-a-folder", {}, count=0, prepare=_folder_for(CONF)),
)
