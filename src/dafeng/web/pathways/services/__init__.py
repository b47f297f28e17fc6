"""Writing: outlooks made and kept, scenarios saved, tasks proposed."""
