"""Run the commands that the pages show, and compare their output with what the pages say.

    python docs/transcripts.py [--update] [PAGE...]

Each page gets a fresh copy of the bundled reference and one shell. ``console`` blocks are run, line by line that
begins with ``$``; ``diff`` blocks are applied; blocks with a ``:caption:`` that names a file of settings are written to
it. A line of output that is a lone ``…`` stands for any lines. Exits with 1 if a page is wrong; ``--update`` mends it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parent
COPIED = ("api-ref", "benchmarks")
_BLOCK = re.compile(r"^( *)\.\. code-block:: (console|diff|toml)\n((?: +:\w+:.*\n)*)\n((?:(?:\1 +.*)?\n)+)", re.M)
_MARK = "---- end of output ----"


@dataclass
class Block:
    """A block of a page: ``start`` and ``end`` delimit its body in the text."""

    kind: str
    caption: str
    body: str
    start: int
    end: int


@dataclass
class Command:
    """A command and its output, as shown."""

    line: str
    output: list[str]


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a page that are run, applied or written."""
    for match in _BLOCK.finditer(text):
        body = match[4].rstrip("\n")
        caption = re.search(r":caption: *(.*)", match[3])
        end = match.start(4) + len(body)
        yield Block(match[2], caption[1].strip() if caption else "", _dedent(body), match.start(4), end)


def _dedent(body: str) -> str:
    lines = body.split("\n")
    indent = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return "\n".join(line[indent:] for line in lines)


def commands(body: str) -> list[Command]:
    """The commands of a console block with what is shown below each."""
    found: list[Command] = []
    for line in body.split("\n"):
        if line.startswith("$ "):
            found.append(Command(line[2:], []))
        elif found:
            found[-1].output.append(line)
    return found


def script(found: list[Block]) -> str:
    """One shell script for all blocks of a page; each command leaves its status to the next."""
    lines = ["exec 2>&1"]
    for block in found:
        if block.kind == "diff":
            lines += ["git apply - <<'END'", block.body, "END"]
        elif block.kind == "toml" and block.caption:
            lines += [f"cat > {block.caption} <<'END'", block.body, "END"]
        elif block.kind == "console":
            for command in commands(block.body):
                lines += [command.line, f"s=$?; echo; echo '{_MARK}'; (exit $s)"]
    return "\n".join(lines) + "\n"


def outputs(found: list[Block]) -> list[list[str]]:
    """What each command of a page really prints."""
    with tempfile.TemporaryDirectory() as folder:
        for name in COPIED:
            shutil.copytree(DOCS.parent / name, Path(folder, name))
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "NO_COLOR": "1", "XDG_CACHE_HOME": str(Path(folder, ".cache"))}
        done = subprocess.run(
            ["bash", "-c", script(found)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    return [_trimmed(part.split("\n")) for part in done.stdout.split(_MARK)[:-1]]


def _trimmed(lines: list[str]) -> list[str]:
    kept = [line.rstrip() for line in lines]
    while kept and not kept[-1]:
        kept.pop()
    while kept and not kept[0]:
        kept.pop(0)
    return kept


def agrees(shown: list[str], real: list[str]) -> bool:
    """Whether shown output is the real one, ``…`` standing for any lines."""
    pattern = "".join(r"(?:.*\n)*" if line.strip() == "…" else re.escape(line) + "\n" for line in _trimmed(shown))
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in real)) is not None


def check(page: Path, update: bool) -> list[str]:
    """The commands of a page whose output is not as shown."""
    text = page.read_text("utf-8")
    found = list(blocks(text))
    if not any(block.kind == "console" for block in found):
        return []
    real = iter(outputs(found))
    wrong: list[str] = []
    new, last = [], 0
    for block in found:
        if block.kind != "console":
            continue
        lines: list[str] = []
        for command in commands(block.body):
            printed = next(real, ["(the shell stopped before this)"])
            if not agrees(command.output, printed):
                wrong.append(command.line)
                command.output = printed
            lines += [f"$ {command.line}", *_trimmed(command.output)]
        indented = "\n".join(f"   {line}".rstrip() for line in lines)
        new += [text[last : block.start], indented]
        last = block.end
    if update:
        page.write_text("".join([*new, text[last:]]), "utf-8")
    return wrong


def main() -> int:
    """Check the pages that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--update", action="store_true", help="write the real output into the pages")
    args = parser.parse_args()
    pages = args.pages or sorted(p for p in DOCS.rglob("*.rst") if "rules" not in p.parts)
    failures = 0
    for page in pages:
        for line in check(page, args.update):
            failures += 1
            print(f"{page}: {'updated' if args.update else 'not as shown'}: $ {line}")
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
