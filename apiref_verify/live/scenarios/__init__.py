"""Scenarios: steps that may change something, and what cleans up after them."""
