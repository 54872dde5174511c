"""`make bench`: what the main jobs cost, as ratios taken in one run."""
