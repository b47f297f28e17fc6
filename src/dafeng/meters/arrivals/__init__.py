"""What gateways and people send, and how it becomes readings."""
