"""The Sphinx extension: the other door to the same steps, inside a docs build."""
