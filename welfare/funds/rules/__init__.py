"""What dues cost and how far they reach, and who counts for matching money. No Django here."""
