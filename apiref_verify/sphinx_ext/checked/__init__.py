"""The check of a build: what it rests on, and what is kept of it."""
