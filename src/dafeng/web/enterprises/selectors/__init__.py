"""What somebody may read of this room."""
