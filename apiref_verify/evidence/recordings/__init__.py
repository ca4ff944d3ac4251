"""Recorded traffic: logs, cassettes and captures as exchanges, free of secrets."""
