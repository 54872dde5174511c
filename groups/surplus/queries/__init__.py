"""Reading what a year's surplus needs: what it was, who weighs how much, what is overdue, what is in the purse."""
