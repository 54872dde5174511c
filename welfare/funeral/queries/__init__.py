"""What a funeral aid scheme knows, asked of the database."""
