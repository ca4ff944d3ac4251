"""Events into sections and operations: which text belongs to what, and what its words say."""
