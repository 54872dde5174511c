"""Meetings of a group or of the network: who came, what was resolved, and the report that is read aloud."""
