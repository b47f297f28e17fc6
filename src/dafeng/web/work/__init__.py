"""The people's work: tasks that units owe, and the reports about them."""
