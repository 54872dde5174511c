"""A synthetic nation, to measure on: networks, groups, members and months by COPY, past the same guards."""
