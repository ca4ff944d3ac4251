"""YAML and JSON into definitions and samples, every value with its place."""
