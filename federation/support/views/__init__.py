"""Pages of stepping in, of facilitators, and of how strong groups are."""
