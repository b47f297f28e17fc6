"""Pages and acts: HTTP in, HTTP out."""
