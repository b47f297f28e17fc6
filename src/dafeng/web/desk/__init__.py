"""The first page: where the plan stands today, what needs deciding; search."""
