"""Energy budgets: the ledger, the curve of the year, the landing, the bands."""
