"""What is known of meetings, and what the books say for them."""
