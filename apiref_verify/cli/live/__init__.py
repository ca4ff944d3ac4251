"""``apiref-verify live``: the command, the way in that its options describe, and the run."""
