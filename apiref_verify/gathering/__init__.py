"""From recordings to observations, in parts that processes or machines can do each."""
