"""The evidence: what an API really does, each kind of source in a room of its own."""
