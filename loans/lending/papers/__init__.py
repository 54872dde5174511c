"""What stands on the papers of a loan: plain wording of our own, in Thai, drawn the same whenever it is asked for."""
