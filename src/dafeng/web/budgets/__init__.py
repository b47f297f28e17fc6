"""Energy budgets of the key energy users."""
