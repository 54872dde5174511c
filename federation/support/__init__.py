"""Help for groups: facilitators, stepping in with a plan, grading by criteria with evidence."""
