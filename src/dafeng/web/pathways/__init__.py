"""The people's side of the outlook: runs, scenarios, levers, choices."""
