"""Writing: tasks, rounds, reports, evidence."""
