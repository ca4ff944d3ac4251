"""Matching: flat tables with nested evidence."""
