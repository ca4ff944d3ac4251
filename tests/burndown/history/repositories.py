"""Real git repositories with fixed dates, whatever the settings of whoever runs the tests."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

START = 1_700_000_000
"""The time of the first commit, in epoch seconds; each later one is an hour after the one before."""

OPERATION = ".. rest_method:: GET /boats\n"
SOURCE = "api-ref/source"


def section(*phases: str, operation: bool = True) -> str:
    """The text of a section with the markers of some phases."""
    return (
        "".join(f".. needs:{phase}_verification\n" for phase in phases) + "\nBoats\n=====\n\n" + OPERATION * operation
    )


class Git:
    """A repository in a folder; its clock is at ``now``."""

    def __init__(self, folder: Path, *, create: bool = True) -> None:
        self.folder = folder
        self.now = START
        if create:
            folder.mkdir(parents=True, exist_ok=True)
            self.run("init", "-q", "-b", "main")

    def run(self, *words: str | bytes) -> str:
        stamp = f"{self.now} +0200"
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_DATE": "2001-02-03T04:05:06Z",
            "GIT_COMMITTER_DATE": stamp,
        }
        names = ("-c", "user.name=A Sailor", "-c", "user.email=sailor@example.org", "-c", "protocol.file.allow=always")
        command = ["git", "-C", str(self.folder), *names, *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()

    def write(self, path: str | bytes, content: str | bytes) -> None:
        where = os.fsencode(self.folder) + b"/" + os.fsencode(path)
        os.makedirs(os.path.dirname(where), exist_ok=True)  # noqa: PTH103, PTH120  (names of any bytes)
        Path(os.fsdecode(where)).write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self, **files: str) -> str:
        """Commit what is there and some sections, by their names without the ending; return the id."""
        for name, content in files.items():
            self.write(f"{SOURCE}/{name}.inc", content)
        self.run("add", "-A")
        self.run("commit", "-q", "--allow-empty", "-m", "change")
        self.now += 3600
        return self.run("rev-parse", "HEAD")

    def merge(self, branch: str) -> str:
        self.run("merge", "-q", "--no-ff", "-m", "merge", branch)
        self.now += 3600
        return self.run("rev-parse", "HEAD")
