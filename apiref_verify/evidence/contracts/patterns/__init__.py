"""Patterns of schemas: which of them can be trusted to end."""
