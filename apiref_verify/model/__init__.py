"""Pure data: what a reference claims, and what was found. No I/O here, and nothing that knows a file format."""
