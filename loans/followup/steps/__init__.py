"""What is done in a case, inside the caller's transaction."""
