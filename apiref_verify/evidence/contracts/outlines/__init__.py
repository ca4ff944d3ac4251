"""JSON Schemas as people read them: properties with a type, whether they are required, and their constraints."""
