"""Leaving, step by step: asked, decided by another, settled, paid. Each stands in the caller's transaction."""
