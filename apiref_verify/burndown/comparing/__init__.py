"""Two states of a reference beside each other: what the second fixes, and what it adds."""
