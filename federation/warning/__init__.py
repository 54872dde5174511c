"""Early signs that a group is in trouble, with reasons in words."""
