"""The script of the pages, in Chromium: operations that open and close, microversions, accessibility."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sphinx_ext.rendering import sites
from tests.sphinx_ext.rendering.browser import Browser, browsing

pytestmark = pytest.mark.functional

BUNDLED = Path(__file__).parents[3] / "api-ref"
OPEN = 'const open = () => [...document.querySelectorAll(".apiref-details")].map((part) => !part.hidden);'
CHOOSE = """\
const select = document.querySelector(".apiref-select");
const choose = (version) => { select.value = version; select.dispatchEvent(new Event("change")); };
const seen = () => [...document.querySelectorAll("tbody td:first-child")]
  .filter((cell) => !cell.closest(".apiref-absent")).map((cell) => cell.textContent.trim());
"""


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    out, _ = sites.build(tmp_path_factory.mktemp("quay"), sites.FILES)
    with browsing(out) as browser:
        yield browser


def test_operations_are_closed_at_first_and_a_button_opens_them(quay: Browser) -> None:
    told = quay.tell(f"""{OPEN}
        const button = document.querySelector("#show-a-boat .apiref-toggle");
        const state = () => [open(), button.getAttribute("aria-expanded")];
        const before = state();
        button.click();
        const after = state();
        button.click();
        const controlled = document.getElementById(button.getAttribute("aria-controls"));
        return {{before, after, again: state(), tag: button.tagName, name: button.textContent,
                 holds: controlled.textContent.includes("Shows a boat.") && !!controlled.querySelector("#request")}};
    """)
    assert told == {
        "before": [[False, False], "false"],
        "after": [[True, False], "true"],
        "again": [[False, False], "false"],
        "tag": "BUTTON",
        "name": "Details of Show a boat",
        "holds": True,
    }


def test_what_is_closed_is_still_found_by_the_search_of_the_browser(quay: Browser) -> None:
    told = quay.tell(f"""{OPEN}
        const details = document.querySelector("#show-a-boat > .apiref-details");
        const hidden = details.getAttribute("hidden");
        details.dispatchEvent(new Event("beforematch"));
        return [hidden, open()];
    """)
    assert told == ["until-found", [True, False]]


@pytest.mark.parametrize("address", ["#show-a-boat", "#request", "?expanded=show-a-boat-detail"])
def test_a_link_to_an_operation_or_into_it_opens_it(address: str, quay: Browser) -> None:
    assert quay.tell(f"{OPEN} return open();", address) == [True, False]


def test_a_link_on_the_page_opens_its_operation_each_time(quay: Browser) -> None:
    told = quay.tell(f"""{OPEN}
        const link = document.createElement("a");
        link.href = "#list-boats";
        document.body.append(link);
        const found = [];
        for (let time = 0; time < 2; time++) {{
          link.click();
          await new Promise((done) => setTimeout(done, 50));
          found.push(open());
          document.querySelector("#list-boats .apiref-toggle").click();
        }}
        return found;
    """)
    assert told == [[False, True], [False, True]]


def test_all_are_shown_and_hidden_together(quay: Browser) -> None:
    told = quay.tell(f"""{OPEN}
        const all = document.querySelector(".apiref-all");
        const found = [[all.textContent, open()]];
        for (let time = 0; time < 2; time++) {{ all.click(); found.push([all.textContent, open()]); }}
        return found;
    """)
    assert told == [["Show all", [False, False]], ["Hide all", [True, True]], ["Show all", [False, False]]]


def test_the_versions_to_choose_from_are_those_between_the_changes_on_the_page(quay: Browser) -> None:
    told = quay.tell('return [...document.querySelectorAll("option")].map((option) => option.textContent);')
    assert told == ["All", *(f"2.{minor}" for minor in range(2, 32))]


def test_a_version_of_two_digits_comes_after_those_of_one(quay: Browser) -> None:
    told = quay.tell(f"""{CHOOSE}
        const found = {{}};
        for (const version of ["2.9", "2.10", ""]) {{ choose(version); found[version] = seen(); }}
        return found;
    """)
    assert "limit (Optional)" not in told["2.9"]
    assert "name" in told["2.9"]
    assert "limit (Optional)" in told["2.10"]
    assert "name" not in told["2.10"] and "odd (Optional)" in told["2.10"]
    assert {"limit (Optional)", "name"} <= set(told[""])


def test_an_operation_that_a_version_does_not_have_is_hidden_and_that_is_said(quay: Browser) -> None:
    told = quay.tell(f"""{CHOOSE}
        const status = document.querySelector(".apiref-status");
        const operation = document.getElementById("show-a-boat");
        const found = [];
        for (const version of ["2.2", "2.3", "2.30", "2.31", ""]) {{
          choose(version);
          found.push([getComputedStyle(operation).display === "none", status.textContent.split(":")[0]]);
        }}
        return {{found, live: status.getAttribute("aria-live"), role: status.getAttribute("role")}};
    """)
    hidden = [(True, "2.2"), (False, "2.3"), (False, "2.30"), (True, "2.31")]
    assert told["found"] == [*([gone, f"Version {version}"] for gone, version in hidden), [False, ""]]
    assert (told["live"], told["role"]) == ("polite", "status")


def test_the_choice_is_kept_in_the_address_and_for_the_next_page(quay: Browser) -> None:
    told = quay.tell(
        f'{CHOOSE} choose("2.10"); return [location.search, sessionStorage.getItem("apiref-microversion")];'
    )
    assert told == ["?microversion=2.10", "2.10"]
    asked = quay.tell(f"{CHOOSE} return [select.value, seen()];", "?microversion=2.9")
    assert asked[0] == "2.9" and "limit (Optional)" not in asked[1]
    assert quay.tell(f"{CHOOSE} return select.value;", "?microversion=9.9") == ""


def test_a_link_to_what_the_chosen_version_does_not_have_shows_all_versions(quay: Browser) -> None:
    script = f'{CHOOSE} return [select.value, !!document.querySelector("#show-a-boat.apiref-absent")];'
    assert quay.tell(script, "?microversion=2.2") == ["2.2", True]
    assert quay.tell(script, "?microversion=2.2#show-a-boat") == ["", False]


def test_a_long_line_in_a_description_makes_no_table_wider_than_its_place(tmp_path: Path) -> None:
    long = f"boat_id:\n  in: path\n  type: string\n  description: |\n    As in::\n\n      {'berth=7,' * 60}\n"
    index = "Boats\n=====\n\n.. rest_parameters:: parameters.yaml\n\n   - boat_id: boat_id\n"
    out, _ = sites.build(tmp_path, {"index.rst": index, "parameters.yaml": long})
    with browsing(out) as browser:
        told = browser.tell("""
            const place = document.querySelector(".apiref-table-wrapper");
            return {table: place.scrollWidth <= place.clientWidth, page: document.body.scrollWidth <= innerWidth};
        """)
    assert told == {"table": True, "page": True}


def test_the_settings_of_os_api_ref_say_the_versions_and_their_releases(tmp_path: Path) -> None:
    settings = (
        'os_api_ref_min_microversion = "2.8"\nos_api_ref_max_microversion = "2.11"\n'
        'os_api_ref_release_microversions = {"2.10": "yoga"}\n'
    )
    out, warnings = sites.build(tmp_path, sites.FILES, conf=sites.CONF + settings)
    assert warnings == []
    with browsing(out) as browser:
        told = browser.tell('return [...document.querySelectorAll("option")].map((option) => option.textContent);')
    assert told == ["All", "2.8", "2.9", "2.10 - Yoga", "2.11"]


@pytest.fixture(scope="module", params=["furo", "alabaster"])
def bundled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The bundled reference, with a theme that has a dark form and one that has none."""
    folder = tmp_path_factory.mktemp("bundled")
    shutil.copytree(BUNDLED, folder / "api-ref")
    source = folder / "api-ref/source"
    (source / "conf.py").write_text(sites.CONF.replace('"basic"', f'"{request.param}"'), "utf-8")
    with sites.application(source) as app:
        app.build()
        out = Path(app.outdir)
    with browsing(out) as browser:
        yield browser


@pytest.mark.parametrize("dark", [False, True])
def test_no_rule_of_axe_is_violated_by_our_own_markup(dark: bool, bundled: Browser) -> None:
    found = _violations(bundled, "", dark)
    assert found == {"violations": [], "checked": True}


def test_a_violation_would_be_found(bundled: Browser) -> None:
    found = _violations(
        bundled, 'document.querySelector(".apiref-label").replaceWith(document.querySelector("select"));'
    )
    assert found["violations"] == ["select-name"]


def _violations(browser: Browser, spoil: str, dark: bool = False) -> Any:
    axe = importlib.util.find_spec("axe_core_python")
    assert axe and axe.origin
    library = Path(axe.origin).with_name("axe.min.js").read_text("utf-8")
    script = f"""
        document.querySelector(".apiref-all").click();
        {spoil}
        const ours = [".apiref-line", ".apiref-versions", ".apiref-controls", ".apiref-table", ".apiref-codes-title"];
        const include = ours.filter((one) => document.querySelector(one)).map((one) => [one]);
        const found = await axe.run({{include}});
        return {{violations: found.violations.map((one) => one.id), checked: found.passes.length > 10}};
    """
    return browser.tell(script, dark=dark, library=library)
