"""Commands for the keeper of a house."""
