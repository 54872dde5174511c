"""The papers of a claim: what they say, and how they are drawn."""
