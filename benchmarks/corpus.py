"""Real references to run on: sdists from PyPI at the versions that ``friends.json`` pins.

None of them is kept in this repository. Downloads go to a cache folder and are unpacked there once.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

TABLE = Path(__file__).with_name("friends.json")
CACHE = Path(tempfile.gettempdir()) / "apiref-verify-friends"


def tree_of(project: str, folder: Path = CACHE) -> Path:
    """The unpacked source of a pinned project."""
    return download(project, json.loads(TABLE.read_text("utf-8"))[project]["version"], folder)


def download(project: str, version: str, folder: Path) -> Path:
    """The project's source, unpacked below ``folder``; downloaded if it is not there yet."""
    tree = folder / f"{project}-{version}"
    if not tree.exists():
        wheelhouse = folder / "sdists" / project
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-build-isolation"]
        command += [
            "--ignore-requires-python",
            "--no-binary",
            ":all:",
            "--dest",
            str(wheelhouse),
            f"{project}=={version}",
        ]
        subprocess.run(command, check=True)
        archive = next(path for path in wheelhouse.iterdir() if version in path.name)
        _unpack(archive, tree)
    return next(path for path in tree.iterdir() if path.is_dir())


def _unpack(archive: Path, tree: Path) -> None:
    """Unpack into a folder beside ``tree`` first, so that an interrupted run leaves no half of one."""
    with tempfile.TemporaryDirectory(dir=archive.parent) as scratch:
        if archive.suffix == ".zip":
            with zipfile.ZipFile(archive) as zipped:
                zipped.extractall(scratch)
        else:
            with tarfile.open(archive) as tar:
                tar.extractall(scratch, filter="data")
        Path(scratch).rename(tree)
        Path(scratch).mkdir()
