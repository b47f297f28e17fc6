"""Savings, anomalies, diagnosis and plans of single enterprises."""
