"""The registry of all organisations, also those known only by counts, and what is found by it."""
