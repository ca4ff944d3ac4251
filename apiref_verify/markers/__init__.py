"""The comments that claim what is left to do, edited in the files where they stand, and nothing else of them."""
