"""Reading: RST, YAML and JSON into a Reference. Every node keeps its place; what cannot be read is a problem."""
