"""One module for each format: a function from a stream of bytes to exchanges, and to what could not be read."""
