"""OpenAPI 3.0 and 3.1 documents, ordinary ones and those with microversions, as contracts."""
