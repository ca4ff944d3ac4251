"""Outcomes: what became of each phase of each operation, and by which evidence."""
