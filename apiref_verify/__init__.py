"""apiref-verify."""
