"""The people's side of the plan's room: proposals, decisions, pages."""
