"""The pages of the carbon account."""
