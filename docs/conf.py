"""Sphinx configuration of the documentation."""

import sys
from pathlib import Path

import apiref_verify

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "apiref-verify"
author = "The apiref-verify authors"
copyright = author
release = version = apiref_verify.__version__
extensions = ["generated", "hand_check"]
exclude_patterns = ["_build", "images"]
highlight_language = "none"
html_theme = "furo"
html_title = f"apiref-verify {release}"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
nitpicky = True
