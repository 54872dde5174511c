"""Several books as one: the sum, what they owe one another, and what is left."""
