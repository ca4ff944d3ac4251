"""The formats of a snapshot: ``registry.py`` has them by name, and one file writes each."""
