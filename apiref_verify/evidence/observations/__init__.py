"""The evidence file: what exchanges showed, counted, as JSON; its JSON Schema is ``schemas/evidence-1.json``."""
