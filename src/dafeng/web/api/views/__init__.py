"""Pages about the interface."""
