"""Writing: every change of a plan goes through one of these."""
