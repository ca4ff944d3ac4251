"""What exchanges show, against what is documented: routing, counting, comparing, judging."""
