"""Ratios with their formula and inputs, and groups side by side."""
