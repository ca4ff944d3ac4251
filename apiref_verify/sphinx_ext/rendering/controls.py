"""``rest_expand_all``: the place of the controls of a page, and the settings of its microversion selector."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_SETTINGS = ("min_microversion", "max_microversion", "release_microversions")


def add_settings(app: Sphinx) -> None:
    """Add the settings of os-api-ref: first and last microversion, and the release of each that came with one."""
    for name in _SETTINGS:
        app.add_config_value(f"os_api_ref_{name}", "", "env", types=(str, dict))


class RestExpandAll(SphinxDirective):
    """Takes no arguments. The page's script puts the controls here; without it nothing is shown."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the place of the controls, for HTML alone."""
        lower, upper, releases = (self.config[f"os_api_ref_{name}"] for name in _SETTINGS)
        data = {"min": lower, "max": upper, "releases": json.dumps(releases or {}, sort_keys=True)}
        attributes = "".join(f' data-{name}="{escape(str(value))}"' for name, value in data.items())
        return [nodes.raw("", f'<div class="apiref-controls" hidden{attributes}></div>', format="html")]
