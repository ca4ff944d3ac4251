"""Contracts from a folder of plain JSON Schema files."""
