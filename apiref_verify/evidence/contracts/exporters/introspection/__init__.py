"""What several exporters read out of running code: routes, decorators, schemas, statuses."""
