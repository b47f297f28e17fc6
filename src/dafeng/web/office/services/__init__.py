"""Writing: marks of the calendar, letters, decisions."""
