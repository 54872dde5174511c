"""Gathers the models of this app's features, so that Django finds them. Nothing else belongs here."""
