"""Exporters: each asks one installed service for its contract, by import, without a server.

They run in the interpreter of the service, which knows nothing of us: they use the standard library, the service, and
of our own house only ``model`` and ``evidence.contracts.bundle``.
"""
