"""What the pages show, in Chromium: badges that open, commands that are copied, and no barrier in either."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sphinx_ext.boats import INDEX, lay_out, write
from tests.sphinx_ext.builds import build
from tests.sphinx_ext.pages.sites import ALL_ON, ALONE, BESIDE
from tests.sphinx_ext.rendering.browser import Browser, browsing

pytestmark = pytest.mark.functional

OURS = [".apiref-badges", ".apiref-verified-line", ".apiref-curl", ".apiref-chart-frame", "table.apiref-burndown"]
OPENED = """
    document.querySelectorAll(".apiref-toggle").forEach((button) => button.click());
    document.querySelector(".apiref-disagrees").open = true;
    document.querySelector(".apiref-curl details").open = true;
"""


@pytest.fixture(scope="module", params=[(ALONE, "furo"), (BESIDE, "alabaster")], ids=" ".join)
def boats_shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The boats with all that can be shown on one page."""
    root = lay_out(tmp_path_factory.mktemp("boats"))
    write(root, "api-ref/source/index.rst", f"{INDEX}\n.. apiref-burndown::\n\n.. apiref-findings::\n")
    rendering, theme = request.param
    out = build(root, "html", "-D", rendering, "-D", f"html_theme={theme}", *ALL_ON).out
    with browsing(out) as browser:
        yield browser


def test_badges_are_seen_and_one_of_an_operation_is_open(boats_shown: Browser) -> None:
    told = boats_shown.tell("""
        const row = document.querySelector(".apiref-badges");
        const badges = [...row.querySelectorAll("details")];
        for (const badge of badges.slice(0, 2)) {
          badge.querySelector("summary").click();
          await new Promise((done) => setTimeout(done, 50));
        }
        const reason = badges[1].querySelector(".apiref-reason").getBoundingClientRect();
        return {seen: row.checkVisibility(), open: badges.map((badge) => badge.open), reason: reason.height > 0,
                fits: reason.right <= innerWidth};
    """)
    assert told == {"seen": True, "open": [False, True, False, False], "reason": True, "fits": True}


def test_a_button_copies_the_command(boats_shown: Browser) -> None:
    told = boats_shown.tell("""
        const copied = [];
        Object.defineProperty(navigator, "clipboard", {value: {writeText: async (text) => { copied.push(text); }}});
        const button = document.querySelector(".apiref-curl button");
        const name = button.textContent;
        button.click();
        await new Promise((done) => setTimeout(done, 50));
        return {name, copied, said: button.textContent, live: button.getAttribute("aria-live")};
    """)
    assert (told["name"], told["said"], told["live"]) == ("Copy as curl", "Copied", "polite")
    assert told["copied"][0].startswith('curl -X POST "$ENDPOINT/boats/$boat_id/action" \\\n')


def test_without_a_clipboard_the_command_is_selected(boats_shown: Browser) -> None:
    told = boats_shown.tell("""
        document.querySelectorAll(".apiref-toggle").forEach((button) => button.click());
        Object.defineProperty(navigator, "clipboard", {value: undefined});
        const frame = document.querySelector(".apiref-curl");
        frame.querySelector("button").click();
        await new Promise((done) => setTimeout(done, 50));
        return [frame.querySelector("details").open, getSelection().toString(),
                frame.querySelector("button").textContent];
    """)
    assert told[0] is True
    assert told[1].startswith("curl -X POST")
    assert told[2] == "Selected: copy it now"


@pytest.mark.parametrize("dark", [False, True])
def test_no_rule_of_axe_is_violated(dark: bool, boats_shown: Browser) -> None:
    assert _violations(boats_shown, OPENED, dark) == {"violations": [], "checked": True}


def test_a_violation_would_be_found(boats_shown: Browser) -> None:
    spoil = 'document.querySelector(".apiref-chart").removeAttribute("aria-label");'
    assert _violations(boats_shown, OPENED + spoil, False)["violations"] == ["svg-img-alt"]


def _violations(browser: Browser, script: str, dark: bool) -> Any:
    axe = importlib.util.find_spec("axe_core_python")
    assert axe and axe.origin
    library = Path(axe.origin).with_name("axe.min.js").read_text("utf-8")
    run = f"""
        {script}
        const found = await axe.run({{include: {[[one] for one in OURS]}}});
        const told = found.violations.map((one) => one.id);
        return {{violations: told, checked: found.passes.length > 10}};
    """
    return browser.tell(run, dark=dark, library=library)
