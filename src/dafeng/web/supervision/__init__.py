"""What follows from an assessment: orders, circulars, interviews, and their answers."""
