"""The rules of following up a late loan: the ladder, when and whom one may ask, by when a claim must be made."""
