"""Where a project loads os_api_ref too: its directives, with what we need of them."""
