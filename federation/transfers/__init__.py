"""Cash taken to the bank, and money fetched from it."""
