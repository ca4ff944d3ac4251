"""Sphinx configuration of the bundled example reference in ``api-ref/source``: all that the extension can show."""

project = "Harbour"
extensions = ["apiref_verify"]
html_theme = "alabaster"

os_api_ref_min_microversion = "2.1"
os_api_ref_max_microversion = "2.12"

apiref_verify_badges = True
apiref_verify_verified_line = True
apiref_verify_curl = True
apiref_verify_service_type = "compute"
