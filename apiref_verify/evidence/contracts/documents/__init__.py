"""Files of others read with care: JSON and YAML that may be broken, huge or hostile."""
