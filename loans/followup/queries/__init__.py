"""Reading cases: how they stand, who may see to them, whom one has asked, what was recovered."""
