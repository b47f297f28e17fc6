"""Writing: passes for wall screens, and what is prepared for the pages."""
