"""Reports: one file per format, all fed the same result."""
