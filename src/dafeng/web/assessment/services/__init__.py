"""Writing: making, freezing, deciding, recording letters, allocating."""
