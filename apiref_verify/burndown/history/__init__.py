"""The burndown over time, read from the history of a git repository."""
