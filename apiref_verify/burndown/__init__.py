"""The burndown: per section and phase, the claim, and what evidence says of it."""
