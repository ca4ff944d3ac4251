"""Contracts to look at: what is in one, one operation of it, what changed between two of its versions."""
