"""Reading: what waits, what changed, how things stand; each scoped by right."""
