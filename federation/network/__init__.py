"""The network's own monthly report, and the reports of all its groups made in one go."""
