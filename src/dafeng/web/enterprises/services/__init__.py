"""What changes this room."""
