"""Pages of the shelf and of the books, and how any report is answered as page or file."""
