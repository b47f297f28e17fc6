"""Reading: plans, objects, counts, each scoped by what the person may see."""
