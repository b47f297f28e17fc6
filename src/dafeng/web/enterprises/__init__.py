"""Enterprises: the register of disclosure, and later budgets, accounts, savings."""
