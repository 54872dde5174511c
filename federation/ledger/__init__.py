"""Books, accounts, entries and lines. It stands at the bottom and knows nobody."""
