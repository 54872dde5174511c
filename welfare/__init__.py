"""Welfare and funeral funds, claims and their outlook. Nothing lives here yet; welfare will join the deposit
sheet by adding a posting of its own."""
