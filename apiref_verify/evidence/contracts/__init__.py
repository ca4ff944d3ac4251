"""Sources of contracts: bundles, OpenAPI documents, folders of schemas, services that are installed."""
