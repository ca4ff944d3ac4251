"""Real services on loopback, each installed from PyPI in an environment of its own."""
