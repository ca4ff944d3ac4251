"""What a document claims, kept while Sphinx reads it; and which tree it belongs to."""
