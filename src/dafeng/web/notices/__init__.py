"""Telling people: what is due, what came back; in the site and by mail."""
