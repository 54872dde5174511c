"""What two organisations entered in one another's books: the view from below, disputes, the pool, the slip."""
