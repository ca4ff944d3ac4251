"""Sphinx configuration of the bundled example reference in ``api-ref/source``."""

project = "Harbour"
extensions = ["os_api_ref"]
html_theme = "alabaster"
