"""Inspection plans drawn by lot, records, findings, cases shared across offices."""
