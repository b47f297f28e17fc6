"""The carbon account's room: totals, lines and evidence, factors, imports, seals."""
