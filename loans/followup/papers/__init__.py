"""Letters, envelopes and the file for the legal unit, on paper."""
