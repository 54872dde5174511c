"""What a group borrows to lend on: where the money of each fund is, at what margin, and who is late."""
