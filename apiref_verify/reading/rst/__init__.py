"""RST into events: docutils with directives of our own, included files in place."""
