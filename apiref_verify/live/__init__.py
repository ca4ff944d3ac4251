"""Asking a running API what the reference claims."""
