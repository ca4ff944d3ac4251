"""``python -m apiref_verify``."""

from apiref_verify.cli.main import main

main()
