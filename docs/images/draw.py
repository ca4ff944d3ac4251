"""Draw ``check.svg``, the picture of the README, from a real run on the bundled reference: ``python draw.py``."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

from apiref_verify import read, verify
from apiref_verify.configuration import load
from apiref_verify.evidence.contracts.find import find_contract
from apiref_verify.reports import text

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
_SHOWN = ("AR203", "AR209", "AR401")


def main() -> None:
    """Check the bundled reference, with its contract, and draw what is said of three findings."""
    contracts = [find_contract(source) for source in load(ROOT).contracts]
    result = verify(read(ROOT), contracts=contracts)
    chosen = [finding for finding in result.findings if finding.code in _SHOWN]
    shown = type(result)(result.reference, result.matching, result.rules, tuple(chosen), result.outcomes)
    console = Console(record=True, width=112, file=io.StringIO(), force_terminal=True)
    console.print(Text("$ apiref-verify check", style="bold"))
    lines = text.render(shown).split("\n")
    end = next(n for n, line in enumerate(lines) if " operations in " in line)
    console.print(Text.from_ansi("\n".join(lines[:end])))
    drawn = re.sub(r"\s*@font-face \{.*?\}", "", console.export_svg(title="apiref-verify"), flags=re.DOTALL)
    (HERE / "check.svg").write_text(drawn, "utf-8")


if __name__ == "__main__":
    main()
