"""What is read for stepping in, for facilitators and for grading."""
