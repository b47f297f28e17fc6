"""Reading: every list is scoped by what the person may see."""
