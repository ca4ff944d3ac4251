"""A series of states, written: one file per format."""
