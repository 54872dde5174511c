"""What is done in a funeral aid scheme; each step stands in its caller's transaction."""
