"""Projects of the plan: how far they are, what they add up to, where they stand."""
