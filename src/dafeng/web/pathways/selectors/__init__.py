"""Reading: which outlook is in force, and what its pages show."""
